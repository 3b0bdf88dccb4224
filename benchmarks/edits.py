"""Changes to the notes of a generated vault, as an editor or git makes them, all taken back at the end.

A changed note gets the time of its generation and one second for every change before: later than before, and still
long ago, for the reason that `vaults.written` gives.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Self

from vaults import note_name, set_age, written

if TYPE_CHECKING:
    from pathlib import Path

SECOND = 1_000_000_000


class Edits:
    """Changes to a vault of `count` notes, another note each time. Leaving the context takes them back."""

    def __init__(self, root: Path, count: int) -> None:
        """Begin with the vault as it was generated."""
        self._root = root
        self._count = count
        self._numbers = random.Random(11)
        self._before: dict[Path, bytes] = {}
        self._made: list[Path] = []
        self._touched_all = False
        self._changes = 0

    def __enter__(self) -> Self:
        """Nothing is changed yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take all changes back, times of files and folders included."""
        for path in self._made:
            path.unlink(missing_ok=True)
        for path, content in self._before.items():
            path.write_bytes(content)
        numbers = range(self._count) if self._touched_all else map(_number, self._before)
        for number in numbers:
            set_age(self._root / note_name(number), written(number))
        for path in {path.parent for path in (*self._made, *self._before)}:
            set_age(path, written(0))

    def append_sentence(self) -> None:
        """Append a sentence with a link to another note."""
        path = self._next()
        linked = self._numbers.randrange(self._count)
        self._write(path, self._before[path] + f"\nA later thought leads to [[Note {linked}]].\n".encode())

    def rename_heading(self) -> None:
        """Rename a heading of one of the notes that most links lead to: the links to it break."""
        path = self._remember(self._changes % self._count)
        self._write(path, self._before[path].replace(b"## Details", b"## Particulars"))

    def touch(self) -> None:
        """Change the time of a note, and not its text."""
        self._write(path := self._next(), self._before[path])

    def touch_all(self) -> None:
        """Change the time of every note, and no text, as going to another branch and back does."""
        self._changes += 1
        self._touched_all = True
        for number in range(self._count):
            set_age(self._root / note_name(number), written(number) + self._changes * SECOND)

    def add(self) -> None:
        """Write a note that links to two others."""
        path = self._root / "area 0" / f"Added {self._changes}.md"
        first, second = (self._numbers.randrange(self._count) for _ in range(2))
        self._made.append(path)
        self._write(path, f"# Added\n\nIt leads to [[Note {first}]] and to [[Note {second}]].\n".encode())

    def remove(self) -> None:
        """Delete a note; links to it break."""
        self._next().unlink()
        self._changes += 1

    def _next(self) -> Path:
        """A note that was not changed before."""
        while True:
            number = self._numbers.randrange(self._count)
            if self._root / note_name(number) not in self._before:
                return self._remember(number)

    def _remember(self, number: int) -> Path:
        path = self._root / note_name(number)
        self._before.setdefault(path, path.read_bytes())
        return path

    def _write(self, path: Path, content: bytes) -> None:
        self._changes += 1
        path.write_bytes(content)
        set_age(path, written(0 if path in self._made else _number(path)) + self._changes * SECOND)


def _number(path: Path) -> int:
    return int(path.stem.removeprefix("Note "))
