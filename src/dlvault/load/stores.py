"""The stores of all vaults in a cache folder."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from dlvault.load.store import SIDE_FILES, VAULT, Store

_ANSWER = re.compile(r"[0-9a-f]{16}\.answer(\.[0-9]+)?|.*-[0-9a-f]{16}\.sqlite\.[0-9]+", re.DOTALL)
_NAME = re.compile(r".*-[0-9a-f]{16}\.sqlite", re.DOTALL)


class StoreFile(NamedTuple):
    """One store: its file, the folder of its vault (None where it is damaged), and its size in bytes."""

    path: str
    vault: str | None
    size: int


def store_files(folder: str) -> list[StoreFile]:
    """Stores in a folder, by name; other files there are not ours.

    Raises:
        OSError: the folder is there and cannot be listed.
    """
    return [_described(path) for path in _files(folder, _NAME)]


def answer_files(folder: str) -> list[tuple[str, int]]:
    """What runs have printed, as `cli/again.py` keeps it, and what killed runs left: files with their sizes."""
    return [(path, _size(path)) for path in _files(folder, _ANSWER)]


def _files(folder: str, pattern: re.Pattern[str]) -> list[str]:
    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        return []
    paths = [os.path.join(folder, name) for name in names if pattern.fullmatch(name)]
    return [path for path in paths if os.path.isfile(path) and not os.path.islink(path)]


def _described(path: str) -> StoreFile:
    store = Store(path, "")
    (vault,) = store.get(VAULT)
    store.close()
    return StoreFile(
        path,
        None if vault is None else vault.decode("utf-8", "surrogatepass"),
        sum(_size(path + ending) for ending in ("", *SIDE_FILES)),
    )


def _size(path: str) -> int:
    try:
        return os.stat(path, follow_symlinks=False).st_size
    except OSError:
        return 0
