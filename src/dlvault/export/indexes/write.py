"""Write index pages into a folder: only what has changed, and over nothing that somebody else wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dlvault.errors import WriteError
from dlvault.export.indexes.blocks import BlockError, fresh, is_page, is_untouched, merged
from dlvault.export.indexes.page import Page
from dlvault.export.write import write_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(slots=True)
class Written:
    """What became of the pages: how many were written, were as they should be, were removed, and which were refused."""

    written: int = 0
    same: int = 0
    removed: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def write_pages(folder: Path, name: str, pages: Sequence[Page]) -> Written:
    """Write pages below a folder; a page that cannot be written stops no other.

    Those of an earlier run that are no longer wanted go, or are emptied where somebody added to them.
    """
    result = Written()
    for page in pages:
        _write(folder, page, name, result)
    wanted = {folder / page.path for page in pages}
    for file in sorted((folder / name).rglob("*.md")) if (folder / name).is_dir() else ():
        if file not in wanted and not file.is_symlink():
            _retire(folder, file, name, result)
    return result


def _write(folder: Path, page: Page, name: str, result: Written) -> None:
    file = folder / page.path
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            raise BlockError("a symbolic link leads out of the folder")  # noqa: TRY301 - one road for all reasons
        old = file.read_bytes() if file.exists() else None
        new = fresh(page, name).encode("utf-8", "replace") if old is None else merged(old, page, name)
        if new == old:
            result.same += 1
            return
        write_bytes(file, new)
        result.written += 1
    except (BlockError, WriteError, OSError) as error:
        result.refused.append((page.path, _reason(error)))


def _retire(folder: Path, file: Path, name: str, result: Written) -> None:
    """Remove a page that nothing needs any more, or empty its block if somebody wrote on it."""
    path = file.relative_to(folder).as_posix()
    try:
        data = file.read_bytes()
        if not is_page(data, name, path):
            return
        if is_untouched(data, name):
            file.unlink()
            result.removed += 1
            return
        new = merged(data, Page(path, "Nothing left", ("The vault has nothing of this any more.",)), name)
        if new != data:
            write_bytes(file, new)
            result.written += 1
    except (WriteError, OSError) as error:
        result.refused.append((path, _reason(error)))


def _reason(error: Exception) -> str:
    if isinstance(error, WriteError):
        return error.message
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
