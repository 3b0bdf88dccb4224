"""Where what was read of a vault is remembered, and whether it may be."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dlvault.cli.cache_folder import cache_folder

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from dlvault.cli.console import Console
    from dlvault.load.store import Store


def chosen_jobs(args: Namespace) -> int:
    """How many processes may read at once: those that were asked for, else one a processor."""
    if args.jobs is not None:
        return int(args.jobs)
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # no Linux
        return os.cpu_count() or 1


@contextmanager
def remembering(args: Namespace, console: Console, root: str | os.PathLike[str]) -> Iterator[Store | None]:
    """The store of a vault for the time of a run; None where nothing is to be remembered.

    What is wrong with it is told in one line at the end, and is no error.
    """
    folder = None if args.no_cache else cache_folder(console.environ)
    if folder is None:
        yield None
        return
    from dlvault.load.memory import store_of

    store = store_of(folder, root)
    try:
        yield store
    finally:
        store.close()
        if store.trouble is not None:
            console.note_once(f"dlvault: the cache in {folder} cannot be used: {store.trouble}")
