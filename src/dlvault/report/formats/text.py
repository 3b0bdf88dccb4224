"""`--format text`: findings like a compiler's, with the source line and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.model.finding import Severity
from dlvault.report.excerpt import excerpt, near
from dlvault.report.reporter import Report, Reporter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding

_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def render(report: Report) -> Iterator[str]:
    """Write each finding with its line, then one line that counts them."""
    for finding in report.findings:
        yield from _finding(finding, report)
        yield "\n"
    if not report.quiet:
        yield _summary(report) + "\n"


def _finding(finding: Finding, report: Report) -> Iterator[str]:
    place = f"{_plain(report.shown(finding.path))}:{finding.start.line}:{finding.start.column}"
    code = report.style(finding.code, finding.severity.word)
    yield f"{report.style(place, 'strong')} {code} {_plain(finding.message)}\n"
    lines = report.lines(finding.path) if finding.end is not None or finding.start != (1, 1) else ()
    gutter = len(str(finding.start.line))
    if finding.start.line <= len(lines):
        line = lines[finding.start.line - 1]
        start = finding.start.column - 1
        end = start + 1
        if finding.end is not None:
            end = finding.end.column - 1 if finding.end.line == finding.start.line else len(line)
        width = max(1, report.width - gutter - 3)
        line, start, end = near(line, start, end, width)
        text, carets = excerpt(_blanked(line), start, end, width)
        bar = report.style("|", "quiet")
        yield f"{report.style(str(finding.start.line), 'quiet')} {bar} {text}\n"
        yield f"{' ' * gutter} {bar} {report.style(carets, finding.severity.word)}\n"
    if finding.hint:
        yield f"{' ' * gutter} {report.style('help:', 'info')} {_plain(finding.hint)}\n"


def _plain(text: str) -> str:
    """Show control characters as codes."""
    return _CONTROL.sub(lambda match: f"\\x{ord(match.group()):02x}", text)


def _blanked(line: str) -> str:
    """Replace control characters one for one, so that columns stay true."""
    return _CONTROL.sub("\ufffd", line)


def _summary(report: Report) -> str:
    counts = {level: count for level, count in report.counts().items() if count}
    notes = f"{report.notes} note{'' if report.notes == 1 else 's'}"
    if not counts:
        return f"{report.style('No findings', 'ok')} in {notes}."
    words = ", ".join(
        report.style(f"{count} {level.word}{'' if count == 1 or level is Severity.INFO else 's'}", level.word)
        for level, count in counts.items()
    )
    affected = len({finding.path for finding in report.findings})
    return f"{words} in {affected} of {notes}."


REPORTER = Reporter("text", render)
