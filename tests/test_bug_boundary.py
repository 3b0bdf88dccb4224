"""The one boundary of the command line: bugs are named and logged, a reader who leaves and an interrupt are no bugs."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from dlvault.cli.console import Console
from dlvault.cli.main import main
from dlvault.lint.run import Inquiry
from tests.conftest import write_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.conftest import Ran


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[BaseException], None]:
    """Let the opening of a vault raise an error, and log files go to the folder of the test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def fail(error: BaseException) -> None:
        def run(*_: object, **__: object) -> NoReturn:
            raise error

        monkeypatch.setattr(Inquiry, "findings", run)

    return fail


@pytest.mark.parametrize(
    "error", [ValueError("an inner \x1b[31m error"), RecursionError(), MemoryError(), OSError(5, "x")]
)
def test_a_bug_gives_exit_3_and_a_log_file_with_the_traceback(
    error: BaseException, failing: Callable[[BaseException], None], tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    failing(error)
    ran = dlvault("--vault", tmp_path, "lint")
    assert (ran.code, ran.out) == (3, "")
    first, hint = ran.err.splitlines()
    place = first.removeprefix("dlvault: this is a bug in dlvault, not in your vault; the details are in ")
    assert hint.startswith("  help: please report it")
    log = Path(place).read_text(encoding="utf-8")
    assert log.startswith(f"dlvault --vault {tmp_path} lint\nPython {sys.version}")
    assert "Traceback (most recent call last)" in log
    assert type(error).__name__ in log
    assert f"raise error\n{type(error).__name__}" in log or "raise error" in log


def test_a_bug_without_a_place_for_its_log_is_told_in_full(
    failing: Callable[[BaseException], None],
    tmp_path: Path,
    dlvault: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing(ValueError("inner \x1b[31m error"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    ran = dlvault("--vault", tmp_path, "lint")
    assert ran.code == 3
    assert "ValueError: inner \\x1b[31m error" in ran.err
    assert "\x1b" not in ran.err


def test_an_interrupt_gives_exit_130(
    failing: Callable[[BaseException], None], tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    failing(KeyboardInterrupt())
    ran = dlvault("--vault", tmp_path, "lint")
    assert (ran.code, ran.out, ran.err) == (130, "", "dlvault: interrupted\n")
    assert list(tmp_path.glob("dlvault-*.log")) == []


class Stream(io.StringIO):
    """An output that fails when it is written to."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, _: str) -> NoReturn:
        raise self.error


@pytest.mark.parametrize("argv", [["orphans"], ["orphans", "--format", "json"], ["lint"], ["--version"], ["inspect"]])
def test_a_reader_who_leaves_is_no_error(argv: Sequence[str], tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "[[Gone]]"})
    err = io.StringIO()
    console = Console(Stream(BrokenPipeError(32, "Broken pipe")), err, environ={})
    assert (main(["--vault", str(tmp_path), *argv], console), err.getvalue()) == (0, "")


def test_an_output_that_takes_no_more_is_no_bug(tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "text"})
    err = io.StringIO()
    console = Console(Stream(OSError(28, "No space left on device")), err, environ={})
    assert main(["--vault", str(tmp_path), "orphans"], console) == 2
    assert err.getvalue().startswith("dlvault: cannot write to standard output: No space left on device\n  help: ")


def test_a_pipe_that_closes_early_leaves_no_traceback(tmp_path: Path) -> None:
    write_vault(tmp_path, {f"{number} {'n' * 200}.md": "" for number in range(2000)})
    process = subprocess.Popen(
        [sys.executable, "-m", "dlvault", "--vault", str(tmp_path), "orphans"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), error) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no full device")  # noqa: PTH110
def test_a_full_disk_leaves_no_traceback(tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "text"})
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        ran = subprocess.run(
            [sys.executable, "-m", "dlvault", "--vault", str(tmp_path), "orphans"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"dlvault: cannot write to standard output: No space left on device\n  help: ")
    assert b"Traceback" not in ran.stderr
