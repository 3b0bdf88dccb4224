"""Names that are spelled much like another one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dlvault.model.folding import composed, fold
from dlvault.model.late import late

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dlvault.model.note import NotePath

_LIMITS = ((10, 3), (6, 2), (4, 1))
"""From this length on, so many letters may differ."""
_NO_DIGITS = late(r"\D+")


class NearKeys:
    """Folded names by their digits and their length: only names alike in both can be near each other."""

    def __init__(self, keys: Iterable[str]) -> None:
        """Take the names among which is searched."""
        self._alike: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for key in keys:
            self._alike[_digits(key), len(key)].append(key)

    def find(self, wanted: str, measured: str | None = None) -> list[tuple[int, str]]:
        """Names within the limit by optimal string alignment, with their distance, the nearest first.

        What has other digits is another thing of the same kind (the week after), not a slip. `measured` is the part
        of the name by whose length the limit goes, where that is not all of it.
        """
        limit = _limit(wanted if measured is None else measured)
        lengths = range(len(wanted) - limit, len(wanted) + limit + 1) if limit else ()
        digits = _digits(wanted)
        names = [key for length in lengths for key in self._alike.get((digits, length), ())]
        if not names:
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        rows = process.extract(wanted, names, scorer=OSA.distance, score_cutoff=limit, limit=None)
        return sorted((int(distance), name) for name, distance, _ in rows)


def _digits(name: str) -> str:
    return _NO_DIGITS.sub("", name)


class NearNames:
    """Paths by names that may be near another one."""

    def __init__(self, names: Callable[[], Iterable[tuple[str, NotePath]]]) -> None:
        """Take a function that lists names with the paths that bear them; it is called for the first search."""
        self._names = names
        self._paths: Mapping[str, list[NotePath]] = {}
        self._keys: NearKeys | None = None

    def find(self, name: str, measured: str) -> list[tuple[int, NotePath]]:
        """Paths by distance of their name, then the shorter path; `measured` is what the limit goes by."""
        if self._keys is None:
            self._paths = by_folded_name(self._names())
            self._keys = NearKeys(self._paths)
        found = self._keys.find(fold(name), measured)
        rows = [(distance, path) for distance, key in found for path in self._paths[key]]
        return sorted(rows, key=lambda row: (row[0], *shorter_path(row[1])))


def _limit(name: str) -> int:
    return next((limit for length, limit in _LIMITS if len(name) >= length), 0)


def by_folded_name(names: Iterable[tuple[str, NotePath]]) -> Mapping[str, list[NotePath]]:
    """Paths by the folded form of their names."""
    table: defaultdict[str, list[NotePath]] = defaultdict(list)
    for name, path in names:
        table[fold(name)].append(path)
    return table


def shorter_path(path: NotePath) -> tuple[int, str]:
    """Order of paths: as Obsidian prefers them, the shorter first."""
    return len(composed(path)), path
