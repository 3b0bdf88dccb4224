"""`--format json`: one document, version 1 (product.md, section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.report.plain import json_text
from dlvault.report.reporter import Report, Reporter
from dlvault.report.rows import row

if TYPE_CHECKING:
    from collections.abc import Iterator


def render(report: Report) -> Iterator[str]:
    """Write findings and summary; `path` is the vault path."""
    summary = {level.word: count for level, count in report.counts().items()}
    document = {
        "version": 1,
        "findings": [row(finding, report) for finding in report.findings],
        "summary": {**summary, "notes": report.notes},
    }
    yield json_text(document, indent=2) + "\n"


REPORTER = Reporter("json", render)
