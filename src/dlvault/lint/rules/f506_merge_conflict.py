"""A conflict that a merge has left.

## What it does
Reports the marks `<<<<<<<`, `=======` and `>>>>>>>` that git writes into a file it could not merge, unless they stand
in a code block.

## Why it matters
Two versions of the text stand in the note, and links in both are read.

## Example
A line `<<<<<<< HEAD`

## Instead
Keep one version and delete the three lines with marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.oddity import oddities_of
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.model.note import OddityKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at conflict marks in their order."""
    for noted in oddities_of(ctx, OddityKind.MERGE_CONFLICT):
        hint = "keep one of the two versions and delete the marks"
        yield ctx.finding(noted.span, "A merge has left a conflict here", subject=noted.subject, hint=hint)


RULE = Rule("F506", "merge-conflict", Scope.NOTE, check, about=(Trait.ODDITIES,))
