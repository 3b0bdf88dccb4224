"""One resource twice in a note.

## What it does
Reports entries of one note that name the same resource: one arXiv number as `abs` and `pdf`, one repository with and
without `.git`, one video under two addresses. It speaks once for each resource, and names every place.

## Why it matters
What is noted at one place is missed at the other. (In several notes a resource may well stand:
`dlvault resources --duplicates` lists those.)

## Example
`https://arxiv.org/abs/1706.03762` and, further down, `https://arxiv.org/pdf/1706.03762v5`

## Instead
One entry with both remarks.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import one_of
from dlvault.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding
    from dlvault.resources.library import Place


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at the entries of a note by what they name; those that point to a note are ways to it and may repeat."""
    if len(ctx.note.parsed.entries) < 2 or ctx.note.is_generated:  # noqa: PLR2004 - one alone repeats nothing
        return
    identities = [identity for identity, pointer in ctx.census.keys_of(ctx.note) if not pointer]
    if len(set(identities)) == len(identities):
        return
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for place in ctx.census.places_of(ctx.note):
        if not place.pointer:
            found[place.identity].append(place)
    for identity, places in found.items():
        if len(places) > 1:
            lines = [str(place.line) for place in places]
            yield ctx.finding(
                places[1].entry.span,
                f"This note names {identity} in lines {one_of(lines).replace(' or ', ' and ')}",
                subject=identity,
                hint="keep one entry, with the remarks of all",
            )


RULE = Rule("R601", "repeated-resource", Scope.NOTE, check, Severity.WARNING, about=(Trait.ENTRIES,))
