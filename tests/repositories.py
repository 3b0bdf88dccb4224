"""A real git repository for tests, away from the settings of whoever runs them."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

from dlvault.load.history import open_repository, resolve
from dlvault.load.snapshot import read_stored, stored_files
from tests.conftest import write_vault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest

    from dlvault.load.history import Changes


LONG = "".join(f"line {number} of a text long enough to be known again\n" for number in range(20))
"""A text that git knows again after a rename and an edit."""


class GitFolder:
    """A folder under git, and the commands that tests give it."""

    def __init__(self, top: Path) -> None:
        self.top = top
        top.mkdir(parents=True, exist_ok=True)

    @classmethod
    def new(cls, top: Path) -> GitFolder:
        folder = cls(top)
        folder.git("init", "-q", "-b", "main")
        return folder

    def git(self, *words: str | Path) -> str:
        """Run git as its user would."""
        command = ["git", "-C", os.fspath(self.top), *(os.fspath(word) for word in words)]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return os.fsdecode(done.stdout).strip()

    def write(self, files: Mapping[str, Any]) -> None:
        write_vault(self.top, files)

    def commit(self, files: Mapping[str, Any] | None = None) -> str:
        """Write files, commit all there is and give the id."""
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        return self.git("rev-parse", "HEAD")

    def remove(self, *names: str) -> None:
        for name in names:
            (self.top / name).unlink()

    def move(self, old: str, new: str) -> None:
        target = self.top / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.top / old).rename(target)


def quiet_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let git see no settings but those of the test."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    settings = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": os.fspath(tmp_path),
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


def only(changes: Changes) -> dict[str, list[str]]:
    """Changes without what is empty."""
    lists: dict[str, list[str]] = {
        "added": list(changes.added),
        "modified": list(changes.modified),
        "deleted": list(changes.deleted),
        "renamed": [f"{old} -> {new}" for old, new in changes.renamed],
    }
    return {name: found for name, found in lists.items() if found}


def texts(folder: Path, revision: str | None) -> dict[str, bytes]:
    """Notes of a vault at a revision, or in the index."""
    found = open_repository(folder)
    commit = None if revision is None else resolve(found, revision)
    files = read_stored(found, stored_files(found, commit).values())
    return {path: content.data for path, content in files.items() if content.data is not None}
