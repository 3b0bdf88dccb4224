"""Choose the fixes that can be applied together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.model.finding import Safety

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from dlvault.model.finding import Edit, Finding, Fix
    from dlvault.model.note import NotePath

SAFE = frozenset((Safety.SAFE,))
WITH_GUESSES = frozenset((Safety.SAFE, Safety.UNSAFE))


def choose(findings: Iterable[Finding], allowed: Collection[Safety]) -> tuple[Fix, ...]:
    """Take the fixes of the allowed kinds that touch different text, the earlier place first.

    The result does not depend on the order of the findings. What is left out shows up again when the notes are
    read anew.
    """
    chosen: list[Fix] = []
    taken: dict[NotePath, list[Edit]] = {}
    for fix in sorted({finding.fix for finding in findings if finding.fix is not None}, key=_order):
        if (
            fix.safety in allowed
            and fix.edits
            and not any(_meets(edit, taken.get(edit.path, ())) for edit in fix.edits)
        ):
            chosen.append(fix)
            for edit in fix.edits:
                taken.setdefault(edit.path, []).append(edit)
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


def _meets(edit: Edit, others: Collection[Edit]) -> bool:
    """Whether an edit touches or adjoins another, so that the two could change each other's meaning."""
    return any(edit.span.start <= other.span.end and other.span.start <= edit.span.end for other in others)
