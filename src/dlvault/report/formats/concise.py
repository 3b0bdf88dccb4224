"""`--format concise`: one line for each finding, as editors and grep read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.report.places import place
from dlvault.report.plain import plain
from dlvault.report.reporter import Report, Reporter
from dlvault.report.wording import summary

if TYPE_CHECKING:
    from collections.abc import Iterator


def render(report: Report) -> Iterator[str]:
    """Write `path:line:column: CODE message` for each, then one line that counts them."""
    for finding in report.printed():
        code = report.style(finding.code, finding.severity.word)
        yield f"{report.style(place(finding, report), 'strong')}: {code} {plain(finding.message)}\n"
    if not report.quiet:
        yield summary(report, report.style) + "\n"


REPORTER = Reporter("concise", render)
