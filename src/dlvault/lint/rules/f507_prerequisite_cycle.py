"""Notes that require each other.

## What it does
Reports links in the property `requires` that lead round in a circle: each note of the circle requires the next one.

## Why it matters
There is no order in which they could be studied: whatever `dlvault learn` begins with needs another one first.

## Example
`requires: "[[Integrals]]"` in the note Limits, and `requires: "[[Limits]]"` in the note Integrals

## Instead
Drop the link that is least needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.evidence import stem_of
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import quoted
from dlvault.model.prerequisites import is_requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding
    from dlvault.model.note import NotePath


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Follow what the note requires; each note of a circle gets a finding at its first link that leads on in it."""
    if not any(is_requirement(edge.link.property_key) for edge in ctx.index.outgoing.get(ctx.note.path, ())):
        return
    needs, found = ctx.census.circles_from(ctx.note.path)
    if found is not None:
        circle, at = found
        edge = next(edge for edge in needs[ctx.note.path] if edge.target == circle[at + 1])
        yield ctx.finding(
            edge.link.span,
            f"The prerequisites run in a circle: {_shown(circle, at)}",
            subject=edge.target or "",
            hint="drop the link that is least needed",
        )


def _shown(circle: tuple[NotePath, ...], at: int) -> str:
    """The circle from one of its notes on, a long one shortened in the middle."""
    notes = circle[:-1]
    ahead = [notes[(at + step) % len(notes)] for step in range(min(len(notes), _NAMED))]
    names = [stem_of(path) for path in ahead]
    gap = ["..."] if len(notes) > _NAMED else []
    return quoted(" -> ".join([*names, *gap, stem_of(notes[at])]))


_NAMED = 5

RULE = Rule("F507", "prerequisite-cycle", Scope.NOTE, check, about=(Trait.PROPERTY_LINKS,))
