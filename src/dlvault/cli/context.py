"""The line around a link or tag, read once for each note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.load.lines import note_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlvault.api import Vault
    from dlvault.model.note import NotePath


class Context:
    """Lines of notes by number; the last note is kept, because rows come note by note."""

    def __init__(self, vault: Vault) -> None:
        """Read from the folder of a vault."""
        self._vault = vault
        self._path: NotePath | None = None
        self._lines: Sequence[str] = ()

    def lines(self, path: NotePath) -> Sequence[str]:
        """All lines of a note."""
        if path != self._path:
            self._path = path
            self._lines = note_lines(self._vault.index, path, self._vault.options)
        return self._lines

    def line(self, path: NotePath, number: int) -> str:
        """One line, counted from 1, without blanks around it; ``""`` if the note has changed since."""
        lines = self.lines(path)
        return lines[number - 1].strip() if number <= len(lines) else ""
