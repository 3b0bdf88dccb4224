"""What a change broke and what it mended: the findings of two states of one vault against each other."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dlvault.model.finding import Finding
    from dlvault.model.note import NotePath

_Key: TypeAlias = tuple[str, str, str]
_SAME_FAULT = {"L113": "L101"}
"""A planned note that one note less speaks of becomes a broken link: another name, and nothing that broke."""


def new_findings(
    then: Sequence[Finding], now: Sequence[Finding], renames: Mapping[NotePath, NotePath] | None = None
) -> tuple[Finding, ...]:
    """Findings of now that were not there then.

    A finding is known again by its rule, its note and its subject, never by its place; `renames` gives the present
    path of notes that had another one. What stands in a note more often than then is new as often as it was added:
    the last ones are named.
    """
    before = Counter(_keys(then, renames or {}))
    return tuple(finding for finding, key in zip(now, _keys(now, {}), strict=True) if _beyond(before, key))


def fixed_findings(
    then: Sequence[Finding], now: Sequence[Finding], renames: Mapping[NotePath, NotePath] | None = None
) -> tuple[Finding, ...]:
    """Findings of then that are gone, with the paths and places they had; those of a deleted note are among them."""
    after = Counter(_keys(now, {}))
    return tuple(finding for finding, key in zip(then, _keys(then, renames or {}), strict=True) if _beyond(after, key))


def _beyond(others: Counter[_Key], key: _Key) -> bool:
    """Count a finding off against an equal one of the other side; true when none is left."""
    others[key] -= 1
    return others[key] < 0


def _keys(findings: Iterable[Finding], renames: Mapping[NotePath, NotePath]) -> Iterator[_Key]:
    for finding in findings:
        # A rule on files names one as its subject, which then moves along.
        subject = renames.get(finding.subject, finding.subject)  # type: ignore[call-overload]
        yield _SAME_FAULT.get(finding.code, finding.code), renames.get(finding.path, finding.path), subject
