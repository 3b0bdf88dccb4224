"""Runs of inline text and the way back from each of their characters to the source."""

from __future__ import annotations

from bisect import bisect_right
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Role(IntEnum):
    """What the inline text is part of; it decides a few rules at its start and end."""

    PARAGRAPH = 0
    HEADING = 1
    CELL = 2
    ITEM = 3
    """The first paragraph of a list item: a task box may stand at its start."""
    QUOTE = 4
    """The first paragraph of a quote: a callout mark may stand at its start."""


class Leaf(NamedTuple):
    """Inline text to be scanned from `start` to `end` of `text`.

    In most leaves `text` is the source itself and every offset is one of the source. A paragraph of several
    lines inside a list or quote is joined from its lines instead; then `joins` has where each line begins in
    `text` and `origins` where it begins in the source.
    """

    role: Role
    text: str
    start: int
    end: int
    joins: Sequence[int] = ()
    origins: Sequence[int] = ()
    sibling: tuple[int, int] | None = None
    """Span of the block just before, which a block id on a line of its own names."""

    def origin(self, offset: int) -> int:
        """Offset in the source of an offset in `text`."""
        if not self.joins:
            return offset
        line = bisect_right(self.joins, offset) - 1
        return self.origins[line] + offset - self.joins[line]
