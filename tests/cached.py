"""Command lines run with the cache and without it, in this process, and what tells the two apart."""

from __future__ import annotations

import difflib
import io
import os
from contextlib import chdir
from typing import TYPE_CHECKING, NamedTuple

from dlvault.cli.console import Console
from dlvault.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

UNCACHED = ("--no-cache",)
"""What makes a run do without the cache."""
PAGE = "../page"
"""The file, beside the working directory, that commands with `-o` write."""
_SHOWN = 40


class Outcome(NamedTuple):
    """All that a command line leaves behind."""

    code: int
    out: str
    err: str
    written: bytes | None = None


class DifferenceError(AssertionError):
    """With the cache a command line does something else than without it."""


def run(argv: tuple[str, ...], cwd: Path, caches: Path | None) -> Outcome:
    """Run a command line; `caches` is the user's cache folder, None for a user who has none."""
    environ = {} if caches is None else {"XDG_CACHE_HOME": os.fspath(caches)}
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
