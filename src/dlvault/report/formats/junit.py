"""`--format junit`: a suite for each note, a failed case for each finding, as build servers read them."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from dlvault.report.places import place, slashed
from dlvault.report.plain import plain
from dlvault.report.reporter import Report, Reporter
from dlvault.report.wording import advice, summary, unstyled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def render(report: Report) -> Iterator[str]:
    """Write the suites; where nothing was found, one case that passed, because readers take none for a mistake."""
    failures = len(report.findings)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<testsuites name="dlvault" tests="{failures or 1}" failures="{failures}" errors="0">\n'
    for path, findings in groupby(report.findings, key=lambda finding: finding.path):
        yield from _suite(slashed(report.shown(path)), list(findings), report)
    if not failures:
        yield '  <testsuite name="dlvault" tests="1" failures="0" errors="0">\n'
        yield f'    <testcase name="{_xml(summary(report, unstyled))}" classname="dlvault" />\n'
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _suite(path: str, findings: list[Finding], report: Report) -> Iterator[str]:
    count = len(findings)
    name = _xml(path)
    group = _xml(path.removesuffix(".md"))  # readers split it at its dots
    yield f'  <testsuite name="{name}" tests="{count}" failures="{count}" errors="0">\n'
    for finding in findings:
        line, column = finding.start
        case = _xml(f"{finding.code} {finding.name} {line}:{column}")
        text = f"{place(finding, report)} {finding.code} {plain(finding.message)}"
        text = "\n".join((text, *(f"help: {line}" for line in advice(finding))))
        yield f'    <testcase name="{case}" classname="{group}" file="{name}" line="{line}">\n'
        yield f'      <failure type="{finding.severity.word}" message="{_xml(finding.message)}">'
        yield f"{escape(text)}</failure>\n"
        yield "    </testcase>\n"
    yield "  </testsuite>\n"


def _xml(text: str) -> str:
    """Write a text as the value of an attribute."""
    return escape(plain(text)).replace("\t", "&#9;")


REPORTER = Reporter("junit", render)
