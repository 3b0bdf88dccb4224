"""The texts of a vault, one after the other."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from scan_and_stat import scan

if TYPE_CHECKING:
    from collections.abc import Callable


def each_note(root: str, work: Callable[[str], object]) -> None:
    """Give every note of a vault to `work` and keep nothing.

    The garbage collector is set as the command line sets it: it must not make the difference.
    """
    gc.set_threshold(200_000, 50, 1000)
    for path in scan(root):
        if path.endswith(".md"):
            work(Path(path).read_bytes().decode())
