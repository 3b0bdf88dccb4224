"""Where a finding stands, as other programs open it: paths from the working directory and URIs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from dlvault.report.plain import plain

if TYPE_CHECKING:
    from dlvault.model.finding import Finding
    from dlvault.report.reporter import Report


def place(finding: Finding, report: Report) -> str:
    """`path:line:column` for people; a path that a build log would take for a command gets `./` in front."""
    path = plain(report.shown(finding.path))
    guard = "./" if path.startswith(("::", "##[")) else ""
    return f"{guard}{path}:{finding.start.line}:{finding.start.column}"


def slashed(path: str) -> str:
    """Write a path with slashes, whatever the system has."""
    return path.replace(os.sep, "/")


def uri(path: str) -> str:
    """Write a path from the working directory as a relative reference; bytes that are no UTF-8 stay what they are."""
    path = slashed(path)
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "surrogatepass")
    return quote_from_bytes(data, safe="/")
