"""Lines of a note as they stand in its file, for the context that listings and reports show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.options import ReadOptions
from dlvault.vault.source import SourceText, read_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dlvault.model.index import VaultIndex
    from dlvault.model.note import NotePath


def note_lines(index: VaultIndex, path: NotePath, options: ReadOptions | None = None) -> Sequence[str]:
    """Read the lines of a note; none when it cannot be read any more."""
    return lines_of(index.root, path, (options or ReadOptions()).max_note_size)


def lines_of(root: Path, path: NotePath, max_size: int) -> Sequence[str]:
    """The same for who has no index."""
    source = read_source(root, path, max_size)
    return source.text.split("\n") if isinstance(source, SourceText) else ()
