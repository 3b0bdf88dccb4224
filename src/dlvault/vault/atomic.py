"""Replace a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NEW_FILE = 0o666


def replace_bytes(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it, keeping the mode of the one that was there.

    A reader, or a process that is killed, finds the old file or the new one, never a part. The name of the
    temporary file begins with a dot, so no reader of the vault sees it.

    Raises:
        OSError: the place cannot be written; the old file is as it was.
    """
    mode = path.stat().st_mode & 0o7777 if path.exists() else _NEW_FILE & ~_umask()
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".dlvault-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)  # noqa: PTH101 - beside replace, on the same plain path
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def _umask() -> int:
    """The file mode mask of this process, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
