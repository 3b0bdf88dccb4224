"""A tag that is nearly the type of an entry.

## What it does
Reports a tag in capitals at the start of a list item that is no type but is spelled much like one.

## Why it matters
The item is not read as an entry, so the library does not know of it.

## Example
`- #PAPRE [Adam (Kingma 2014)](https://arxiv.org/abs/1412.6980)`

## Instead
`- #PAPER [Adam (Kingma 2014)](https://arxiv.org/abs/1412.6980)`

## Options
`types`: the tags that make a list item an entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.near import NearKeys
from dlvault.lint.oddity import oddities_of
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.model.finding import Severity
from dlvault.model.note import OddityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at the tags in capitals at the start of list items, but for those that dlvault wrote."""
    for noted in oddities_of(ctx, OddityKind.UNKNOWN_TYPE):
        meant = None if ctx.note.generated_at(noted.span) else _meant(noted.detail.lower(), ctx.options.types)
        if meant is not None:
            yield ctx.finding(
                noted.span,
                f"#{noted.detail} is no type of an entry",
                subject=noted.detail,
                hint=f"did you mean #{meant}? If it is a type of yours, add it to the setting types",
            )


def _meant(name: str, types: Iterable[str]) -> str | None:
    """The type that a name is one slip away from, a long one two."""
    near = NearKeys(kind.lower() for kind in types).find(name)
    return next((kind.upper() for distance, kind in near if _is_slip(name, kind, distance)), None)


def _is_slip(name: str, kind: str, distance: int) -> bool:
    """Whether a name is a type written wrong; `NODE`, `TASK`, `SOURCE` and `MODULE` are words of their own."""
    if name[0] != kind[0] or not 1 <= distance <= (2 if len(kind) >= _LONG else 1):
        return False
    return len(name) > _SHORT or len(name) != len(kind) or sorted(name) == sorted(kind)


_SHORT = 4
"""In a word of so many letters another letter makes another word; swapped ones do not."""
_LONG = 8

RULE = Rule("T202", "unknown-type", Scope.NOTE, check, Severity.INFO, about=(Trait.ODDITIES,))
