"""`--format gitlab`: a Code Quality report, which GitLab compares between branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.model.finding import Severity
from dlvault.report.places import slashed
from dlvault.report.plain import encodable, json_text, plain
from dlvault.report.reporter import Report, Reporter, distinct_fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> Iterator[str]:
    """Write one list; GitLab tells findings apart by their fingerprints alone."""
    document = [
        {
            "description": f"{finding.code} {plain(finding.message)}",
            "check_name": finding.name,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": encodable(slashed(report.shown(finding.path))),
                "lines": {"begin": finding.start.line},
            },
        }
        for finding, fingerprint in zip(report.findings, distinct_fingerprints(report.findings), strict=True)
    ]
    yield json_text(document, indent=2) + "\n"


REPORTER = Reporter("gitlab", render)
