"""One SQLite file for each vault that remembers what reading it has shown. It may vanish, rot or lie at any time."""

from __future__ import annotations

import os
import sqlite3
from zlib import crc32

TYPE_CHECKING = False  # on the road of a warm run; see docs/adr/0013
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FORMAT = 2
"""Layout of the file; a file of another one is not read, and written anew."""
_APPLICATION = 0x646C7661  # "dlva": tells our files from those of others
_BUSY_MS = 5_000
_SCHEMA = """
CREATE TABLE rows (name TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, data BLOB NOT NULL);
"""
_BATCH = 500
_CHECK_BYTES = 4
VAULT = "vault"
"""Name of the blob that holds the folder of the vault."""
SIDE_FILES = ("-wal", "-shm", "-journal")
"""Endings of what SQLite keeps beside a file."""
_ERRORS = (sqlite3.Error, ValueError)
"""What SQLite raises for a damaged file: its own errors, and those of text that is no text any more."""
_NOT_BROKEN = frozenset(
    (
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    )
)
"""Errors of the place, not of the content: deleting the file would not help."""


class Store:
    """Named blobs of one vault, each with a check sum over its name and content.

    Whatever is wrong with the file, reading finds nothing and writing does nothing: then `trouble` says what it was,
    for the log. A file that is no store of this layout is deleted when something is written.
    """

    def __init__(self, file: str, vault: str) -> None:
        """Name the file, which is opened when it is first asked, and the folder of the vault, for whoever looks in."""
        self.file = file
        self._vault = vault
        self.trouble: str | None = None
        self._connection: sqlite3.Connection | None = None
        self._is_broken = False
        self._is_missing = False

    # -- reading -------------------------------------------------------------------------------------------

    def get(self, *names: str, seals: Mapping[str, int] | None = None) -> list[bytes | None]:
        """Blobs by name, all of one moment; None for those that are missing or damaged.

        `seals` says by name which ones are meant: what rots may bring back a blob of an earlier day, whole in itself.
        """
        connection = self._opened()
        if connection is None:
            return [None] * len(names)
        found: dict[str, bytes] = {}
        try:
            connection.execute("BEGIN")
            try:
                for name, sealed in _select(connection, "rows", names):
                    data = _checked(name, sealed)
                    if data is not None and (seals is None or seals.get(name) == _seal_in(sealed)):
                        found[name] = data
            finally:
                connection.execute("COMMIT")
        except _ERRORS as error:
            self._give_up(error)
            return [None] * len(names)
        return [found.get(name) for name in names]

    def facts(self, names: Iterable[str]) -> dict[str, bytes]:
        """Facts by name, as far as they are known."""
        connection = self._opened()
        found: dict[str, bytes] = {}
        if connection is None:
            return found
        try:
            for name, sealed in _select(connection, "facts", list(dict.fromkeys(names))):
                data = _checked(name, sealed)
                if data is not None:
                    found[name] = data
        except _ERRORS as error:
            self._give_up(error)
        return found

    # -- writing -------------------------------------------------------------------------------------------

    def write(
        self,
        rows: Mapping[str, bytes | None],
        facts: Iterable[tuple[str, bytes]] = (),
        *,
        instead_of: tuple[str, bytes] | None = None,
        keep_facts: Iterable[str] | None = None,
    ) -> bool:
        """Write blobs, and delete those that are None, all or nothing; return whether it was done.

        `instead_of` is a name and the content that it must still have: another process that wrote meanwhile wins.
        With `keep_facts` all facts but those named are forgotten.
        """
        if instead_of is None and self._connection is None and not os.path.exists(self.file):
            return self._write_first(rows, facts)
        connection = self._opened(create=True)
        if connection is None:
            return False
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                done = self._write(connection, rows, facts, instead_of, keep_facts)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT" if done else "ROLLBACK")
            self.trouble = None  # whatever it was, it is over
        except _ERRORS as error:
            self._give_up(error)
            return False
        return done

    def _write(
        self,
        connection: sqlite3.Connection,
        rows: Mapping[str, bytes | None],
        facts: Iterable[tuple[str, bytes]],
        instead_of: tuple[str, bytes] | None,
        keep_facts: Iterable[str] | None,
    ) -> bool:
        if instead_of is not None:
            name, expected = instead_of
            row = connection.execute("SELECT data FROM rows WHERE name = ?", (name,)).fetchone()
            if row is None or _checked(name, row[0]) != expected:
                return False
        gone = [(name,) for name, data in rows.items() if data is None]
        new = ((name, _sealed(name, data)) for name, data in rows.items() if data is not None)
        connection.executemany("DELETE FROM rows WHERE name = ?", gone)
        connection.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?)", new)
        connection.executemany(
            "INSERT OR REPLACE INTO facts VALUES (?, ?)", ((name, _sealed(name, data)) for name, data in facts)
        )
        if keep_facts is not None:
            connection.execute("CREATE TEMP TABLE kept (name TEXT PRIMARY KEY)")
            connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((name,) for name in keep_facts))
            connection.execute("DELETE FROM facts WHERE name NOT IN (SELECT name FROM kept)")
            connection.execute("DROP TABLE kept")
        return True

    def names(self, prefix: str) -> list[str]:
        """Names of blobs that begin alike."""
        connection = self._opened()
        if connection is None:
            return []
        try:
            query = "SELECT name FROM rows WHERE name >= ? AND name < ?"
            return [name for (name,) in connection.execute(query, (prefix, prefix + "\U0010ffff"))]
        except _ERRORS as error:
            self._give_up(error)
            return []

    def count_facts(self) -> int:
        """How many texts are known."""
        connection = self._opened()
        try:
            return 0 if connection is None else int(connection.execute("SELECT count(*) FROM facts").fetchone()[0])
        except _ERRORS as error:
            self._give_up(error)
            return 0

    # -- the file ------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            try:
                self._connection.close()
            except _ERRORS as error:
                self._give_up(error)
            self._connection = None

    def _opened(self, *, create: bool = False) -> sqlite3.Connection | None:
        if self._connection is not None:
            return self._connection
        if not create and (self._is_broken or self._is_missing):
            return None
        if not create and not os.path.exists(self.file):
            self._is_missing = True  # whoever looks up one note after the other need not ask the disk each time
            return None
        try:
            if create:
                self._make_room()
                self._is_missing = False
            self._connection = self._connected(create=create)
        except (*_ERRORS, OSError) as error:
            self._give_up(error)
        return self._connection

    def _connected(self, *, create: bool) -> sqlite3.Connection | None:
        connection = sqlite3.connect(self.file, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
        try:
            ((application,),) = connection.execute("PRAGMA application_id").fetchall()
            ((version,),) = connection.execute("PRAGMA user_version").fetchall()
            if (application, version) != (_APPLICATION, FORMAT):
                if not create:
                    connection.close()
                    return None
                connection = self._anew(connection)
            # What a power cut tears is found by the check sums, and nothing here is worth waiting for a disk.
            connection.execute("PRAGMA synchronous = OFF")
        except BaseException:
            connection.close()
            raise
        return connection

    def _write_first(self, rows: Mapping[str, bytes | None], facts: Iterable[tuple[str, bytes]]) -> bool:
        """Write a whole new file beside the place of the store, and put it there: that needs no journal."""
        beside = f"{self.file}.{os.getpid()}"
        try:
            self._make_room()
            remove(self.file)  # what SQLite has left beside a file that is gone
            remove(beside)
            connection = self._begun(beside, "OFF")
            try:
                connection.execute("BEGIN")
                self._write(connection, rows, facts, None, None)
                connection.execute("COMMIT")
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
            os.replace(beside, self.file)
        except (*_ERRORS, OSError) as error:
            self._give_up(error)
            _forget(beside)
            return False
        self._is_missing = False
        self.trouble = None
        return True

    def _anew(self, old: sqlite3.Connection) -> sqlite3.Connection:
        """Begin an empty file in the place of one that is empty or of another layout."""
        old.close()
        remove(self.file)
        return self._begun(self.file, "WAL")

    def _begun(self, file: str, journal: str) -> sqlite3.Connection:
        """Make a file of our layout, for its owner alone."""
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(file, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(
            f"BEGIN IMMEDIATE; {_SCHEMA}PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {FORMAT}; COMMIT;"
        )
        name = self._vault.encode("utf-8", "surrogatepass")
        connection.execute("INSERT OR REPLACE INTO rows VALUES (?, ?)", (VAULT, _sealed(VAULT, name)))
        return connection

    def _make_room(self) -> None:
        """Make the folder, for its owner alone; take a broken file out of the way."""
        os.makedirs(os.path.dirname(self.file), mode=0o700, exist_ok=True)
        if self._is_broken:
            remove(self.file)
            self._is_broken = False

    def _give_up(self, error: Exception) -> None:
        """Note what is wrong; a damaged file is replaced by the next write, one that is locked or full is not."""
        code = getattr(error, "sqlite_errorcode", None)
        self._is_broken = isinstance(error, _ERRORS) and (code is None or code & 0xFF not in _NOT_BROKEN)
        self.trouble = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except _ERRORS:
                return


def remove(file: str) -> None:
    """Delete a store with the files that SQLite keeps beside it.

    Raises:
        OSError: one of them cannot be deleted.
    """
    for name in (file, *(file + ending for ending in SIDE_FILES)):
        try:
            os.unlink(name)
        except FileNotFoundError:
            continue


def _forget(file: str) -> None:
    """Delete what could not be finished, if that can be done."""
    try:
        remove(file)
    except OSError:
        return


def _select(connection: sqlite3.Connection, table: str, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for at in range(0, len(names), _BATCH):
        batch = names[at : at + _BATCH]
        marks = ",".join("?" * len(batch))
        yield from connection.execute(f"SELECT name, data FROM {table} WHERE name IN ({marks})", batch)  # noqa: S608 - marks


def seal_of(name: str, data: bytes) -> int:
    """The check sum over the name and the content of a blob."""
    return crc32(data, crc32(name.encode("utf-8", "surrogatepass")))


def _seal_in(sealed: bytes) -> int:
    return int.from_bytes(sealed[:_CHECK_BYTES], "big")


def _sealed(name: str, data: bytes) -> bytes:
    return seal_of(name, data).to_bytes(_CHECK_BYTES, "big") + data


def _checked(name: str, sealed: object) -> bytes | None:
    if not isinstance(sealed, bytes):
        return None
    data = sealed[_CHECK_BYTES:]
    return data if len(sealed) >= _CHECK_BYTES and seal_of(name, data) == _seal_in(sealed) else None
