"""Places in a text: spans in code points, lines and columns."""

from __future__ import annotations

import sys
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Span(NamedTuple):
    """A half-open range of code points in the normalised text of a note."""

    start: int
    end: int


def holds(spans: Sequence[Span], offset: int) -> bool:
    """Whether one of several spans holds an offset; they are sorted and do not overlap."""
    at = bisect_right(spans, (offset, sys.maxsize)) - 1
    return at >= 0 and offset < spans[at][1]


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans sorted, those that overlap joined."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


class Position(NamedTuple):
    """A place for people and editors: line and column, both from 1."""

    line: int
    column: int


class LineIndex(NamedTuple):
    """Where each line of a text begins.

    The text is the normalised one (no byte order mark, every line end one ``\\n``), so a line here is the
    line of the file and a column counts code points.
    """

    starts: Sequence[int]

    @classmethod
    def of(cls, text: str) -> LineIndex:
        """Find the line starts of a text."""
        return cls(tuple(accumulate([len(line) + 1 for line in text.split("\n")[:-1]], initial=0)))

    def line(self, offset: int) -> int:
        """Line of an offset, from 1."""
        return bisect_right(self.starts, offset)

    def position(self, offset: int) -> Position:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)

    def offset(self, position: Position) -> int:
        """Offset of a line and column."""
        return self.starts[position.line - 1] + position.column - 1
