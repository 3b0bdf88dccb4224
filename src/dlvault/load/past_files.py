"""What git remembers of lost files, asked as seldom as can be."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dlvault.model.history import PastFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dlvault.load.history import Changes, Repository


class Past:
    """Files that were deleted or renamed, by vault path; git is asked for them once, and only if somebody asks.

    `is_loose` tells that some of it is not committed yet, so that it may change with the files.
    """

    def __init__(self, root: Path, known: Mapping[str, Any] | None = None) -> None:
        """Take a vault, and what `as_json` said of it before, as far as that is still true."""
        self._root = root
        self._found: Mapping[str, PastFile] | None = None
        self.is_loose = False
        if known is not None:
            rows = {path: PastFile(path, commit, now) for path, (commit, now) in known["files"].items()}
            self._found, self.is_loose = MappingProxyType(rows), bool(known["loose"])

    def __call__(self) -> Mapping[str, PastFile]:
        """The files; git is asked the first time."""
        if self._found is None:
            self._found = self._ask()
        return self._found

    def as_json(self) -> dict[str, Any] | None:
        """The files as a JSON value; None where nobody has asked."""
        if self._found is None:
            return None
        return {"loose": self.is_loose, "files": {path: [file.commit, file.now] for path, file in self._found.items()}}

    def _ask(self) -> Mapping[str, PastFile]:
        from dlvault.load.history import find_repository

        repository = find_repository(self._root)
        if repository is None:
            return {}
        pending = pending_changes(repository)
        self.is_loose = any(one.deleted or one.renamed for one in pending)
        return past_of(repository, pending)


def pending_changes(repository: Repository) -> tuple[Changes, ...]:
    """What nobody has committed yet."""
    from dlvault.load.history import changed_since

    return (changed_since(repository, "HEAD"),) if has_commits(repository) else ()


def past_of(repository: Repository, changes: tuple[Changes, ...]) -> Mapping[str, PastFile]:
    """Lost files of commits and of changes."""
    from dlvault.load.history import past_files

    return past_files(repository, changes)


def has_commits(repository: Repository) -> bool:
    """Whether anything was ever committed."""
    return not repository.git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}").code
