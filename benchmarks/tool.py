"""`dlvault` as users start it, with a cache of its own."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from measure import PYTHON, Run, run

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULE = (PYTHON, "-m", "dlvault")
_SCRIPT = Path(PYTHON).with_name("dlvault")
SCRIPT = (str(_SCRIPT),) if _SCRIPT.exists() else None


class Tool:
    """The command line of this checkout; its cache is an own folder, never that of the user."""

    def __init__(self, cache: Path) -> None:
        """Find out what this version can do; `cache` need not exist."""
        self._cache = cache
        self.has_cache = knows("lint", "--no-cache")
        self.uncached = ("--no-cache",) if self.has_cache else ()
        self.has_jobs = knows("lint", "--jobs")
        self.alone = ("--jobs", "1") if self.has_jobs else ()

    def run(self, vault: Path, *words: str, output: Path | None = None) -> Run:
        """Run a command over a vault; findings, exit code 1, are no failure."""
        command = [*(SCRIPT or MODULE), "--vault", str(vault), *words]
        return run(command, exit_codes=(0, 1), output=output, environment={"XDG_CACHE_HOME": str(self._cache)})

    def forget(self) -> None:
        """Delete the cache: the next run is cold."""
        shutil.rmtree(self._cache, ignore_errors=True)


def knows(command: str, option: str) -> bool:
    """Whether this version of a command has an option."""
    done = subprocess.run([*MODULE, command, "--help"], check=True, capture_output=True, text=True)
    return option in done.stdout


@contextmanager
def own_tool() -> Iterator[Tool]:
    """A tool whose cache is gone at the end."""
    with TemporaryDirectory() as folder:
        yield Tool(Path(folder) / "cache")
