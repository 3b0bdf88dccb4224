"""`--format sarif`: SARIF 2.1.0, as code scanning and editors read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dlvault.model.finding import Safety, Severity
from dlvault.model.late import late
from dlvault.report.places import uri
from dlvault.report.plain import encodable, json_text, plain
from dlvault.report.reporter import Report, Reporter, distinct_fingerprints
from dlvault.report.wording import advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding, Fix, RulePage
    from dlvault.model.text import Position

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_WHAT = late(r"^## What it does\n(.*?)(?=\n## |\Z)", re.DOTALL | re.MULTILINE)


def render(report: Report) -> Iterator[str]:
    """Write one run; URIs are relative to the working directory, columns count code points."""
    index = {page.code: at for at, page in enumerate(report.rules())}
    named = zip(report.findings, distinct_fingerprints(report.findings), strict=True)
    run = {
        "tool": {"driver": _driver(report)},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, fingerprint, report, index) for finding, fingerprint in named],
    }
    yield json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(report: Report) -> dict[str, Any]:
    from importlib.metadata import metadata

    about = metadata("dlvault")
    links = dict(link.split(", ", 1) for link in about.get_all("Project-URL", []))
    home = {"informationUri": links["Homepage"]} if "Homepage" in links else {}
    return {"name": "dlvault", "version": about["Version"], **home, "rules": [_rule(page) for page in report.rules()]}


def _rule(page: RulePage) -> dict[str, Any]:
    what = _WHAT.search(page.text)
    return {
        "id": page.code,
        "name": page.name,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": " ".join(what[1].split()) if what else page.summary},
        "help": {"text": page.text, "markdown": page.text},
        "defaultConfiguration": {"level": _LEVELS[page.severity]},
    }


def _result(finding: Finding, fingerprint: str, report: Report, index: dict[str, int]) -> dict[str, Any]:
    fixes = [] if finding.fix is None else _fixes(finding.fix, report)
    # A fix that is no change to apply is told in words.
    advised = finding._replace(fix=None) if fixes else finding
    location = {
        "artifactLocation": {"uri": uri(report.shown(finding.path))},
        "region": _region(finding.start, finding.end),
    }
    return {
        "ruleId": finding.code,
        **({"ruleIndex": index[finding.code]} if finding.code in index else {}),
        "level": _LEVELS[finding.severity],
        "message": _message(finding.message, *(f"help: {line}" for line in advice(advised))),
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"dlvault/v1": fingerprint},
        **({"fixes": fixes} if fixes else {}),
    }


def _message(*lines: str) -> dict[str, str]:
    """A message of plain text, in which `[text](address)` would be a link."""
    return {"text": "\n".join(plain(line).replace("](", "\\](") for line in lines)}


def _fixes(fix: Fix, report: Report) -> list[dict[str, Any]]:
    """One fix with its edits by file; none where it is only to be shown or no file can hold it."""
    if fix.safety is Safety.SHOW or any(edit.text != encodable(edit.text) for edit in fix.edits):
        return []
    files: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        start, end = (report.position(edit.path, offset) for offset in edit.span)
        replacement = {"deletedRegion": _region(start, end), "insertedContent": {"text": edit.text}}
        files.setdefault(uri(report.shown(edit.path)), []).append(replacement)
    changes = [{"artifactLocation": {"uri": path}, "replacements": replaced} for path, replaced in files.items()]
    return [{"description": _message(fix.title), "artifactChanges": changes}] if changes else []


def _region(start: Position, end: Position | None) -> dict[str, int]:
    region = {"startLine": start.line, "startColumn": start.column}
    return region if end is None else {**region, "endLine": end.line, "endColumn": end.column}


REPORTER = Reporter("sarif", render)
