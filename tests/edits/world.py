"""A folder with a vault in it, and the few things that can be done to its files; each can be played again elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

VAULT = "vault"
"""Folder of the vault in a world; around it stand a configuration, a baseline and files that links lead out to."""
PUT_AWAY = "put-away"
"""Where the repository of a world is, while it has none."""
_REPOSITORY = (".git", PUT_AWAY)
_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z",
}


class Edit(NamedTuple):
    """One thing done to a world: the name of a method of `World`, and its arguments. What cannot be done is not."""

    deed: str
    words: tuple[str | bytes | int, ...]


class World:
    """One folder."""

    def __init__(self, top: Path) -> None:
        self.top = top
        (top / VAULT).mkdir(parents=True, exist_ok=True)
        self._deeds: dict[str, Callable[..., None]] = {
            "write": self.write,
            "in_place": self.in_place,
            "touch": self.touch,
            "delete": self.delete,
            "rename": self.rename,
            "exchange": self.exchange,
            "chmod": self.chmod,
            "link": self.link,
            "git": self.git,
        }

    def do(self, edit: Edit) -> None:
        """Do an edit as far as the files that are there allow."""
        with suppress(OSError):
            self._deeds[edit.deed](*edit.words)

    def write(self, path: str, data: bytes, time: int) -> None:
        """Write a file; `time` is its modification time in seconds, 0 for now."""
        file = self.top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        if time:
            os.utime(file, (time, time))

    def in_place(self, path: str, data: bytes) -> None:
        """Write a file that is there, and give it back the time it had."""
        file = self.top / path
        before = file.stat()
        file.write_bytes(data)
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    def touch(self, path: str, time: int) -> None:
        """Change nothing of a file but its time."""
        os.utime(self.top / path, (time, time))

    def delete(self, path: str) -> None:
        """Delete a file, a link or a folder."""
        file = self.top / path
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        else:
            file.unlink()

    def rename(self, old: str, new: str) -> None:
        """Rename a file or folder; whatever had the new name is gone."""
        target = self.top / new
        if (self.top / old).exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            (self.top / old).rename(target)

    def exchange(self, one: str, other: str) -> None:
        """Let two files change names; all that a listing tells of them may stay the same."""
        aside = self.top / "aside"
        (self.top / one).rename(aside)
        (self.top / other).rename(self.top / one)
        aside.rename(self.top / other)

    def chmod(self, path: str, mode: int) -> None:
        """Change who may read a file or folder."""
        (self.top / path).chmod(mode)

    def link(self, path: str, target: str) -> None:
        """Make a symbolic link."""
        (self.top / path).parent.mkdir(parents=True, exist_ok=True)
        (self.top / path).symlink_to(target)

    def git(self, *words: str) -> None:
        """Let git do something; it may refuse."""
        command = ["git", "-C", os.fspath(self.top), *words]
        environ = {**os.environ, **_GIT, "GIT_CEILING_DIRECTORIES": os.fspath(self.top.parent)}
        subprocess.run(command, capture_output=True, check=False, env=environ)

    def paths(self) -> list[str]:
        """Every file and link of the world but for those of git, in order."""
        found = []
        for folder, names, files in os.walk(self.top):
            names[:] = sorted(name for name in names if name not in _REPOSITORY)
            here = Path(folder)
            linked = [name for name in names if (here / name).is_symlink()]
            found += [(here / name).relative_to(self.top).as_posix() for name in (*files, *linked)]
        return sorted(found)

    def text(self, path: str) -> str | None:
        """The text of a file, None where it has none."""
        try:
            return (self.top / path).read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            return None

    def state(self) -> dict[str, tuple[int, int, bytes]]:
        """All that a run must leave alone: mode, time and content of every file."""
        state = {}
        for path in self.paths():
            file = self.top / path
            status = file.lstat()
            data = file.read_bytes() if file.is_file() and os.access(file, os.R_OK) else b""
            state[path] = (status.st_mode, status.st_mtime_ns, data)
        return state
