"""A heading that skips a level.

## What it does
Reports a heading more than one level below the heading before it. The first heading of a note may have any level,
for the name of the note is its title.

## Why it matters
Outlines, folding and heading paths such as `[[Note#A#B]]` follow the levels; a gap reads like a heading that was
lost.

## Example
`# Bread`, then `### Crust`

## Instead
`# Bread`, then `## Crust`
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import quoted
from dlvault.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Compare each heading with the one before it."""
    for before, heading in pairwise(ctx.note.parsed.headings):
        if heading.level > before.level + 1:
            yield ctx.finding(
                heading.span,
                f"The heading {quoted(heading.text)} skips from level {before.level} to {heading.level}",
                subject=heading.text,
                hint=f"write it with {before.level + 1} hashes, or add the heading between",
            )


RULE = Rule("H401", "heading-jump", Scope.NOTE, check, Severity.INFO, about=(Trait.HEADINGS,))
