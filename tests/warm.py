"""A vault that was read once, so that its cache is warm, and subprocesses that read it again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import dlvault
from tests.cached import PAGE, Outcome, cache_files, check_alike, run, uncached
from tests.edits import draw, notes, words
from tests.edits.settings import CONFIGURATION
from tests.edits.world import VAULT, Edit, World

if TYPE_CHECKING:
    from collections.abc import Sequence

LINT = ("lint", "--vault", VAULT, "--format", "json")
INSPECT = ("inspect", "--vault", VAULT)
COMMANDS = (
    LINT,
    ("lint", "--vault", VAULT, "--show", "info"),
    INSPECT,
    ("resources", "--vault", VAULT, "--format", "json"),
    ("graph", "--vault", VAULT, "--format", "json", "-o", PAGE),
)
_MANY = 22
ENTRY = "from dlvault.cli.main import entry; entry()"


class Warm:
    """A world, and a cache folder in which every command has cached what it wanted to."""

    def __init__(self, folder: Path, seed: int = 5) -> None:
        self.rng = Random(seed)
        self.caches = folder / "caches"
        self.world = World(folder / "world")
        self._aside = folder / "aside"
        self._expected: dict[tuple[str, ...], Outcome] = {}
        for edit in draw.beginning(self.rng, git=False):
            self.world.do(edit)
        for path in self.world.paths():
            self.world.touch(path, 1_700_000_000)

    def settle(self) -> None:
        """Begin a new cache, let commands fill it, and keep a copy."""
        self._away(self.caches)
        for argv in COMMANDS[:-1]:
            run(argv, self.world.top, self.caches)
        cache_files(self.caches)
        self._away(self._aside)
        shutil.copytree(self.caches, self._aside)

    def restore(self) -> None:
        """Put the cache folder back as it was when it settled."""
        self._away(self.caches)
        shutil.copytree(self._aside, self.caches)

    def _away(self, path: Path) -> None:
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.exists():
            shutil.rmtree(path)

    def edit(self) -> None:
        """Change one note or so and write another, so that neither all nor nothing of the cache is of use."""
        self._expected = {}
        for edit in (*draw.edit(self.rng, self.world), *_new_note(self.rng)):
            self.world.do(edit)
        self.world.do(Edit("delete", (CONFIGURATION,)))  # a wrong one would stop every run
        while len(paths := self.world.paths()) > _MANY:
            self.world.do(Edit("delete", (self.rng.choice(paths),)))

    def check(self, commands: Sequence[tuple[str, ...]] = COMMANDS, times: int = 2) -> None:
        """Compare commands with the cache to those without, a few times over."""
        for argv in commands:
            if argv not in self._expected:
                self._expected[argv] = uncached(argv, self.world.top)
            for _ in range(times):
                check_alike(run(argv, self.world.top, self.caches), self._expected[argv])


def _new_note(rng: Random) -> list[Edit]:
    return [Edit("write", (f"{VAULT}/{words.note_path(rng)}", notes.note(rng).encode(), 0))]


def large(folder: Path, count: int) -> World:
    """A world with many notes."""
    rng = Random(count)
    world = World(folder)
    for number in range(count):
        links = " ".join(f"[[Note {rng.randrange(count + 9)}]]" for _ in range(4))
        world.write(f"{VAULT}/{number % 7}/Note {number}.md", f"{notes.note(rng)}\n{links}\n".encode(), 0)
    return world


def started(argv: Sequence[str], cwd: Path, caches: Path, code: str = ENTRY) -> subprocess.Popen[str]:
    """Start dlvault in a process of its own."""
    source = os.fspath(Path(dlvault.__file__).parents[1])
    environ = {**os.environ, "XDG_CACHE_HOME": os.fspath(caches), "PYTHONPATH": source}
    return subprocess.Popen(
        [sys.executable, "-c", code, *argv],
        cwd=cwd,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def ended(process: subprocess.Popen[str]) -> Outcome:
    """Wait for the end of a process."""
    out, err = process.communicate()
    return Outcome(process.returncode, out, err)
