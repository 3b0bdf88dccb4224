"""A note without a word.

## What it does
Reports notes that hold no text and no link; properties alone are no text. Notes that cannot be read or have invalid
properties have a rule of their own.

## Why it matters
Clicking a link to a note that does not exist creates an empty one, and the link then counts as healthy.

## Example
`Fermentation.md` with no byte in it.

## Instead
A sentence on fermentation, or no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.lint.wording import of_file
from dlvault.model.finding import Severity
from dlvault.model.note import NoteKind, PropertiesState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Count words and links; a note is never opened here."""
    note, parsed = ctx.note, ctx.note.parsed
    can_judge = note.kind is NoteKind.NOTE and note.readable and parsed.state is not PropertiesState.INVALID
    if can_judge and not parsed.words and not parsed.links:
        hint = "write it or delete it; without the file, links to it show that it is missing"
        yield of_file(ctx, note.path, "The note is empty", subject=ctx.rule.name, hint=hint)


RULE = Rule("F505", "empty-note", Scope.NOTE, check, Severity.INFO)
