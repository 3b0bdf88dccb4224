"""Which files a vault has: everything below its folder that is not hidden by a leading dot."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from dlvault.errors import NoVaultError
from dlvault.model.finding import FileProblem
from dlvault.model.note import NotePath

if TYPE_CHECKING:
    from pathlib import Path


class FileEntry(NamedTuple):
    """One visible file: its vault path, its size in bytes and its modification time in nanoseconds."""

    path: NotePath
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Listing:
    """All visible files of a vault in code point order of their paths."""

    files: tuple[FileEntry, ...]
    problems: tuple[FileProblem, ...]


def scan(root: Path) -> Listing:
    """List the files of a vault (spec/obsidian.md, section 1).

    Names with a leading dot are invisible. A linked folder is followed once; links to a folder inside the
    vault, to a parent or in a loop are ignored. Sockets, pipes and devices are not files of a vault.

    Raises:
        NoVaultError: `root` is missing, is no folder or cannot be listed.
    """
    if not os.path.exists(root):  # noqa: PTH110 - pathlib raises for a name that is too long
        raise NoVaultError(f"no such folder: {root}", "name the folder of the vault with --vault DIR")
    if not root.is_dir():
        raise NoVaultError(f"{root} is a file, not the folder of a vault", "name its folder with --vault DIR")
    walk = _Walk(os.path.realpath(root))
    try:
        walk.folder(os.fspath(root), "")
    except OSError as error:
        raise NoVaultError(f"cannot list {root}: {error.strerror}", "check that you may read it") from error
    while walk.pending or walk.follow_next_link():
        folder, prefix = walk.pending.pop()
        try:
            walk.folder(folder, prefix)
        except OSError as error:
            walk.problem(prefix.rstrip("/"), f"the folder cannot be listed: {error.strerror}")
    return Listing(tuple(sorted(walk.files)), tuple(sorted(walk.problems)))


class _Walk:
    """The folders still to list, and what was found so far.

    Linked folders wait in `links` until the rest is listed, and are followed in the order of their paths: which
    of two links to one folder is followed must not depend on the order in which a file system lists names.
    """

    def __init__(self, real_root: str) -> None:
        self.followed = [real_root]
        self.pending: list[tuple[str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.files: list[FileEntry] = []
        self.problems: list[FileProblem] = []

    def problem(self, path: str, message: str) -> None:
        hint = "check that it exists and that you may read it"
        self.problems.append(FileProblem("F501", NotePath(path), 1, 1, message, hint))

    def folder(self, folder: str, prefix: str) -> None:
        """List one folder; remember its subfolders."""
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    self.pending.append((entry.path, f"{prefix}{entry.name}/"))
                elif entry.is_symlink() and os.path.isdir(entry.path):  # noqa: PTH112 - a link to itself is no error
                    heappush(self.links, (f"{prefix}{entry.name}/", entry.path))
                else:
                    self.file(entry, prefix)

    def follow_next_link(self) -> bool:
        """Take up the first linked folder that leads to a place outside all that was listed."""
        while self.links:
            prefix, path = heappop(self.links)
            target = os.path.realpath(path)
            if not any(_contains(target, seen) or _contains(seen, target) for seen in self.followed):
                self.followed.append(target)
                self.pending.append((path, prefix))
                return True
        return False

    def file(self, entry: os.DirEntry[str], prefix: str) -> None:
        path = NotePath(prefix + entry.name)
        try:
            status = entry.stat()
        except OSError as error:
            if entry.is_symlink():
                self.problem(path, "the link leads to no file")
            else:
                self.problem(path, f"the file cannot be read: {error.strerror}")
            self.files.append(FileEntry(path, 0, 0))
            return
        if stat.S_ISREG(status.st_mode):
            self.files.append(FileEntry(path, status.st_size, status.st_mtime_ns))


def _contains(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
