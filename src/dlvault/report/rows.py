"""A finding as plain values, the same in every machine form of ours (product.md, section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dlvault.report.reporter import fingerprint

if TYPE_CHECKING:
    from dlvault.model.finding import Edit, Finding, Fix
    from dlvault.report.reporter import Report


def row(finding: Finding, report: Report) -> dict[str, Any]:
    """One finding; `path` is the vault path."""
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
        "fix": None if finding.fix is None else _fix(finding.fix, report),
    }


def _fix(fix: Fix, report: Report) -> dict[str, Any]:
    return {
        "title": fix.title,
        "safety": fix.safety.value,
        "edits": [_edit(edit, report) for edit in fix.edits],
    }


def _edit(edit: Edit, report: Report) -> dict[str, Any]:
    start, end = (report.position(edit.path, offset) for offset in edit.span)
    return {
        "path": edit.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "text": edit.text,
    }
