"""Entries of one resource that contradict each other.

## What it does
Reports an entry whose title, year or type differs from that of another entry of the same resource. Case, punctuation
and a subtitle make no difference, and what an entry does not say contradicts nothing.

## Why it matters
One of them is wrong, or the two are different works under one address.

## Example
`Deep double descent (Nakkiran 2019)` in one note and `(Nakkiran 2020)` in another, both for `arxiv:1912.02292`

## Instead
One title and one year in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import quoted
from dlvault.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Compare the places of the note with the first place of each resource that states the same sort of thing."""
    for resource, (fact, place, value, first, other) in ctx.census.disagreements_in(ctx.note.path):
        where = f"line {first.line}" if first.note == place.note else f"{first.note}:{first.line}"
        message = f"This entry says {_said(fact, value)} of {resource}, {where} says {_said(fact, other)}"
        yield ctx.finding(place.entry.span, message, subject=f"{resource} {fact} {value}", hint=_HINT)


def _said(fact: str, value: str) -> str:
    return quoted(value) if fact == "title" else f"the {fact} {value}"


_HINT = "correct the one that is wrong"

RULE = Rule("R602", "resource-disagreement", Scope.NOTE, check, Severity.INFO, about=(Trait.ENTRIES,))
