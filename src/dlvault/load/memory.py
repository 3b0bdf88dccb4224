"""What earlier runs have learned of a vault: its files, and the facts of its notes by their content."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from zlib import crc32

from dlvault.load.listed import FILES, Listed
from dlvault.load.objects import read_object, seals_of, write_object
from dlvault.load.store import Store
from dlvault.options import ReadOptions
from dlvault.version import SYNTAX_VERSION, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dlvault.model.note import Note, NoteKind, NotePath, ParsedNote
    from dlvault.vault.scan import Listing

STATE = "files/state"
"""Name of what else is known of the vault as it was when its files were listed; it changes with each writing."""
_MOST_STALE = 2
"""Facts that no note has any more are forgotten when there are so many times more facts than notes: until then a
branch that is checked out again costs nothing."""
_FEW = 1000


def store_of(folder: str, root: str | os.PathLike[str]) -> Store:
    """The store of a vault in a cache folder."""
    real = os.path.realpath(root)
    name = "".join(char if char.isalnum() else "-" for char in os.path.basename(real))[:40]
    data = real.encode("utf-8", "surrogatepass")
    return Store(os.path.join(folder, f"{name}-{crc32(data):08x}{crc32(data[::-1]):08x}.sqlite"), real)


class Memory:
    """Facts of notes by the digest of their bytes, and which digest each file had."""

    def __init__(self, store: Store, options: ReadOptions) -> None:
        """Take the store of a vault; facts are those that a reader with these options finds."""
        self.store = store
        self.reader = f"{VERSION}.{SYNTAX_VERSION}"
        if (options.types, options.infer_types) != (ReadOptions().types, ReadOptions().infer_types):
            self.reader += repr((options.types, options.infer_types))
        self._learned: dict[str, bytes] = {}
        self.listed: Listed | None = None
        """The files as they were last time, once `look` has looked them up."""
        self._asked = False
        self._read: tuple[Listing, Sequence[Note]] | None = None

    # -- facts ---------------------------------------------------------------------------------------------

    def name(self, digest: str, kind: NoteKind) -> str:
        """What the store calls the facts of a content."""
        return f"{kind.value[0]}{digest}{self.reader}"

    def facts(self, wanted: Mapping[NotePath, tuple[str, NoteKind]]) -> dict[NotePath, ParsedNote]:
        """Facts of notes by path, as far as they are known."""
        from dlvault.load.read import decoded

        names = {path: self.name(*row) for path, row in wanted.items()}
        stored = self.store.facts(names.values()) if names else {}
        found = {}
        for path, name in names.items():
            data = self._learned.get(name) or stored.get(name)
            parsed = None if data is None else decoded(data)
            if parsed is not None:
                found[path] = parsed
        return found

    def learn(self, digest: str, kind: NoteKind, data: bytes | None) -> None:
        """Take up the facts of a content, to be written with the next `save`."""
        if data is not None:
            self._learned[self.name(digest, kind)] = data

    # -- files ---------------------------------------------------------------------------------------------

    def take(self, listed: Listed) -> None:
        """Take the files as they were last time from somebody who has looked them up."""
        self.listed, self._asked = listed, True

    def look(self) -> Listed | None:
        """Look up the files as they were last time."""
        if not self._asked:
            (data,) = self.store.get(STATE)
            state = read_object(data) or {}
            self.listed, self._asked = listed_of(self.store, state), True
        return self.listed

    def unchanged(self, listing: Listing) -> dict[NotePath, str]:
        """Digests of the files that nobody has touched since they were read."""
        listed = self.look()
        if listed is None:
            return {}
        touched, gone = listed.suspects(listing)
        left_out = {*touched, *gone}
        return {path: digest for path, digest in listed.all_digests().items() if digest and path not in left_out}

    def remember(self, listing: Listing, notes: Sequence[Note]) -> None:
        """Take up what was read, to be written with the next `save`."""
        self._read = listing, notes

    def save(self) -> None:
        """Write new facts, and the files too if nobody has written any yet.

        The files are those of the findings of `lint`, so only that moves them on.
        """
        rows: dict[str, bytes | None] = {}
        if self._read is not None and self.look() is None:
            listing, notes = self._read
            rows = Listed.of(listing, {note.path: note.digest for note in notes}).rows()
            rows[STATE] = write_object({"seals": seals_of(rows)})
        if rows or self._learned:
            self.store.write(rows, self._learned.items())
            self._learned = {}

    def take_learned(self) -> dict[str, bytes]:
        """New facts, for somebody who writes more with them."""
        learned, self._learned = self._learned, {}
        return learned

    def stale(self, digests: Iterable[str]) -> list[str] | None:
        """Names of the facts to keep where too many belong to no note any more, else None."""
        from dlvault.model.note import NoteKind

        kept = list(digests)
        if self.store.count_facts() <= max(_FEW, (_MOST_STALE + 1) * len(kept)):
            return None
        return [self.name(digest, kind) for digest in kept for kind in NoteKind]


def listed_of(store: Store, state: Mapping[str, Any]) -> Listed | None:
    """The files of which a state tells; None where a part of them is missing or they do not fit together."""
    seals = state.get("seals")
    try:
        parts = store.get(*FILES, seals=seals) if isinstance(seals, dict) else [None]
        return None if None in parts else Listed(*parts)
    except ValueError:
        return None
