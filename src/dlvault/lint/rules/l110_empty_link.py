"""A link that leads nowhere because it is empty.

## What it does
Reports `[[ ]]` and Markdown links without destination.

## Why it matters
The reader sees a link, or brackets, and nothing behind them.

## Example
`[see the notes]()`

## Instead
`[see the notes](Notes.md)`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.oddity import oddities_of
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.model.finding import Severity
from dlvault.model.note import LinkKind, OddityKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at Markdown links without destination and wikilinks without anything."""
    hint = "name a note, or drop the brackets"
    for noted in oddities_of(ctx, OddityKind.EMPTY_LINK):
        yield ctx.finding(noted.span, "This link has no destination", subject=noted.subject, hint=hint)
    for edge in ctx.links.nameless:
        link = edge.link
        if not link.subpath and link.kind in (LinkKind.WIKILINK, LinkKind.EMBED):
            yield ctx.finding(link.span, "This link is empty", subject="empty wikilink", hint=hint)


RULE = Rule("L110", "empty-link", Scope.NOTE, check, Severity.WARNING, about=(Trait.ODDITIES, Trait.NAMELESS))
