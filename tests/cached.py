"""Command lines run with the cache and without it, in this process, and what tells the two apart."""

from __future__ import annotations

import difflib
import io
import os
from contextlib import chdir
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from dlvault.cli.console import Console
from dlvault.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

UNCACHED = ("--no-cache",)
"""What makes a run do without the cache."""
PAGE = "../page"
"""The file, beside the working directory, that commands with `-o` write."""
NOTHING: Mapping[str, str] = MappingProxyType({})
_SHOWN = 40


class Outcome(NamedTuple):
    """All that a command line leaves behind."""

    code: int
    out: str
    err: str
    written: bytes | None = None


class DifferenceError(AssertionError):
    """With the cache a command line does something else than without it."""


def run(argv: tuple[str, ...], cwd: Path, caches: Path | None, environ: Mapping[str, str] = NOTHING) -> Outcome:
    """Run a command line; `caches` is the user's cache folder, None for a user who has none."""
    environ = {**environ, **({} if caches is None else {"XDG_CACHE_HOME": os.fspath(caches)})}
    page = cwd / PAGE
    page.unlink(missing_ok=True)
    out, err = io.StringIO(), io.StringIO()
    with chdir(cwd):
        code = main(argv, Console(out, err, environ=environ))
    return Outcome(code, out.getvalue(), err.getvalue(), page.read_bytes() if page.exists() else None)


def uncached(argv: tuple[str, ...], cwd: Path) -> Outcome:
    """Run a command line without the cache."""
    return run((*argv, *UNCACHED), cwd, None)


def compare(argv: tuple[str, ...], cwd: Path, caches: Path) -> Outcome:
    """Run a command line with the cache and without it; give the outcome.

    Raises:
        DifferenceError: the two outcomes are not the same to the byte.
    """
    seen = run(argv, cwd, caches)
    expected = uncached(argv, cwd)
    if seen != expected:
        raise DifferenceError(f"dlvault {' '.join(argv)}\n{difference(seen, expected)}")
    return seen


def check_alike(seen: Outcome, expected: Outcome) -> None:
    """See to it that two outcomes are the same but for at most one line of a log.

    Raises:
        DifferenceError: they are not, or more was logged.
    """
    logged = [line for line in seen.err.splitlines() if line not in expected.err.splitlines()]
    if seen._replace(err="") != expected._replace(err="") or len(logged) > 1:
        raise DifferenceError(difference(seen, expected))


def cache_files(caches: Path) -> list[Path]:
    """All files that dlvault keeps in a cache folder.

    Raises:
        DifferenceError: there are none, so that a test of them would test nothing.
    """
    files = sorted(path for path in (caches / "dlvault").rglob("*") if path.is_file())
    if not files:
        raise DifferenceError(f"dlvault has cached nothing in {caches}")
    return files


def difference(seen: Outcome, expected: Outcome) -> str:
    """Say how the outcome with the cache differs from that without."""
    told = [] if seen.code == expected.code else [f"exit code {seen.code}, without the cache {expected.code}"]
    for name, one, other in (
        ("standard output", seen.out, expected.out),
        ("standard error", seen.err, expected.err),
        ("file", repr(seen.written), repr(expected.written)),
    ):
        if one != other:
            lines = difflib.unified_diff(
                other.splitlines(), one.splitlines(), f"{name}, uncached", f"{name}, cached", lineterm="", n=2
            )
            told += list(lines)[:_SHOWN]
    return "\n".join(told)
