"""The names of all files as columns of numbers, to be searched without folding each: who asks gets a few paths."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING
from zlib import crc32

from dlvault.lint.evidence import stem_of
from dlvault.load.partial import Sought
from dlvault.model.folding import fold
from dlvault.vault.names import NameTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dlvault.model.note import NotePath

NAMES = "files/names"
"""Name of the columns in the store."""
_WIDTH = 4
_MOST_SEARCHES = 100
"""After so many searches for a number a table of all is made."""


class Names:
    """For each file in the order of a listing: a number for its path, its folded name, and that without extension."""

    def __init__(self, paths: Sequence[NotePath], columns: bytes) -> None:
        """Take the paths and what `pack_names` made of them.

        Raises:
            ValueError: the two do not belong together.
        """
        self._paths = paths
        size = _WIDTH * len(paths)
        if len(columns) != 3 * size:
            message = "columns of another length"
            raise ValueError(message)
        self._numbers, self._names, self._stems = (columns[at : at + size] for at in (0, size, 2 * size))
        self._left = _MOST_SEARCHES
        self._by_number: dict[int, list[NotePath]] = {}

    def table(self) -> NameTable:
        """A name table that answers from the columns."""
        return NameTable(Sought(self._by_path), Sought(self._by_name))

    def numbered(self, number: int) -> list[NotePath]:
        """Files whose path has a number: one, but for rare accidents."""
        self._left -= 1
        if self._left > 0:
            return [self._paths[at] for at in _places(self._numbers, number)]
        if not self._by_number:
            for path, own in zip(self._paths, array("I", self._numbers), strict=True):
                self._by_number.setdefault(own, []).append(path)
        return self._by_number.get(number, [])

    def with_name(self, name: str) -> Sequence[NotePath]:
        """Files by the folded last part of their path, in path order."""
        found = [self._paths[at] for at in _places(self._names, number_of(name))]
        return sorted(path for path in found if fold(path.rpartition("/")[2]) == name)

    def with_stem(self, stem: str) -> Sequence[NotePath]:
        """Files by their folded name without extension, in path order."""
        found = [self._paths[at] for at in _places(self._stems, number_of(stem))]
        return sorted(path for path in found if fold(stem_of(path)) == stem)

    def _by_path(self, folded: str) -> Sequence[NotePath]:
        return [path for path in self.with_name(folded.rpartition("/")[2]) if fold(path) == folded]

    def _by_name(self, name: str) -> Sequence[tuple[str, NotePath]]:
        return [(fold(path), path) for path in self.with_name(name)]


def pack_names(paths: Sequence[NotePath]) -> bytes:
    """Make the columns."""
    numbers, names, stems = array("I"), array("I"), array("I")
    for path in paths:
        numbers.append(number_of(path))
        names.append(number_of(fold(path.rpartition("/")[2])))
        stems.append(number_of(fold(stem_of(path))))
    return numbers.tobytes() + names.tobytes() + stems.tobytes()


def number_of(text: str) -> int:
    """A number for a text; two texts may share one, so what is found by it has to be looked at."""
    try:
        return crc32(text.encode())
    except UnicodeEncodeError:  # a name that is no Unicode
        return crc32(text.encode("utf-8", "surrogatepass"))


def _places(column: bytes, number: int) -> Iterator[int]:
    wanted = array("I", (number,)).tobytes()
    at = column.find(wanted)
    while at >= 0:
        if at % _WIDTH == 0:
            yield at // _WIDTH
        at = column.find(wanted, at + 1)
