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
    """Stores in a folder, by name; other files there are not ours."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [_described(os.path.join(folder, name)) for name in names if _NAME.fullmatch(name)]


def answer_files(folder: str) -> list[tuple[str, int]]:
    """What runs have printed, as `cli/again.py` keeps it, and what killed runs left: files with their sizes."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    paths = [os.path.join(folder, name) for name in names if _ANSWER.fullmatch(name)]
    return [(path, _size(path)) for path in paths]


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
