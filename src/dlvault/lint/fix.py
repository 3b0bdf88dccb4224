"""Choose the fixes that can be applied together."""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise
from typing import TYPE_CHECKING

from dlvault.model.finding import Safety

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from dlvault.model.finding import Edit, Finding, Fix
    from dlvault.model.note import NotePath
    from dlvault.model.text import Span

SAFE = frozenset((Safety.SAFE,))
WITH_GUESSES = frozenset((Safety.SAFE, Safety.UNSAFE))


def choose(findings: Iterable[Finding], allowed: Collection[Safety]) -> tuple[Fix, ...]:
    """Take the fixes of the allowed kinds that touch different text, the earlier place first.

    The result does not depend on the order of the findings. What is left out shows up again when the notes are
    read anew.
    """
    chosen: list[Fix] = []
    taken: dict[NotePath, list[Span]] = {}
    for fix in sorted({finding.fix for finding in findings if finding.fix is not None}, key=_order):
        if (
            fix.safety in allowed
            and fix.edits
            and not _overlaps_itself(fix)
            and not any(_meets(edit.span, taken.get(edit.path, ())) for edit in fix.edits)
        ):
            chosen.append(fix)
            for edit in fix.edits:
                insort(taken.setdefault(edit.path, []), edit.span)
    return tuple(chosen)


def edits_by_note(fixes: Iterable[Fix]) -> dict[NotePath, tuple[Edit, ...]]:
    """All edits of some fixes, by note and place."""
    edits: dict[NotePath, set[Edit]] = {}
    for fix in fixes:
        for edit in fix.edits:
            edits.setdefault(edit.path, set()).add(edit)
    return {path: tuple(sorted(edits[path])) for path in sorted(edits)}


def _order(fix: Fix) -> tuple[tuple[Edit, ...], str, str]:
    return fix.edits, fix.safety.value, fix.title


def _overlaps_itself(fix: Fix) -> bool:
    """Whether a fix would change the same text twice, which no rule should offer."""
    pairs = pairwise(sorted(set(fix.edits)))
    return any(
        one.path == other.path and other.span.start < max(one.span.end, one.span.start + 1) for one, other in pairs
    )


def _meets(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span touches or adjoins one that is taken, so that two edits could change each other's meaning."""
    at = bisect_right(taken, span)  # those taken are sorted and apart: only the neighbours can be near
    return any(span.start <= other.end and other.start <= span.end for other in taken[max(0, at - 1) : at + 1])
