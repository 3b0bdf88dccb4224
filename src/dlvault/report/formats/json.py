"""`--format json`: one document, version 1 (product.md, section 4)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dlvault.report.reporter import Report, Reporter, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def render(report: Report) -> Iterator[str]:
    """Write findings and summary; `path` is the vault path."""
    summary = {level.word: count for level, count in report.counts().items()}
    document = {
        "version": 1,
        "findings": [row(finding) for finding in report.findings],
        "summary": {**summary, "notes": report.notes},
    }
    yield json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def row(finding: Finding) -> dict[str, Any]:
    """One finding as plain values."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.word,
        "message": finding.message,
        "path": finding.path,
        "line": finding.start.line,
        "column": finding.start.column,
        "end_line": None if finding.end is None else finding.end.line,
        "end_column": None if finding.end is None else finding.end.column,
        "fingerprint": fingerprint(finding),
        "fix": None,
    }


REPORTER = Reporter("json", render)
