"""The files of a vault as they were when somebody last looked, in flat columns, and what has changed since."""

from __future__ import annotations

from array import array
from itertools import compress
from operator import ne

from dlvault.model.formats import is_canvas, is_note

TYPE_CHECKING = False  # on the road of a warm run; see docs/adr/0013
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dlvault.model.note import NotePath
    from dlvault.vault.scan import Listing

_DIGEST_BYTES = 16
_COLUMNS = 4
NO_DIGEST = bytes(_DIGEST_BYTES)
"""Stands for a file that was not read: an attachment, or a note that cannot be."""
FILES = ("files/paths", "files/columns", "files/digests", "files/young")
"""Names under which the parts are stored."""
YOUNG_NS = 2_000_000_000
"""A file that was changed so shortly before it was read may have been changed again in the same tick of its clock."""


class Listed:
    """Paths, sizes and times of all files, and the digests of those that were read.

    `young` are the places of files whose times prove nothing, because they were read too soon after they changed, or
    could not be read.
    """

    __slots__ = ("_order", "_paths", "columns", "digests", "packed_paths", "young")

    def __init__(self, packed_paths: bytes, columns: bytes, digests: bytes, young: bytes) -> None:
        """Take what `pack` made.

        Raises:
            ValueError: the parts do not belong together.
        """
        self.packed_paths = packed_paths
        self.columns = columns
        self.digests = digests
        self.young = array("q", young)
        self._order: dict[NotePath, int] | None = None
        self._paths: list[NotePath] | None = None
        count = len(digests) // _DIGEST_BYTES
        if (
            len(digests) % _DIGEST_BYTES
            or len(columns) != 8 * _COLUMNS * count
            or any(not 0 <= at < count for at in self.young)
        ):
            message = "columns of different length"
            raise ValueError(message)

    @classmethod
    def of(cls, listing: Listing, digests: Mapping[NotePath, str]) -> Listed:
        """Pack a listing; `digests` are those of the notes, which were read after it was made."""
        empty = ""
        packed = b"".join([bytes.fromhex(digests.get(path, empty)) or NO_DIGEST for path in listing.paths])
        late = listing.begun_ns - YOUNG_NS
        young = [
            at
            for at, times in enumerate(zip(listing.modified, listing.changed, strict=True))
            if not digests.get(listing.paths[at], "attachment") or (max(times) >= late and listing.paths[at] in digests)
        ]
        return cls(listing.packed_paths(), listing.packed_columns(), packed, array("q", young).tobytes())

    def updated(self, listing: Listing, digests: Mapping[NotePath, str]) -> Listed:
        """The files of a later listing; `digests` are those of all files whose times differ or prove nothing here."""
        if self.packed_paths != listing.packed_paths():
            known = self.all_digests()
            every = {path: known[path] for path in listing.paths if path in known}
            return Listed.of(listing, {**every, **digests})
        packed, late = bytearray(self.digests), listing.begun_ns - YOUNG_NS
        young = array("q")
        places = {path: self._place(path) for path in digests}
        for path, at in sorted(places.items(), key=lambda row: row[1] or 0):
            if at is None:
                continue
            digest = digests[path]
            packed[at * _DIGEST_BYTES : (at + 1) * _DIGEST_BYTES] = bytes.fromhex(digest) or NO_DIGEST
            if not digest or max(listing.modified[at], listing.changed[at]) >= late:
                young.append(at)
        return Listed(self.packed_paths, listing.packed_columns(), bytes(packed), young.tobytes())

    def rows_since(self, before: Listed) -> dict[str, bytes | None]:
        """The parts that are not what they were."""
        rows, old = self.rows(), before.rows()
        return {name: data for name, data in rows.items() if data is not old[name] and data != old[name]}

    def rows(self) -> dict[str, bytes | None]:
        """The parts by the names under which they are stored."""
        parts = self.packed_paths, self.columns, self.digests, self.young.tobytes()
        return dict(zip(FILES, parts, strict=True))

    @property
    def paths(self) -> list[NotePath]:
        """Paths in the order of the columns."""
        if self._paths is not None:
            return self._paths
        text = self.packed_paths.decode("utf-8", "surrogatepass")
        found: list[NotePath] = text.split("\0") if text else []  # type: ignore[assignment] # a NotePath is a str
        self._paths = found
        return found

    def is_same(self, listing: Listing) -> bool:
        """Whether nothing tells that any file has changed."""
        return (
            not self.young and self.columns == listing.packed_columns() and self.packed_paths == listing.packed_paths()
        )

    def suspects(self, listing: Listing) -> tuple[list[NotePath], list[NotePath]]:
        """Files that may have changed or are new, and files that are gone."""
        columns = listing.packed_columns()
        if self.packed_paths == listing.packed_paths():
            self._paths = listing.paths
            count = len(listing.paths)
            places = set(self.young)
            for column in range(_COLUMNS):
                old, new = (_column(part, column, count) for part in (self.columns, columns))
                if old != new:
                    places.update(compress(range(count), map(ne, old, new)))
            return [listing.paths[at] for at in sorted(places)], []
        before = self.stamps()
        now = dict(zip(listing.paths, _rows(columns, len(listing.paths)), strict=True))
        young = {self.paths[at] for at in self.young}
        changed = [path for path, stamp in now.items() if before.get(path) != stamp or path in young]
        return changed, [path for path in before if path not in now]

    def stamps(self) -> dict[NotePath, tuple[int, ...]]:
        """Size and times by path."""
        paths = self.paths
        return dict(zip(paths, _rows(self.columns, len(paths)), strict=True))

    def digest(self, path: NotePath) -> str:
        """Digest of a file as it was read, ``""`` if it was not."""
        at = self._place(path)
        return "" if at is None else self.digest_at(at)

    def _place(self, path: NotePath) -> int | None:
        """Place of a file in the columns. Few are asked for: a table of all would take longer than looking."""
        try:
            return self.paths.index(path) if self._order is None else self._order.get(path)
        except ValueError:
            return None

    def sort_in(self) -> None:
        """Make a table of all places, for who asks for many."""
        self._order = {path: at for at, path in enumerate(self.paths)}

    def digest_at(self, at: int) -> str:
        """Digest of a file by its place in the columns."""
        found = self.digests[at * _DIGEST_BYTES : (at + 1) * _DIGEST_BYTES]
        return "" if found == NO_DIGEST else found.hex()

    def has(self, path: NotePath) -> bool:
        """Whether there was such a file."""
        return self._place(path) is not None

    def all_digests(self) -> dict[NotePath, str]:
        """Digests of all notes and canvases, ``""`` of those that could not be read."""
        return {path: self.digest_at(at) for at, path in enumerate(self.paths) if is_note(path) or is_canvas(path)}


def _column(columns: bytes, number: int, count: int) -> array[int]:
    return array("q", columns[number * 8 * count : (number + 1) * 8 * count])


def _rows(columns: bytes, count: int) -> Iterable[tuple[int, ...]]:
    return zip(*(_column(columns, number, count) for number in range(_COLUMNS)), strict=True)
