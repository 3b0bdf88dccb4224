"""Write index pages into a folder: only what has changed, and over nothing that somebody else wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dlvault.errors import WriteError
from dlvault.export.indexes.blocks import BlockError, fresh, is_untouched, merged
from dlvault.export.write import write_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dlvault.export.indexes.page import Page


@dataclass(slots=True)
class Written:
    """What became of the pages: how many were written, were as they should be, were removed, and which were refused."""

    written: int = 0
    same: int = 0
    removed: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def write_pages(folder: Path, name: str, pages: Sequence[Page]) -> Written:
    """Write pages below a folder; those of an earlier run that are no longer wanted go if nobody added to them.

    Raises:
        WriteError: a place cannot be written.
    """
    result = Written()
    for page in pages:
        file = folder / page.path
        old = _read(file)
        if old is None:
            new = fresh(page, name).encode("utf-8")
        else:
            try:
                new = merged(old, page, name)
            except BlockError as error:
                result.refused.append((page.path, str(error)))
                continue
        if new == old:
            result.same += 1
        else:
            write_bytes(file, new)
            result.written += 1
    result.removed = _remove_stale(folder / name, name, {folder / page.path for page in pages})
    return result


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WriteError(f"cannot read {file}: {error.strerror}", "choose another place with -o FOLDER") from error


def _remove_stale(folder: Path, name: str, wanted: set[Path]) -> int:
    removed = 0
    for file in sorted(folder.rglob("*.md")) if folder.is_dir() else ():
        if file not in wanted and not file.is_symlink() and file.is_file() and is_untouched(file.read_bytes(), name):
            file.unlink()
            removed += 1
    return removed
