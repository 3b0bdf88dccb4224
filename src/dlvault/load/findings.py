"""Findings as JSON and back, in parts by note, so that a change rewrites few of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from dlvault.load.buckets import bucket_of
from dlvault.model.finding import Edit, FileProblem, Finding, Fix, Safety, Severity, Tally
from dlvault.model.note import NotePath
from dlvault.model.text import Position, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_LONGEST_LINE = 1000
"""A longer line is read again when it is printed."""


class Told(NamedTuple):
    """A finding and the line on which it stands, None where that was not read or is very long."""

    finding: Finding
    line: str | None


def order(told: Told) -> tuple[str, int, int, str, str]:
    """The order of reports."""
    finding = told.finding
    return finding.path, finding.start.line, finding.start.column, finding.code, finding.message


def encode(told: Iterable[Told]) -> bytes:
    """Write findings."""
    rows = [(*one.finding, one.line) for one in told]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> list[Told]:
    """Read what `encode` wrote.

    Raises:
        ValueError: it is something else.
    """
    try:
        return [Told(decode_finding(row), row[10]) for row in json.loads(data.decode("utf-8", "surrogatepass"))]
    except (TypeError, KeyError, IndexError, AttributeError) as error:
        raise ValueError("no findings") from error


def decode_finding(row: Sequence[Any]) -> Finding:
    """A finding from its JSON value."""
    code, name, severity, message, path, start, end, subject, hint, fix = row[:10]
    place = Position(*start), None if end is None else Position(*end)
    mended = None if fix is None else _fix(*fix)
    return Finding(code, name, Severity(severity), message, path, *place, subject, hint, mended)


def _fix(title: str, edits: list[Any], safety: str) -> Fix:
    return Fix(title, tuple(Edit(path, Span(*span), text) for path, span, text in edits), Safety(safety))


def decode_problems(rows: Iterable[Sequence[Any]]) -> list[FileProblem]:
    """Problems of files from their JSON values."""
    return [FileProblem(code, NotePath(path), *rest) for code, path, *rest in rows]


class Part(NamedTuple):
    """The findings of some of the notes: what is printed for people, and infos, which are counted."""

    loud: tuple[Told, ...]
    quiet: tuple[Told, ...]

    @property
    def tally(self) -> Tally:
        """How many of each sort."""
        return Tally.of(one.finding for one in (*self.loud, *self.quiet))


def in_parts(told: Iterable[Told]) -> dict[int, Part]:
    """Findings by the part of the vault to which their file belongs."""
    loud: dict[int, list[Told]] = {}
    quiet: dict[int, list[Told]] = {}
    for one in told:
        rows = loud if one.finding.severity > Severity.INFO else quiet
        rows.setdefault(bucket_of(one.finding.path), []).append(one)
    return {
        number: Part(tuple(loud.get(number, ())), tuple(quiet.get(number, ()))) for number in sorted({*loud, *quiet})
    }


def with_lines(findings: Iterable[Finding], read: Callable[[NotePath], Sequence[str]]) -> list[Told]:
    """Put the line to each finding that is printed for people."""
    told: list[Told] = []
    at, lines = "", list[str]()
    for finding in findings:
        line = None
        if finding.severity > Severity.INFO and (finding.end is not None or finding.start != (1, 1)):
            if finding.path != at:
                at, lines = finding.path, list(read(finding.path))
            number = finding.start.line - 1
            if number < len(lines) and len(lines[number]) <= _LONGEST_LINE:
                line = lines[number]
        told.append(Told(finding, line))
    return told
