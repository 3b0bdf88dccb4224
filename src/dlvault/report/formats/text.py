"""`--format text`: findings like a compiler's, with the source line and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.report.excerpt import excerpt, near
from dlvault.report.places import place
from dlvault.report.plain import blanked, plain
from dlvault.report.reporter import Report, Reporter
from dlvault.report.wording import advice, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def render(report: Report) -> Iterator[str]:
    """Write each finding with its line, then one line that counts them."""
    for finding in report.printed():
        yield from _finding(finding, report)
        yield "\n"
    if not report.quiet:
        yield summary(report, report.style) + "\n"


def _finding(finding: Finding, report: Report) -> Iterator[str]:
    code = report.style(finding.code, finding.severity.word)
    yield f"{report.style(place(finding, report), 'strong')} {code} {plain(finding.message)}\n"
    line = report.line(finding) if finding.end is not None or finding.start != (1, 1) else None
    gutter = len(str(finding.start.line))
    if line is not None:
        start = finding.start.column - 1
        end = start + 1
        if finding.end is not None:
            end = finding.end.column - 1 if finding.end.line == finding.start.line else len(line)
        width = max(1, report.width - gutter - 3)
        line, start, end = near(line, start, end, width)
        text, carets = excerpt(blanked(line), start, end, width)
        bar = report.style("|", "quiet")
        yield f"{report.style(str(finding.start.line), 'quiet')} {bar} {text}\n"
        yield f"{' ' * gutter} {bar} {report.style(carets, finding.severity.word)}\n"
    for line in advice(finding):
        yield f"{' ' * gutter} {report.style('help:', 'info')} {line}\n"


REPORTER = Reporter("text", render)
