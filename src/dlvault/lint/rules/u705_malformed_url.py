"""A web address that is written wrong.

## What it does
Reports blanks between an address and the parentheses of its link, addresses that begin with `www.` instead of
`http://`, and two addresses in one link.

## Why it matters
Obsidian shows `www.example.org` as plain text or looks for a note of that name, and opens neither of two addresses.

## Example
`[Slides](www.example.org/slides)`

## Instead
`[Slides](http://www.example.org/slides)`

## Fix safety
Unsafe: which scheme, and which of two addresses, is a guess.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.lint.oddity import oddities_of
from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.model.finding import Safety, Severity
from dlvault.model.note import LinkKind, OddityKind, lacks_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.lint.oddity import Noted
    from dlvault.model.finding import Finding

_WORDS = {
    OddityKind.BLANKS_IN_URL: ("There are blanks around the address of this link", "drop them", "Drop the blanks"),
    OddityKind.MISSING_SCHEME: ("This address has no scheme", "write http:// or https:// before it", "Write http://"),
    OddityKind.TWO_URLS: (
        "There are two addresses in one link, so neither opens",
        "put each into a link of its own",
        "Take the second address out of the link",
    ),
}


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at addresses that the reader could not take as they stand."""
    for noted in oddities_of(ctx, *_WORDS):
        if noted.kind is OddityKind.MISSING_SCHEME and not _is_address(ctx, noted):
            continue
        message, hint, title = _WORDS[noted.kind]
        fix = None if ctx.in_heading(noted.span) else noted.fix(title, Safety.UNSAFE)
        yield ctx.finding(noted.span, message, subject=noted.subject, hint=hint, fix=fix)
    for edge in ctx.edges():
        if edge.link.kind is LinkKind.REFERENCE and edge.target is None and lacks_scheme(edge.link):
            message, hint, _ = _WORDS[OddityKind.MISSING_SCHEME]
            subject = f"{OddityKind.MISSING_SCHEME.value} {edge.link.target}"
            yield ctx.finding(edge.link.span, message, subject=subject, hint=hint)


def _is_address(ctx: RuleContext, noted: Noted) -> bool:
    """Whether a link without scheme leads to the web: to no file, from no text of another link, and with a host."""
    span = noted.span
    own = False
    for edge in ctx.edges():
        start, end = edge.link.span
        if (start, end) == span:
            own = edge.target is None
        elif start <= span.start and span.end <= end:
            return False
    return own and (noted.detail.startswith(("[", "![")) or _HOST.match(noted.detail) is not None)


_HOST = re.compile(r"www\.[^\W_][\w-]*\.\w", re.IGNORECASE)
"""What is more than a word behind `www.`."""


RULE = Rule("U705", "malformed-url", Scope.NOTE, check, Severity.WARNING)
