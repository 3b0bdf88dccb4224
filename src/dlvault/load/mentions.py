"""Which notes have to do with which topics, in parts by topic: a question reads one of them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

from dlvault.load.linted import LostError
from dlvault.load.names import number_of
from dlvault.load.topics import topics_of_its_own, topics_of_link
from dlvault.model.index import ToAttachment, ToBlock, ToHeading, ToNote, ToUrl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from dlvault.load.names import Names
    from dlvault.load.store import Store
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import Note, NotePath
    from dlvault.resources.library import Key

PARTS = 256
_BITS = 32


class Mentions:
    """Notes by topic, as they were last time. Topics and paths are numbers: some notes too many may be named."""

    def __init__(self, store: Store, seals: Mapping[str, int], names: Names) -> None:
        """Take the store, the seals of the parts in it, and the names of the files."""
        self._store = store
        self._seals = seals
        self._names = names
        self._parts: dict[int, array[int]] = {}

    def of(self, topic: str) -> list[NotePath]:
        """Paths of notes that have to do with a topic, in path order.

        Raises:
            LostError: the part of the topic is damaged.
        """
        return sorted(self.each(topic))

    def each(self, topic: str) -> Iterator[NotePath]:
        """The same one by one in any order, for who may be content with the first.

        Raises:
            LostError: the part of the topic is damaged.
        """
        number = number_of(topic)
        part = self._part(number % PARTS)
        at = bisect_left(part, number << _BITS)
        while at < len(part) and part[at] >> _BITS == number:
            yield from self._names.numbered(part[at] & 0xFFFFFFFF)
            at += 1

    def changed(
        self, gone: Mapping[NotePath, Iterable[int]], come: Mapping[NotePath, Iterable[int]]
    ) -> dict[str, bytes | None]:
        """The parts that have to be written when notes have to do with other topics than before, given by number.

        Raises:
            LostError: one of the parts is damaged.
        """
        # A number that another path shares may still be needed: rather a note too many is named than one too few.
        alone = {path: own for path, own in gone.items() if len(self._names.numbered(number_of(path))) == 1}
        old, new = set(_pairs(alone)), set(_pairs(come))
        rows: dict[str, bytes | None] = {}
        for number in {(pair >> _BITS) % PARTS for pair in old ^ new}:
            mine = {pair for pair in old ^ new if (pair >> _BITS) % PARTS == number}
            rows[_row(number)] = _packed((set(self._part(number)) - (mine & old)) | (mine & new))
        return rows

    def _part(self, number: int) -> array[int]:
        if number not in self._parts:
            (data,) = self._store.get(_row(number), seals=self._seals)
            if data is None or len(data) % 8:
                raise LostError
            self._parts[number] = array("Q", data)
        return self._parts[number]


_FOUND = (ToNote, ToHeading, ToBlock, ToAttachment)
"""What links mean whose topics depend on no more than how they are written and the file they lead to."""


class TopicNumbers:
    """The topics of one note after the other, as numbers; for the many links that are alike they are found once."""

    def __init__(self, index: VaultIndex, keys: Callable[[Note], Iterable[Key]]) -> None:
        """Take the index, and what knows the identities of the entries of a note."""
        self._index = index
        self._keys = keys
        self._known: dict[tuple[str, str, NotePath], tuple[int, ...]] = {}

    def of(self, note: Note) -> set[int]:
        """Everything by which a change elsewhere can reach a note, or a change of the note others."""
        found = set(map(number_of, topics_of_its_own(note, self._keys(note))))
        known = self._known
        for edge in self._index.outgoing.get(note.path, ()):
            _, link, resolution = edge
            if isinstance(resolution, ToUrl):
                continue
            _, target, subpath, *_ = link
            if isinstance(resolution, _FOUND):
                key = target, subpath, resolution.path
                numbers = known.get(key)
                if numbers is None:
                    numbers = known[key] = tuple(map(number_of, topics_of_link(edge)))
                found.update(numbers)
            else:
                found.update(map(number_of, topics_of_link(edge)))
        return found


def mention_rows(topics: Iterable[tuple[NotePath, Iterable[int]]]) -> dict[str, bytes | None]:
    """All parts, from the numbers of the topics of every note."""
    # Columns of numbers: as many objects would fill the memory.
    parts = [array("Q") for _ in range(PARTS)]
    for path, own in topics:
        note = number_of(path)
        for number in own:
            parts[number % PARTS].append(number << _BITS | note)
    return {_row(number): _packed(part) for number, part in enumerate(parts)}


def _row(number: int) -> str:
    return f"mentions/{number}"


def _pairs(topics: Mapping[NotePath, Iterable[int]]) -> Iterator[int]:
    for path, own in topics.items():
        note = number_of(path)
        yield from (number << _BITS | note for number in own)


def _packed(pairs: Iterable[int]) -> bytes:
    return array("Q", sorted(pairs)).tobytes()
