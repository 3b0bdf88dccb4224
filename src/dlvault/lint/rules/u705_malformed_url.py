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
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.model.finding import Safety, Severity
from dlvault.model.late import late
from dlvault.model.note import LinkKind, OddityKind, lacks_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding
    from dlvault.model.text import Span

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
    found = [noted for noted in oddities_of(ctx, *_WORDS) if not ctx.note.generated_at(noted.span)]
    leading = _addresses(ctx) if any(noted.kind is OddityKind.MISSING_SCHEME for noted in found) else frozenset()
    for noted in found:
        if noted.kind is OddityKind.MISSING_SCHEME and (noted.span not in leading or not _has_host(noted.detail)):
            continue
        message, hint, title = _WORDS[noted.kind]
        # An entry has both addresses as it is, and would lose one to a remark.
        pair = noted.kind is OddityKind.TWO_URLS and ctx.note.parsed.entry_at(noted.span.start) is not None
        spared = pair or ctx.in_heading(noted.span)
        fix = None if spared else noted.fix(title, Safety.UNSAFE)
        yield ctx.finding(noted.span, message, subject=noted.subject, hint=hint, fix=fix)
    for edge in ctx.links.broken:
        if edge.link.kind is LinkKind.REFERENCE and edge.target is None and lacks_scheme(edge.link):
            message, hint, _ = _WORDS[OddityKind.MISSING_SCHEME]
            subject = f"{OddityKind.MISSING_SCHEME.value} {edge.link.target}"
            yield ctx.finding(edge.link.span, message, subject=subject, hint=hint)


def _addresses(ctx: RuleContext) -> frozenset[Span]:
    """Places of links that lead to no file and do not stand in the text of another link."""
    found = set()
    reach = -1
    for edge in ctx.links.all:
        span = edge.link.span
        if span.end > reach and edge.target is None and edge.link.property_key is None:
            found.add(span)
        reach = max(reach, span.end)
    return frozenset(found)


def _has_host(text: str) -> bool:
    """Whether there is more than a word behind `www.`; in brackets whatever is meant as a destination will do."""
    return text.startswith(("[", "![")) or _HOST.match(text) is not None


_HOST = late(r"www\.[^\W_][\w-]*\.\w", re.IGNORECASE)


RULE = Rule("U705", "malformed-url", Scope.NOTE, check, Severity.WARNING, about=(Trait.ODDITIES, Trait.BROKEN))
