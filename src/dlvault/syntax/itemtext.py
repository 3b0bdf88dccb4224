"""The text of list items: lines joined by blanks, the links in them, and the way back to the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.text import holds
from dlvault.syntax.entryline import Placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlvault.model.note import Link
    from dlvault.model.text import Span
    from dlvault.syntax.leaf import Leaf

_TAB = 4


class Piece(NamedTuple):
    """One line of an item: where it begins in the source, and its text without the blanks around it."""

    start: int
    text: str


class Words:
    """The text of an item, its lines joined by blanks, with the links in it."""

    __slots__ = ("links", "pieces", "text")

    def __init__(self, pieces: Sequence[Piece], links: Sequence[Placed], text: str) -> None:
        """Take the lines, the links at places of the joined text, and that text."""
        self.pieces = pieces
        self.links = links
        self.text = text

    def origin(self, at: int) -> int:
        """Offset in the source of an offset of the joined text."""
        for start, text in self.pieces:
            if at <= len(text):
                return start + at
            at -= len(text) + 1
        last = self.pieces[-1]
        return last.start + len(last.text)


class Known(NamedTuple):
    """What the reader of a note knows already: its text, its links in order, texts that are hidden, its vocabulary.

    `base` is the number of links in the properties, which come first in the note.
    """

    text: str
    links: Sequence[Link]
    base: int
    hidden: Sequence[Span]
    generated: Sequence[Span]
    vocabulary: tuple[str, ...]
    infer: bool


class ItemText:
    """Reads the text of items in one note."""

    def __init__(self, known: Known) -> None:
        """Take what is known of the note."""
        self.known = known
        self.src = known.text
        self.starts = [*(link.span[0] for link in known.links), len(known.text) + 1]  # no text reaches the last one

    def pieces(self, leaf: Leaf, start: int) -> list[Piece]:
        """Lines of a leaf from `start` on, but for empty ones."""
        text, end = leaf.text, leaf.end
        pieces = []
        while start < end:
            stop = text.find("\n", start, end)
            stop = end if stop < 0 else stop
            line = text[start:stop].lstrip(" \t")
            if line:
                begin = stop - len(line)
                pieces.append(Piece(leaf.origin(begin) if leaf.joins else begin, line.rstrip()))
            start = stop + 1
        return pieces

    def words(self, pieces: Sequence[Piece]) -> Words:
        """Join lines, and find the links in them."""
        if len(pieces) == 1:
            start, text = pieces[0]
            placed = self._links_within(start, start + len(text))
        else:
            text = " ".join([piece.text for piece in pieces])
            bases = _bases(pieces)
            first, end = pieces[0].start, pieces[-1].start + len(pieces[-1].text)
            placed = [
                Placed(_inner(pieces, bases, first + start), _inner(pieces, bases, first + stop), link, at)
                for start, stop, link, at in self._links_within(first, end)
            ]
        if self.known.hidden:
            text, placed = self._blanked(pieces, text, placed)
        return Words(pieces, placed, text)

    def _links_within(self, first: int, end: int) -> list[Placed]:
        """The links that begin between two offsets of the source, counted from the first; none inside another."""
        starts, links, base = self.starts, self.known.links, self.known.base
        at = bisect_left(starts, first)
        reach = first
        placed = []
        while starts[at] < end:
            if starts[at] >= reach:
                link = links[at]
                begin, reach = link.span
                placed.append(Placed(begin - first, reach - first, link, base + at))
            at += 1
        return placed

    def _blanked(self, pieces: Sequence[Piece], text: str, placed: list[Placed]) -> tuple[str, list[Placed]]:
        """The text without its comments, and the links that do not stand in one."""
        first, end = pieces[0].start, pieces[-1].start + len(pieces[-1].text)
        hidden = self.known.hidden
        low, high = max(0, bisect_left(hidden, (first, 0)) - 1), bisect_left(hidden, (end, 0))
        within = [span for span in hidden[low:high] if span.end > first]
        if not within:
            return text, placed
        bases = _bases(pieces)
        shown = []
        at = 0
        for start, stop in within:
            begin, behind = _inner(pieces, bases, max(start, first)), _inner(pieces, bases, min(stop, end))
            shown += [text[at:begin], " " * (behind - begin)]
            at = behind
        shown.append(text[at:])
        starts = [self.known.links[link.at - self.known.base].span.start for link in placed]
        return "".join(shown).rstrip(), [link for link, at in zip(placed, starts, strict=True) if not holds(hidden, at)]

    def is_hidden(self, offset: int) -> bool:
        """Whether an offset stands in a comment."""
        return holds(self.known.hidden, offset)

    def is_generated(self, offset: int) -> bool:
        """Whether an offset stands in a block that dlvault wrote."""
        return holds(self.known.generated, offset)

    def column(self, offset: int) -> int:
        """Column of an offset, tabs counted to the next multiple of four."""
        column = 0
        for char in self.src[self.src.rfind("\n", 0, offset) + 1 : offset]:
            column += _TAB - column % _TAB if char == "\t" else 1
        return column


def _bases(pieces: Sequence[Piece]) -> list[int]:
    """Where each line begins in the joined text."""
    return list(accumulate((len(piece.text) + 1 for piece in pieces[:-1]), initial=0))


def _inner(pieces: Sequence[Piece], bases: Sequence[int], offset: int) -> int:
    """Offset in the joined text of an offset in the source; between two lines it is that of the second."""
    at = max(0, bisect_right(pieces, offset, key=_start) - 1)
    start, text = pieces[at]
    inside = offset - start
    if inside > len(text) and at + 1 < len(pieces):
        return bases[at + 1]
    return bases[at] + min(max(0, inside), len(text))


def _start(piece: Piece) -> int:
    return piece.start
