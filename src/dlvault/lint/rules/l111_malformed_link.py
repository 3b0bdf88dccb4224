"""A link that almost is one.

## What it does
Reports links that are not closed, stand inside one another, have a bracket too many, blanks in their destination, or a
block id before the closing parenthesis.

## Why it matters
Obsidian shows the text as it stands; the link that was meant is lost.

## Example
`[Adam](My Note.md)`

## Instead
`[Adam](My%20Note.md)`

## Fix safety
Unsafe: where the link was meant to end is a guess.
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

_WORDS = {
    OddityKind.UNCLOSED_LINK: ("This link is not closed", "close it", "Close the link"),
    OddityKind.NESTED_LINK: ("A link stands inside another link", "keep one of the two", ""),
    OddityKind.STRAY_BRACKET: ("There is a bracket too many behind the link", "drop it", "Drop the bracket"),
    OddityKind.BLANKS_IN_LINK: (
        "The destination has blanks, so this is no link",
        "write %20 for a blank, or put the destination in angle brackets",
        "Write %20 for each blank",
    ),
    OddityKind.BLOCK_ID_IN_LINK: (
        "The block id stands inside the link",
        "put it behind the closing parenthesis",
        "Move the block id behind the link",
    ),
}


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at what the reader could not take as the link it was meant to be."""
    for noted in oddities_of(ctx, *_WORDS):
        message, hint, title = _WORDS[noted.kind]
        fix = noted.fix(title, Safety.UNSAFE)
        yield ctx.finding(noted.span, message, subject=noted.subject, hint=hint, fix=fix)


RULE = Rule("L111", "malformed-link", Scope.NOTE, check, Severity.WARNING, about=(Trait.ODDITIES,))
