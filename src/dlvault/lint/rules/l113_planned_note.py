"""A note that several notes ask for and nobody has written yet.

## What it does
Reports links to a note that does not exist, when at least two notes name it, no file is spelled much like it or has
it as an alias, and git knows no file of that name. Once per link. Such a link is not L101; a link to a note that was
deleted or renamed always is. Pages that dlvault wrote do not count as asking.

## Why it matters
It is how notes are planned in Obsidian, not a mistake. The list shows which note to write next.

## Example
`[[Fermentation]]` in `Bread.md` and in `Beer.md`, and no `Fermentation.md`.

## Instead
Write the note, or leave the links until you do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import quoted, subject_of
from dlvault.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every link that finds no file; evidence tells planned notes from slips."""
    for edge in ctx.links.broken:
        if ctx.evidence.is_planned(edge):
            yield ctx.finding(
                edge.link.span,
                f"Several notes ask for {quoted(edge.link.target)}, which is not written yet",
                subject=subject_of(edge),
                hint="write it, or leave the link until you do",
            )


RULE = Rule("L113", "planned-note", Scope.NOTE, check, Severity.INFO, about=(Trait.BROKEN,))
