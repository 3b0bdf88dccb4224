"""`lint --since REV --format md`: the report of a change, for a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.files import shown_path
from dlvault.lint.compare import fixed_findings, new_findings
from dlvault.lint.selection import fitting
from dlvault.report.change import LEADS_NOWHERE, Change, render
from dlvault.vault.isolation import isolation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dlvault.cli.console import Console
    from dlvault.cli.linting import Comparison, LintRun
    from dlvault.model.finding import Finding, Severity
    from dlvault.model.note import NotePath


def print_change(
    course: LintRun, console: Console, revision: str, known: Path | None, *, least: Severity
) -> tuple[Finding, ...]:
    """Print what changed since a revision, and return the findings that `lint --since` reports.

    Raises:
        DlvaultError: no repository, no such revision, or a baseline that is none.
    """
    comparison = course.compare(revision)
    now = course.lint(course.index)
    renames = comparison.changes.renames
    new = course.without_known(new_findings(comparison.then, now, renames), known)
    named = () if course.paths is None else course.without_known(course.findings(), known)
    rest = tuple(finding for finding in named if finding not in new)
    change = Change(
        revision,
        new,
        _really_fixed(fixed_findings(comparison.then, now, renames), now, renames),
        _new_orphans(course, comparison),
        rest,
        {**dict.fromkeys(comparison.changes.deleted), **renames},
        lambda path: shown_path(course.index.root, path, console),
        least,
        console.quiet,
    )
    for text in render(change):
        console.result(text)
    return (*new, *rest)


def _really_fixed(
    fixed: Iterable[Finding], now: Iterable[Finding], renames: Mapping[NotePath, NotePath]
) -> tuple[Finding, ...]:
    """Leave out links that still find nothing and of which another rule speaks now."""
    nowhere = {(finding.path, finding.subject) for finding in now if finding.code in LEADS_NOWHERE}
    return tuple(
        finding
        for finding in fixed
        if finding.code not in LEADS_NOWHERE
        or (renames.get(finding.path, finding.path), finding.subject) not in nowhere
    )


def _new_orphans(course: LintRun, comparison: Comparison) -> tuple[NotePath, ...]:
    """Notes to which nothing links, but for those that were so before and those that are not linted."""
    index, renames = course.index, comparison.changes.renames
    before = {renames.get(path, path) for path in isolation(comparison.index).orphans}
    left_out = before | index.excluded | index.templates | fitting(index.notes, course.options.exclude)
    return tuple(
        path for path in isolation(index).orphans if path not in left_out and not index.notes[path].is_generated
    )
