"""`--format jsonl`: one finding a line, in the rows of `--format json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.report.plain import json_text
from dlvault.report.reporter import Report, Reporter
from dlvault.report.rows import row

if TYPE_CHECKING:
    from collections.abc import Iterator


def render(report: Report) -> Iterator[str]:
    """Write the findings; nothing stands for none."""
    for finding in report.findings:
        yield json_text(row(finding, report)) + "\n"


REPORTER = Reporter("jsonl", render)
