"""Command lines with all that they print: every `transcripts/*.md` is played again and must come out the same.

A block "file NAME" writes a file. A block "console" holds command lines behind `$ ` with their output, lines of
standard error behind `! `, an exit code other than 0 as `[exit N]`. A line `...` stands for any lines. `cd` changes
the folder, `NAME=value` before a command sets a variable, `TTY=1` a terminal. `␛` is the escape character and
`<here>` the folder of the test. DLVAULT_UPDATE=1 writes what came out; read it before you keep it.
"""

from __future__ import annotations

import io
import os
import re
import shlex
from typing import TYPE_CHECKING

import pytest

from dlvault import registry
from dlvault.cli import commands
from dlvault.cli.console import Console
from dlvault.cli.main import main
from tests.conftest import TESTS

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = sorted((TESTS / "transcripts").glob("*.md"))
BLOCK = re.compile(
    r"^(?P<fence>````?)(?P<kind>file (?P<name>[^\n]+)|console)\n(?P<body>.*?)^(?P=fence)$", re.DOTALL | re.MULTILINE
)
TIME = 1_700_000_000


class Shell:
    """Plays command lines in one folder."""

    def __init__(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.here = here
        self.monkeypatch = monkeypatch
        monkeypatch.chdir(here)
        monkeypatch.setenv("COLUMNS", "100")

    def play(self, line: str) -> str:
        """Run one command line; return what a person sees of it."""
        words = shlex.split(line)
        environ = {"XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]}
        while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
            name, _, value = words.pop(0).partition("=")
            environ[name] = value
        if words[0] == "cd":
            self.monkeypatch.chdir(words[1])
            return ""
        assert words[0] == "dlvault", f"a transcript runs dlvault, not {words[0]}"
        screen = io.StringIO()
        console = Console(Stream(screen, "", tty="TTY" in environ), Stream(screen, "! "), environ=environ)
        code = main(words[1:], console)
        shown = screen.getvalue().replace("\x1b", "␛").replace(str(self.here), "<here>")
        return f"{shown}[exit {code}]\n" if code else shown


class Stream(io.StringIO):
    """One of the two outputs; both end on one screen, the second one marked line by line."""

    def __init__(self, screen: io.StringIO, mark: str, *, tty: bool = False) -> None:
        super().__init__()
        self.screen, self.mark, self.tty = screen, mark, tty

    def write(self, text: str) -> int:
        return self.screen.write(re.sub("^(?=.)", self.mark, text, flags=re.MULTILINE))

    def isatty(self) -> bool:
        return self.tty


def fits(seen: str, expected: str) -> bool:
    """Whether an output is the expected one, where a line of three dots stands for any lines."""
    pattern = "".join(
        "(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, seen) is not None


def replay(document: str, shell: Shell) -> str:
    """Play a document from top to bottom and return it as it is now."""

    def block(match: re.Match[str]) -> str:
        if match["name"]:
            path = shell.here / match["name"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(match["body"], encoding="utf-8")
            os.utime(path, (TIME, TIME))
            return match.group()
        parts = re.split(r"^\$ (.*)\n", match["body"], flags=re.MULTILINE)
        played = parts[0]
        for line, expected in zip(parts[1::2], parts[2::2], strict=True):
            end = "\n" if expected.endswith("\n\n") else ""
            seen = shell.play(line) + end
            played += f"$ {line}\n{expected if fits(seen, expected) else seen}"
        return f"{match['fence']}console\n{played}{match['fence']}"

    return BLOCK.sub(block, document)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
def test_a_transcript_comes_out_the_same(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = file.read_text(encoding="utf-8")
    now = replay(document, Shell(tmp_path, monkeypatch))
    if os.environ.get("DLVAULT_UPDATE"):
        file.write_text(now, encoding="utf-8")
    assert now == document


def test_every_command_stands_in_a_transcript() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in DOCUMENTS)
    played = {word for line in re.findall(r"^\$ .*dlvault (.*)$", text, re.MULTILINE) for word in line.split()}
    assert set(registry.names(commands)) <= played
    assert {"text", "json", "jsonl", "csv", "md"} <= {word.removeprefix("--format=") for word in played} | {"text"}


def test_a_line_of_dots_stands_for_any_lines_and_for_nothing_else() -> None:
    assert fits("a\nb\nc\n", "a\n...\nc\n")
    assert fits("a\nc\n", "a\n...\nc\n")
    assert not fits("a\nb\n", "a\n...\nc\n")
    assert not fits("a.b\n", "axb\n")
