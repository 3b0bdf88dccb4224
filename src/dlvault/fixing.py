"""Apply fixes until nothing changes: first in memory, then each note once and whole."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dlvault.lint.fix import choose, edits_by_note
from dlvault.load.open import open_index
from dlvault.vault.atomic import replace_bytes
from dlvault.vault.edits import apply_to_bytes
from dlvault.vault.source import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from dlvault.model.finding import Finding, Safety
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import NotePath
    from dlvault.options import ReadOptions

MAX_PASSES = 10
"""One fix may make room for another; more than a few rounds mean that two fixes undo each other."""
_CHANGED = "it has changed since it was read"
_READ_ONLY = "it is read-only"


@dataclass(frozen=True, slots=True)
class Plan:
    """What fixing would do: the old and the new bytes of each note, and what is left to report.

    `fixed` counts the fixes; `refused` says of notes why they are left alone.
    """

    before: Mapping[NotePath, bytes]
    after: Mapping[NotePath, bytes]
    findings: tuple[Finding, ...]
    index: VaultIndex
    fixed: int
    refused: Mapping[NotePath, str]


def plan_fixes(
    index: VaultIndex,
    options: ReadOptions,
    lint: Callable[[VaultIndex], tuple[Finding, ...]],
    allowed: Collection[Safety],
) -> Plan:
    """Apply fixes in memory until no finding has one any more; nothing is written."""
    before: dict[NotePath, bytes] = {}
    after: dict[NotePath, bytes] = {}
    refused: dict[NotePath, str] = {}
    fixed = 0
    findings = lint(index)
    for _ in range(MAX_PASSES):
        fixes = [fix for fix in choose(findings, allowed) if not any(edit.path in refused for edit in fix.edits)]
        for path in edits_by_note(fixes):
            if path not in before:
                _read(index, path, before, refused)
        fixes = [fix for fix in fixes if not any(edit.path in refused for edit in fix.edits)]
        if not fixes:
            break
        for path, edits in edits_by_note(fixes).items():
            after[path] = apply_to_bytes(after.get(path, before[path]), edits)
        fixed += len(fixes)
        index = open_index(index.root, options, overlay=after, known=index)
        findings = lint(index)
    changed = {path: data for path, data in after.items() if data != before[path]}
    return Plan({path: before[path] for path in changed}, changed, findings, index, fixed, refused)


def _read(index: VaultIndex, path: NotePath, before: dict[NotePath, bytes], refused: dict[NotePath, str]) -> None:
    try:
        data = (index.root / path).read_bytes()
        read_only = _is_read_only(index.root / path)
    except OSError as error:
        refused[path] = f"it cannot be read: {error.strerror}"
        return
    if digest_of(data) != index.notes[path].digest:
        refused[path] = _CHANGED
    elif read_only:
        refused[path] = _READ_ONLY
    else:
        before[path] = data


def _is_read_only(file: Path) -> bool:
    """Whether nobody may write a file. A new one could still take its place, but its owner does not want that."""
    return not file.stat().st_mode & 0o222 or not os.access(file, os.W_OK)


def write_fixes(plan: Plan) -> dict[NotePath, str]:
    """Write the notes of a plan, each atomically and through a symbolic link into its file.

    Returns the notes that were left alone, and why: a note that changed meanwhile is not written.
    """
    refused = dict(plan.refused)
    for path, data in plan.after.items():
        try:
            real = (plan.index.root / path).resolve()
            if real.read_bytes() != plan.before[path]:
                refused[path] = _CHANGED
            elif _is_read_only(real):
                refused[path] = _READ_ONLY
            else:
                replace_bytes(real, data)
        except OSError as error:
            refused[path] = f"it cannot be written: {error.strerror}"
    return refused
