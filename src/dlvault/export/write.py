"""Write an output file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import TYPE_CHECKING

from dlvault.errors import WriteError

if TYPE_CHECKING:
    from pathlib import Path

_ELSEWHERE = "choose another place with -o FILE"


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it; folders on the way are made.

    A device or a pipe is written to as it is: putting a file in its place would destroy it.

    Raises:
        WriteError: the place cannot be written.
    """
    try:
        if path.is_dir():
            raise WriteError(f"cannot write {path}: it is a folder", _ELSEWHERE)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(path, data)
    except OSError as error:
        raise WriteError(f"cannot write {path}: {_reason(path, error)}", _ELSEWHERE) from error


def _replace(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".dlvault-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode)  # noqa: PTH101 - beside replace, on the same plain path
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def _reason(path: Path, error: OSError) -> str | None:
    """Say which part of a path is in the way, where one is."""
    for folder in path.parents:
        if folder.exists():
            return error.strerror if folder.is_dir() else f"{folder} is no folder"
    return error.strerror


def _umask() -> int:
    """The file mode mask of this process, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
