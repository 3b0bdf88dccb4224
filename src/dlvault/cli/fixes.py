"""`lint --fix` and `lint --diff`."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from dlvault.cli.listing import counted
from dlvault.cli.locate import shown_path
from dlvault.fixing import plan_fixes, write_fixes
from dlvault.lint.fix import SAFE, WITH_GUESSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dlvault.cli.console import Console
    from dlvault.cli.linting import LintRun
    from dlvault.fixing import Plan
    from dlvault.model.finding import Finding
    from dlvault.model.note import NotePath

_STYLES = {"+": "ok", "-": "error", "@": "info"}


def _plan(course: LintRun, *, unsafe: bool) -> Plan:
    return plan_fixes(
        course.index,
        course.settings.read,
        lambda index: course.lint(index, course.paths),
        WITH_GUESSES if unsafe else SAFE,
    )


def apply_fixes(course: LintRun, console: Console, *, unsafe: bool) -> tuple[Finding, ...]:
    """Write the notes that fixes change, tell how many, and return what is left to report."""
    plan = _plan(course, unsafe=unsafe)
    refused = write_fixes(plan)
    written = len(plan.after) - len(plan.after.keys() & refused.keys())
    if plan.fixed:
        console.note(f"Applied {counted(plan.fixed, 'fix', 'fixes')} in {counted(written, 'note')}.")
    _tell_refused(course, console, refused)
    course.take(plan.index)
    return plan.findings


def print_diff(course: LintRun, console: Console, *, unsafe: bool) -> int:
    """Print what fixes would change as a unified diff; return the number of notes."""
    plan = _plan(course, unsafe=unsafe)
    for path, data in plan.after.items():
        shown = shown_path(course.index, path, console)
        before = plan.before[path].decode("utf-8").splitlines(keepends=True)
        after = data.decode("utf-8").splitlines(keepends=True)
        for line in difflib.unified_diff(before, after, shown, shown):
            text = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            style = _STYLES.get(text[0])
            console.result(console.style(text.rstrip("\n"), style) + "\n" if style else text)
    _tell_refused(course, console, plan.refused)
    if not plan.after:
        console.note("Nothing to fix.")
    return len(plan.after)


def _tell_refused(course: LintRun, console: Console, refused: Mapping[NotePath, str]) -> None:
    for path, reason in sorted(refused.items()):
        console.complain(f"dlvault: {shown_path(course.index, path, console)} was left alone: {reason}")
