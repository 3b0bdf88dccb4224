"""Sentences that the formats for people share: the summary, and what to do about a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.model.finding import Safety, Severity
from dlvault.report.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dlvault.model.finding import Finding
    from dlvault.report.reporter import Report

_HOW = {Safety.SAFE: " (fixable with --fix)", Safety.UNSAFE: " (--unsafe-fixes)", Safety.SHOW: ""}


def summary(report: Report, style: Callable[[str, str], str]) -> str:
    """Count the findings, those that are not printed too, the notes they are in, and what `--fix` would mend."""
    counts = {level: count for level, count in report.counts().items() if count}
    notes = f"{report.notes} note{'' if report.notes == 1 else 's'}"
    if not counts:
        return f"{style('No findings', 'ok')} in {notes}."
    words = ", ".join(
        style(f"{count} {level.word}{'' if count == 1 or level is Severity.INFO else 's'}", level.word)
        for level, count in counts.items()
    )
    fixable = f"; {report.tally.fixable} fixable with --fix" if report.tally.fixable else ""
    return f"{words} in {report.tally.affected} of {notes}{fixable}."


def advice(finding: Finding) -> Iterator[str]:
    """Say what to do, the hint of a finding or the title of its fix, and how to have it done."""
    words = finding.hint or ("" if finding.fix is None else finding.fix.title)
    if words:
        yield plain(words) + ("" if finding.fix is None else _HOW[finding.fix.safety])


def unstyled(text: str, _style: str) -> str:
    """Leave a text as it is, where there are no colours."""
    return text
