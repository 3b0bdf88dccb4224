"""A link to a note or file that does not exist.

## What it does
Reports wikilinks, Markdown links, property links and canvas cards for which the vault has no file.

## Why it matters
Clicking such a link in Obsidian offers to create an empty note. Most often a note was renamed or deleted, or
the name is mistyped. An alias never resolves a link, neither here nor in Obsidian.

## Example
`[[Reciepes]]` when the vault has only `Recipes.md`.

## Instead
`[[Recipes]]`, or `[[Recipes|Reciepes]]` to keep the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.lint.wording import no_such, quoted, subject_of
from dlvault.model.folding import fold
from dlvault.model.index import Missing, MissingReason
from dlvault.model.note import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding
    from dlvault.model.index import Edge


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every link but embeds, which have a rule of their own."""
    for edge in ctx.edges():
        match edge.resolution:
            case Missing(reason=reason, path=None) if edge.link.kind is not LinkKind.EMBED:
                message = no_such(edge, reason)
                yield ctx.finding(edge.link.span, message, subject=subject_of(edge), hint=_hint(ctx, edge, reason))


def _hint(ctx: RuleContext, edge: Edge, reason: MissingReason) -> str:
    """Name the note that carries the target as an alias, which is the surest evidence there is."""
    known = ctx.index.aliases.get(fold(edge.link.target), ())
    if len(known) == 1:
        name = known[0].removesuffix(".md")
        return (
            f"{quoted(edge.link.target)} is an alias, and aliases resolve no link: write [[{name}|{edge.link.target}]]"
        )
    if reason is MissingReason.NO_FILE:
        return "add the file to the vault, or correct the link"
    return "create the note, or correct the link"


RULE = Rule("L101", "broken-link", Scope.NOTE, check)
