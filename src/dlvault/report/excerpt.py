"""A source line with a span underlined, cut to the width of the terminal."""

from __future__ import annotations

from dlvault.report.width import cell_width

_ELLIPSIS = "…"
_POINTS = 8
"""Code points that may share a column: a letter and its marks."""

_LEAD = 24
"""Columns of context kept before a span in a line that is too long."""


def excerpt(line: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return the line and the line of carets below it; `start` and `end` count code points from 0.

    Tabs become one blank, so that both lines agree on every terminal.
    """
    flat = line.replace("\t", " ")
    end = min(max(end, start + 1), max(len(flat), start + 1))
    if cell_width(flat) > width:
        flat, start, end = _cut(flat, start, end, width)
    before = cell_width(flat[:start])
    marked = max(1, cell_width(flat[start:end]))
    return flat, " " * before + "^" * marked


def near(line: str, start: int, end: int, width: int) -> tuple[str, int, int]:
    """Keep what of a long line can be seen around a span, so that a thousand faults on one line cost no more each."""
    reach = _POINTS * (max(width, 0) + _LEAD)
    first = max(0, min(start, len(line)) - reach)
    return line[first : start + reach], start - first, min(end, start + reach) - first


def around(line: str, at: int, width: int) -> str:
    """Cut a line to a width so that the place `at` stays in sight."""
    line, at, _ = near(line, at, at + 1, width)
    flat = line.replace("\t", " ")
    return flat if cell_width(flat) <= width else _cut(flat, at, at + 1, width)[0]


def _cut(line: str, start: int, end: int, width: int) -> tuple[str, int, int]:
    """Keep a window of `width` columns that shows the beginning of the span."""
    first = start
    while first > 0 and cell_width(line[first - 1 : start]) <= min(_LEAD, width // 3):
        first -= 1
    head = _ELLIPSIS if first > 0 else ""
    last = first
    room = width - 2
    while last < len(line) and room >= cell_width(line[last]):
        room -= cell_width(line[last])
        last += 1
    tail = _ELLIPSIS if last < len(line) else ""
    shift = first - len(head)
    return head + line[first:last] + tail, start - shift, min(end, last) - shift
