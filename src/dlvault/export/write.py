"""Write an output file whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.errors import WriteError
from dlvault.vault.atomic import replace_bytes

if TYPE_CHECKING:
    from pathlib import Path


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file; folders on the way are made.

    A device or a pipe is written to as it is, a linked file where it lies: putting a file in their place would
    destroy them.

    Raises:
        WriteError: the place cannot be written.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            replace_bytes(path.resolve(), data)
    except OSError as error:
        raise WriteError(f"cannot write {path}: {_reason(path, error)}", "choose another place with -o FILE") from error


def _reason(path: Path, error: OSError) -> str | None:
    """Say which part of a path is in the way, where one is."""
    nearest = next((folder for folder in path.parents if folder.exists()), None)
    return error.strerror if nearest is None or nearest.is_dir() else f"{nearest} is no folder"
