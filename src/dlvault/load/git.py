"""Run git in a repository that nobody vouches for: it only answers, and no program that the repository names runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from dlvault.errors import DlvaultError

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 120.0
"""How long one question to git may take."""

_SWITCHES = ("--no-pager", "--no-optional-locks", "--literal-pathspecs")
_SETTINGS = (
    "core.quotePath=off",
    "core.fsmonitor=",  # empty means no to every git; `false` is a program to the older ones
    "core.hooksPath=/dev/null",
    "core.splitIndex=false",
    "core.untrackedCache=false",
    "diff.autoRefreshIndex=true",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
    "submodule.recurse=false",
)
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",  # what a partial clone lacks stays where it is: a remote is an address and a program
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
_KEPT = frozenset(("GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"))

_SIGNS_OF_A_GAP = ("promisor", "unable to read", "transport ")  # an older git tries to fetch, and is kept from it


class HistoryError(DlvaultError):
    """git is missing, refuses the folder, or knows no such revision."""


def lacking() -> HistoryError:
    """The error for content that a clone has left with its remote."""
    hint = "let git fetch the history of a partial clone first: dlvault asks no other machine; else try git fsck"
    return HistoryError("the clone does not hold all files of that revision", hint)


class Answer(NamedTuple):
    """What git said: its exit code, its output, its complaint on one line."""

    code: int
    output: bytes
    complaint: str


@dataclass(frozen=True, slots=True)
class Git:
    """git in one folder. `disarmed` holds more settings, `index` another index file than that of the repository."""

    folder: Path
    disarmed: tuple[str, ...] = ()
    index: str = ""

    def ask(self, *words: str, data: bytes = b"", seconds: float = SECONDS) -> Answer:
        """Run a command; an exit code other than 0 is an answer too.

        Raises:
            HistoryError: git is missing, cannot be started or takes too long.
        """
        settings = [word for setting in (*_SETTINGS, *self.disarmed) for word in ("-c", setting)]
        command = [_program(), *_SWITCHES, *settings, "-C", os.path.abspath(self.folder), *words]  # noqa: PTH100
        try:
            done = subprocess.run(  # noqa: S603 - a list of words, no shell; who gives a word has checked it
                command, input=data, capture_output=True, timeout=seconds, env=_environment(self.index), check=False
            )
        except subprocess.TimeoutExpired as error:
            hint = "is the repository on a slow disk, or does another program hold it?"
            raise HistoryError(f"git {words[0]} took longer than {seconds:g} seconds", hint) from error
        except (OSError, ValueError) as error:
            raise HistoryError(f"git {words[0]} cannot be run: {error}") from error
        return Answer(done.returncode, done.stdout, _complaint(done.stderr))

    def tell(self, *words: str, data: bytes = b"", seconds: float = SECONDS) -> bytes:
        """Run a command that has to succeed, and give its output.

        Raises:
            HistoryError: it does not.
        """
        answer = self.ask(*words, data=data, seconds=seconds)
        if answer.code and any(sign in answer.complaint for sign in _SIGNS_OF_A_GAP):
            raise lacking()
        if answer.code:
            raise HistoryError(f"git {words[0]} failed: {answer.complaint}", "git fsck tells whether it is in order")
        return answer.output

    def line(self, *words: str) -> str:
        """Output of a command that has to succeed, without the end of its last line."""
        return os.fsdecode(self.tell(*words)).removesuffix("\n")

    def without_filters(self) -> Git:
        """The same, with the filters of the repository switched off.

        Whenever git compares a changed file with its history it would run them on it (`filter.NAME.clean`).

        Raises:
            HistoryError: a filter has a name that no setting on the command line can spell.
        """
        answer = self.ask("config", "--name-only", "-z", "--get-regexp", r"^filter\.")
        if answer.code not in (0, 1):
            raise HistoryError(f"git cannot read its settings: {answer.complaint}")
        keys = [key.removeprefix("filter.") for key in os.fsdecode(answer.output).split("\0")]
        names = sorted({key.rpartition(".")[0] for key in keys if "." in key})
        if any("=" in name for name in names):
            raise HistoryError("the repository has a filter with = in its name", "rename it in .git/config")
        off = [f"filter.{name}.{what}" for name in names for what in ("clean=", "process=", "required=false")]
        return replace(self, disarmed=(*self.disarmed, *off))


def index_file(git: Git) -> str:
    """Path of the index: that of the repository, or the one that a running `git commit` prepared in its place.

    A hook of `git commit FILE` sees what will be committed in a file of its own (`GIT_INDEX_FILE`). A file outside
    this repository belongs to another one.
    """
    folder = git.line("rev-parse", "--absolute-git-dir")
    prepared = os.environ.get("GIT_INDEX_FILE", "")
    if prepared:
        path = os.path.join(git.folder, prepared)  # noqa: PTH118
        if os.path.realpath(os.path.dirname(path)) == os.path.realpath(folder):  # noqa: PTH120
            return path
    return os.path.join(folder, "index")  # noqa: PTH118


def _program() -> str:
    """Find git in the folders of PATH that have a full name: never in the vault, where one may happen to stand."""
    folders = [folder for folder in os.get_exec_path() if os.path.isabs(folder)]  # noqa: PTH117
    found = shutil.which("git", path=os.pathsep.join(folders)) if folders else None
    if found is None or not os.path.isabs(found):  # noqa: PTH117 - Windows looks into the current folder first
        raise HistoryError("git is not installed", "install git, or leave out what asks for its history")
    return found


def _environment(index: str) -> dict[str, str]:
    """The environment of this process, without what binds git to another repository or makes it run programs.

    It is handed on, not read: no option of dlvault comes from here.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith("GIT_CONFIG_") or name in _KEPT
    }
    kept.update(_ENVIRONMENT)
    if index:
        kept["GIT_INDEX_FILE"] = index
    return kept


def _complaint(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").splitlines()
    told = [line.partition(": ")[2] for line in lines if line.startswith(("fatal: ", "error: "))]
    words = (told or lines or ["no reason given"])[0]
    return "".join(letter if letter.isprintable() else " " for letter in words)
