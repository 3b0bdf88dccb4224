"""`--format github`: workflow commands, which GitHub Actions shows beside the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.model.finding import Severity
from dlvault.report.places import slashed
from dlvault.report.plain import plain
from dlvault.report.reporter import Report, Reporter
from dlvault.report.wording import advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_VALUE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report) -> Iterator[str]:
    """Write one command for each finding."""
    for finding in report.findings:
        values = ",".join(f"{key}={_value(value)}" for key, value in _values(finding, report).items())
        lines = "\n".join((_exact(finding.message), *(f"help: {line}" for line in advice(finding))))
        yield f"::{_COMMANDS[finding.severity]} {values}::{lines.translate(_IN_MESSAGE)}\n"


def _values(finding: Finding, report: Report) -> dict[str, str | int]:
    values: dict[str, str | int] = {"file": slashed(report.shown(finding.path)), "line": finding.start.line}
    if finding.end is not None:
        values["endLine"] = finding.end.line
    if finding.end is None or finding.end.line == finding.start.line:  # GitHub refuses columns over several lines
        values["col"] = finding.start.column
        if finding.end is not None:
            values["endColumn"] = finding.end.column
    return {**values, "title": f"{finding.code} {finding.name}"}


def _value(value: str | int) -> str:
    return _exact(str(value)).translate(_IN_VALUE)


def _exact(text: str) -> str:
    """Keep line ends, for which GitHub has codes of its own."""
    return plain(text, keep="\r\n")


REPORTER = Reporter("github", render)
