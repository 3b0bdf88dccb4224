"""An entry that is written so that it can be misread.

## What it does
Reports an entry without a bullet of its own, one that is indented so deep that Markdown takes it for the text of the
item above, a title in brackets without an address, and an attribution with a mistyped year or a parenthesis too many.

## Why it matters
dlvault keeps what can be kept of it; Obsidian and other readers show a piece of text.

## Example
`- #BOOK [Pattern recognition (Bishop, C)]`

## Instead
`- #BOOK [Pattern recognition (Bishop 2006)](https://example.org/prml)`

## Fix safety
Unsafe: where the entry belongs is a guess. A bullet is added, the entry is set one level below the item above, or the
parenthesis too many is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.oddity import oddities_of
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.model.finding import Safety, Severity
from dlvault.model.note import OddityKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding
    from dlvault.model.text import Span

_WORDS = {
    OddityKind.BULLET_MISSING: ("This entry has no bullet of its own", "put a bullet before it", "Add a bullet"),
    OddityKind.TOO_DEEP: (
        "This entry is indented too deep: Markdown reads it as text of the item above",
        "indent it by one tab more than the item it belongs to",
        "Indent it one level below the item above",
    ),
    OddityKind.TITLE_WITHOUT_URL: (
        "The title stands in brackets without an address in parentheses behind it",
        "put the address in parentheses straight behind it, or drop the brackets",
        "",
    ),
}
_ATTRIBUTION = {
    "no year": ("The attribution has no year of four digits", "correct the year"),
    "extra parenthesis": ("There is a parenthesis too many behind the attribution", "drop it"),
}


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at what no rule about links and tags names."""
    for noted in oddities_of(ctx, *_WORDS, OddityKind.MISTYPED_ATTRIBUTION):
        if ctx.note.generated_at(noted.span):
            continue
        if noted.kind is OddityKind.MISTYPED_ATTRIBUTION:
            message, hint = _ATTRIBUTION[noted.detail]
            fix = noted.fix("Drop the parenthesis", Safety.UNSAFE)
            yield ctx.finding(noted.span, message, subject=noted.subject, hint=hint, fix=fix)
        elif noted.kind is not OddityKind.BULLET_MISSING or not _is_prose(ctx, noted.span):
            message, hint, title = _WORDS[noted.kind]
            fix = noted.fix(title, Safety.UNSAFE)
            yield ctx.finding(noted.span, message, subject=noted.subject, hint=hint, fix=fix)


def _is_prose(ctx: RuleContext, span: Span) -> bool:
    """Whether a line has nothing of an entry but the tag, as in a text that is wrapped before a tag."""
    entry = ctx.note.parsed.entry_at(span.start)
    return entry is not None and entry.url is None and entry.target is None and entry.attribution is None


RULE = Rule("R603", "malformed-entry", Scope.NOTE, check, Severity.WARNING, about=(Trait.ODDITIES,))
