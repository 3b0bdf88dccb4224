"""An entry that leads nowhere.

## What it does
Reports an entry that names neither an address nor a note, when none of its children does.

## Why it matters
Who wants to read it must search for it. (Off by default: a title alone may be all that is known.)

## Example
`- #COURSE Introduction to numerical methods`

## Instead
`- #COURSE [Introduction to numerical methods](https://example.org/numerics)`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.oddity import oddities_of
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import quoted
from dlvault.model.finding import Severity
from dlvault.model.note import OddityKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.entry import Entry
    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every entry with its children."""
    entries = () if ctx.note.is_generated else ctx.note.parsed.entries
    leading = {entry.parent for entry in entries if entry.parent is not None and _leads(entry)}
    for at, entry in enumerate(entries):
        if not _leads(entry) and at not in leading and not _is_of_another_rule(ctx, entry):
            message = f"The entry {quoted(entry.title or '')} names no address and no note"
            yield ctx.finding(entry.span, message, subject=entry.title or "", hint="add an address, here or below it")


def _leads(entry: Entry) -> bool:
    """Whether an entry, or the text of a child that is none, names an address or a note."""
    if entry.url or entry.alternatives or entry.notes or entry.target is not None:
        return True
    return any(mark in comment for comment in entry.comments for mark in ("://", "[[", "]("))


def _is_of_another_rule(ctx: RuleContext, entry: Entry) -> bool:
    start, end = entry.span
    return any(start <= noted.span.start < end for noted in oddities_of(ctx, *_NAMED))


_NAMED = (
    OddityKind.TITLE_WITHOUT_URL,
    OddityKind.EMPTY_LINK,
    OddityKind.UNCLOSED_LINK,
    OddityKind.BLANKS_IN_LINK,
    OddityKind.BLOCK_ID_IN_LINK,
    OddityKind.UNDEFINED_REFERENCE,
)
"""Faults of an address that was meant; R603 and rules about links name them."""


RULE = Rule("R605", "entry-without-url", Scope.NOTE, check, Severity.WARNING, default=False, about=(Trait.ENTRIES,))
