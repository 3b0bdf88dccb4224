"""Which files a vault has: everything below its folder that is not hidden by a leading dot."""

from __future__ import annotations

import os
import stat
import time
from array import array
from heapq import heappop, heappush

from dlvault.errors import NoVaultError

TYPE_CHECKING = False  # the import of typing costs as much as listing two thousand files
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dlvault.model.finding import FileProblem
    from dlvault.model.note import NotePath


_HALF = 2**63


class Listing:
    """All visible files of a vault, in flat columns and in the order in which the file system lists them.

    `paths` are vault paths. `sizes` are in bytes, `modified` and `changed` in nanoseconds: the time of the last change
    of the content, and of anything else that the system keeps of a file (which no program can set). `numbers` are those
    of the files themselves: a folder that takes the place of another brings files of the same times. `ignore_files` are
    the `.gitignore` files with their sizes and times: git may answer otherwise when they change. `begun_ns` is
    when the listing was begun.
    """

    __slots__ = (
        "_columns",
        "_paths",
        "begun_ns",
        "changed",
        "ignore_files",
        "modified",
        "numbers",
        "paths",
        "problems",
        "sizes",
    )

    def __init__(self) -> None:
        """Begin without files."""
        self.begun_ns = time.time_ns()
        self.paths: list[NotePath] = []
        self.sizes = array("q")
        self.modified = array("q")
        self.changed = array("q")
        self.numbers = array("q")
        self.problems: tuple[FileProblem, ...] = ()
        self.ignore_files: tuple[str, ...] = ()
        self._paths: bytes | None = None
        self._columns: bytes | None = None

    def packed_paths(self) -> bytes:
        """All paths as one text; no name holds a zero byte. Only for listings that are complete."""
        if self._paths is None:
            self._paths = "\0".join(self.paths).encode("utf-8", "surrogatepass")
        return self._paths

    def packed_columns(self) -> bytes:
        """Sizes, times of content, times of anything, numbers of files. Only for listings that are complete."""
        if self._columns is None:
            columns = self.sizes, self.modified, self.changed, self.numbers
            self._columns = b"".join([column.tobytes() for column in columns])
        return self._columns

    def rows(self) -> Iterator[tuple[NotePath, int, int]]:
        """Path, size and time of modification of each file, in code point order of the paths."""
        return iter(sorted(zip(self.paths, self.sizes, self.modified, strict=True)))


def scan(root: str | Path) -> Listing:
    """List the files of a vault (spec/obsidian.md, section 1).

    Names with a leading dot are invisible. A linked folder is followed once; links to a folder inside the
    vault, to a parent or in a loop are ignored. Sockets, pipes and devices are not files of a vault.

    Raises:
        NoVaultError: `root` is missing, is no folder or cannot be listed.
    """
    top = os.fspath(root)
    if not os.path.exists(top):
        raise NoVaultError(f"no such folder: {root}", "name the folder of the vault with --vault DIR")
    if not os.path.isdir(top):
        raise NoVaultError(f"{root} is a file, not the folder of a vault", "name its folder with --vault DIR")
    walk = _Walk(os.path.realpath(top))
    try:
        walk.folder(top, "")
    except OSError as error:
        raise NoVaultError(f"cannot list {root}: {error.strerror}", "check that you may read it") from error
    while walk.pending or walk.follow_next_link():
        folder, prefix = walk.pending.pop()
        try:
            walk.folder(folder, prefix)
        except OSError as error:
            walk.problem(prefix.rstrip("/"), f"the folder cannot be listed: {error.strerror}")
    walk.found.problems = tuple(sorted(walk.problems))
    walk.found.ignore_files = tuple(sorted(walk.ignore_files))
    return walk.found


class _Walk:
    """The folders still to list, and what was found so far.

    Linked folders wait in `links` until the rest is listed, and are followed in the order of their paths: which
    of two links to one folder is followed must not depend on the order in which a file system lists names.
    """

    def __init__(self, real_root: str) -> None:
        self.followed = [real_root]
        self.pending: list[tuple[str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.found = Listing()
        self.problems: list[FileProblem] = []
        self.ignore_files: list[str] = []

    def problem(self, path: str, message: str) -> None:
        from dlvault.model.finding import FileProblem
        from dlvault.model.note import NotePath

        hint = "check that it exists and that you may read it"
        self.problems.append(FileProblem("F501", NotePath(path), 1, 1, message, hint))

    def folder(self, folder: str, prefix: str) -> None:
        """List one folder; remember its subfolders."""
        # This loop runs once for each file of every run; what a file system tells with the name is asked first.
        files = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name[0] == ".":
                    if entry.name == ".gitignore":
                        self.ignore_files.append(_stamp(entry))
                elif entry.is_file(follow_symlinks=False):
                    files.append(entry)
                elif entry.is_dir(follow_symlinks=False):
                    self.pending.append((entry.path, f"{prefix}{entry.name}/"))
                elif entry.is_symlink() and os.path.isdir(entry.path):  # a link to itself is no error
                    heappush(self.links, (f"{prefix}{entry.name}/", entry.path))
                else:
                    self.other(entry, prefix)
        try:
            stamps = [entry.stat() for entry in files]
        except OSError:  # one of them vanished, or may not be looked at
            for entry in files:
                self.other(entry, prefix)
            return
        found = self.found
        found.paths += [prefix + entry.name for entry in files]  # type: ignore[misc] # a NotePath is a str at a price
        self.stamps(stamps)

    def stamps(self, stamps: list[os.stat_result]) -> None:
        """Add what is known of files whose paths were added."""
        found = self.found
        found.sizes.extend([stamp.st_size for stamp in stamps])
        found.modified.extend(_column([stamp.st_mtime_ns for stamp in stamps]))
        found.changed.extend(_column([stamp.st_ctime_ns for stamp in stamps]))
        found.numbers.extend(_column([stamp.st_ino ^ (stamp.st_dev << 32) for stamp in stamps]))

    def other(self, entry: os.DirEntry[str], prefix: str) -> None:
        """Look at one file alone: a link, or something that is no file of a vault."""
        path = prefix + entry.name
        try:
            status = entry.stat()
        except OSError as error:
            self.unreachable(entry, path, error)
            return
        if stat.S_ISREG(status.st_mode):
            self.found.paths.append(path)  # type: ignore[arg-type]
            self.stamps([status])

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

    def unreachable(self, entry: os.DirEntry[str], path: str, error: OSError) -> None:
        """Note a file that is listed and cannot be looked at; it stays a file of the vault."""
        broken_link = entry.is_symlink()
        self.problem(path, "the link leads to no file" if broken_link else f"the file cannot be read: {error.strerror}")
        self.found.paths.append(path)  # type: ignore[arg-type]
        for column in (self.found.sizes, self.found.modified, self.found.changed, self.found.numbers):
            column.append(0)


def _column(values: list[int]) -> array[int]:
    try:
        return array("q", values)
    except OverflowError:  # a clock of the year 2300, or the number of a file on a strange disk
        return array("q", [(value + _HALF) % (2 * _HALF) - _HALF for value in values])


def _stamp(entry: os.DirEntry[str]) -> str:
    try:
        status = entry.stat()
    except OSError:
        return entry.path
    return f"{entry.path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def _contains(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
