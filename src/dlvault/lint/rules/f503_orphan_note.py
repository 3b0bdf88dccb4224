"""A note that no other note links to.

## What it does
Reports notes without an incoming link from another file. Links from pages that dlvault wrote do not count, and such
pages are not reported; neither is the only note of a vault.

## Why it matters
Such a note is found by search alone. Often it was meant to be linked, or its links were lost in a rename.

## Example
`Sourdough.md`, which no note mentions.

## Instead
`See [[Sourdough]].` in a note on bread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.lint.wording import of_file
from dlvault.model.finding import Severity
from dlvault.model.note import NoteKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at who links to a note; one note alone is no orphan."""
    note = ctx.note
    if note.kind is not NoteKind.NOTE or note.is_generated or not ctx.census.has_several_notes:
        return
    if all(edge.source == note.path for edge in ctx.index.incoming.get(note.path, ())):
        hint = "link it from a note where a reader would look for it"
        yield of_file(ctx, note.path, "No other note links to this one", subject=ctx.rule.name, hint=hint)


RULE = Rule("F503", "orphan-note", Scope.NOTE, check, Severity.INFO)
