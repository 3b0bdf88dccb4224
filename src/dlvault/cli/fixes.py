"""`lint --fix` and `lint --diff`."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from dlvault.cli.files import shown_path
from dlvault.cli.listing import counted
from dlvault.fixing import plan_fixes, write_fixes
from dlvault.lint.fix import SAFE, WITH_GUESSES
from dlvault.load.open import open_index

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
    unwritten = plan.after.keys() & refused.keys()
    written = len(plan.after) - len(unwritten)
    if written:
        fixed = f"Applied {counted(plan.fixed, 'fix', 'fixes')} in" if not unwritten else "Fixed"
        console.note(f"{fixed} {counted(written, 'note')}.")
    _tell_refused(course, console, refused)
    if unwritten:  # what is reported must be what stands in the files
        course.take(open_index(course.index.root, course.settings.read))
        return course.findings()
    course.take(plan.index)
    return plan.findings


def print_diff(course: LintRun, console: Console, *, unsafe: bool) -> int:
    """Print what fixes would change as a unified diff; return the number of notes."""
    plan = _plan(course, unsafe=unsafe)
    for path, data in plan.after.items():
        shown = shown_path(course.index.root, path, console)
        shown += "\t" if " " in shown else ""  # as git does: without it patch takes the first word for the name
        before, after = _lines(plan.before[path]), _lines(data)
        for line in difflib.unified_diff(before, after, shown, shown):
            text = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            style = _STYLES.get(text[0])
            console.result(console.style(text.rstrip("\n"), style) + "\n" if style else text)
    _tell_refused(course, console, plan.refused)
    if not plan.after:
        console.note("Nothing to fix.")
    return len(plan.after)


def _lines(data: bytes) -> list[str]:
    """Lines with their ends, as programs that apply a diff count them: only a line feed ends one."""
    return re.findall(r"[^\n]*\n|[^\n]+", data.decode("utf-8"))


def _tell_refused(course: LintRun, console: Console, refused: Mapping[NotePath, str]) -> None:
    for path, reason in sorted(refused.items()):
        console.complain(f"dlvault: {shown_path(course.index.root, path, console)} was left alone: {reason}")
