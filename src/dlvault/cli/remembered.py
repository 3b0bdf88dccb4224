"""Where what was read of a vault is remembered, and whether it may be."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

    from dlvault.cli.console import Console
    from dlvault.load.store import Store


def cache_folder(environ: Mapping[str, str], platform: str = sys.platform) -> str | None:
    """The folder for what may be lost, by the custom of the system; None where there is no home for it.

    As platformdirs has it, which takes longer to import than a warm run may last; a test holds the two together.
    """
    if platform == "win32":
        local = environ.get("LOCALAPPDATA", "")
        return os.path.join(local, "dlvault", "Cache") if os.path.isabs(local) else None
    home = environ.get("HOME", "")
    if platform == "darwin":
        return os.path.join(home, "Library", "Caches", "dlvault") if os.path.isabs(home) else None
    named = environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):
        return os.path.join(named, "dlvault")
    return os.path.join(home, ".cache", "dlvault") if os.path.isabs(home) else None


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
            console.note(f"dlvault: nothing could be remembered in {folder}: {store.trouble}")
