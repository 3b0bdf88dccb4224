"""A heading that stands twice in a note, and some link points at it.

## What it does
Reports the second of several headings that Obsidian cannot tell apart (case and punctuation do not count), if some
link of the vault names that heading alone. A path of headings such as `[[Note#May#Costs]]` tells them apart and is
no reason.

## Why it matters
The link always opens the first one, whichever was meant.

## Example
`## Costs` below `# May` and below `# June`, and a link `[[Budget#Costs]]`.

## Instead
`[[Budget#June#Costs]]`, or headings of different names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import quoted
from dlvault.model.finding import Severity
from dlvault.model.folding import heading_key
from dlvault.model.note import subpath_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding
    from dlvault.model.note import Heading


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at notes in which a heading stands twice, which are few, and at who links to it."""
    headings = ctx.note.parsed.headings
    keys = [heading_key(heading.text) for heading in headings]
    if len(set(keys)) == len(keys):
        return
    same: dict[str, list[Heading]] = {}
    for key, heading in zip(keys, headings, strict=True):
        same.setdefault(key, []).append(heading)
    several = {key: found for key, found in same.items() if len(found) > 1}
    linked = _linked(ctx)
    for key, (first, second, *others) in several.items():
        if key not in linked:
            continue
        line = ctx.note.parsed.lines.line(first.span.start)
        yield ctx.finding(
            second.span,
            f"The heading {quoted(second.text)} stands {_times(2 + len(others))}; links to it open line {line}",
            subject=key,
            hint="name the heading above it in the link as well, or give it another name",
        )


def _linked(ctx: RuleContext) -> set[str]:
    """Keys of the headings that links name alone."""
    subpaths = {edge.link.subpath for edge in ctx.index.incoming.get(ctx.note.path, ())}
    ways = map(subpath_parts, subpaths)
    return {heading_key(way[0]) for way in ways if len(way) == 1 and way[0][0] != "^"} - {""}


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"  # noqa: PLR2004 - that is what twice means


RULE = Rule("H402", "duplicate-heading", Scope.NOTE, check, Severity.INFO, about=(Trait.HEADINGS,))
