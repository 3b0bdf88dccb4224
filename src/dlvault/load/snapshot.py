"""Which files a vault had at a commit, or has in the index, and what they held."""

from __future__ import annotations

import os
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from dlvault.load.git import index_file, lacking
from dlvault.model.formats import is_canvas, is_note
from dlvault.model.note import NotePath
from dlvault.options import DEFAULT_MAX_NOTE_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dlvault.load.history import Repository

_LINK = "120000"
_REGULAR = "100"
_MAX_HOPS = 40


class StoredFile(NamedTuple):
    """One visible file as git keeps it: the id of its blob, ``""`` for a link that leads to nothing that git keeps.

    `link` is the path of the symbolic link through which the vault has the file, else ``""``.
    """

    path: NotePath
    blob: str
    link: str = ""


class Content(NamedTuple):
    """What a stored file holds: its size in bytes, and the bytes themselves of a note or canvas."""

    size: int
    data: bytes | None


class _Entry(NamedTuple):
    mode: str
    blob: str


def stored_files(repository: Repository, commit: str | None) -> Mapping[NotePath, StoredFile]:
    """List the visible files of the vault at a commit (or tree), in the index if it is None, by path.

    What is listed is what `scan` would list: links are followed as far as git keeps what they lead to; the files of
    a submodule belong to another repository.
    """
    entries = _entries(repository, commit, repository.pathspec)
    files: list[StoredFile] = []
    links: list[tuple[NotePath, str]] = []
    for name, entry in entries.items():
        path = repository.vault_path(name)
        if path is not None and entry.mode.startswith(_REGULAR):
            files.append(StoredFile(path, entry.blob))
        elif path is not None and entry.mode == _LINK:
            links.append((path, name))
    if links:
        every = _entries(repository, commit, ("--",)) if repository.prefix else entries
        files.extend(_Links(repository, every).follow(sorted(links)))
    return MappingProxyType({file.path: file for file in sorted(files)})


def read_stored(
    repository: Repository, files: Iterable[StoredFile], max_note_size: int = DEFAULT_MAX_NOTE_SIZE
) -> Mapping[NotePath, Content]:
    """Read files, by path: of a note that is not too large its bytes, of all others the size only.

    Raises:
        HistoryError: the clone has not got it all.
    """
    wanted = [file for file in files if file.blob]
    sizes = _sizes(repository, [file.blob for file in wanted])
    read = {
        file.blob
        for file in wanted
        if (is_note(file.path) or is_canvas(file.path)) and sizes.get(file.blob, 0) <= max_note_size
    }
    blobs = _read_blobs(repository, sorted(read))
    return {file.path: Content(sizes.get(file.blob, 0), blobs.get(file.blob)) for file in wanted}


def _entries(repository: Repository, commit: str | None, pathspec: tuple[str, ...]) -> Mapping[str, _Entry]:
    """Paths of the repository; of a file in conflict the side of the current branch."""
    if commit is None:
        git = replace(repository.git, index=index_file(repository.git))
        output = git.tell("ls-files", "--stage", "-z", *pathspec)
    else:
        output = repository.git.tell("ls-tree", "-r", "-z", "--full-tree", commit, *pathspec)
    found: dict[str, _Entry] = {}
    for row in os.fsdecode(output).split("\0"):
        facts, tab, path = row.partition("\t")
        if not tab:
            continue
        mode, *between, last = facts.split(" ")
        if commit is not None:
            found[path] = _Entry(mode, last)
        elif last != "3" or path not in found:
            found[path] = _Entry(mode, between[0])
    return found


class _Links:
    """Symbolic links of one state of the repository, by what they lead to in that state."""

    def __init__(self, repository: Repository, entries: Mapping[str, _Entry]) -> None:
        self.entries = entries
        self.prefix = repository.prefix
        links = {path: entry.blob for path, entry in entries.items() if entry.mode == _LINK}
        targets = _read_blobs(repository, links.values())
        self.targets = {path: os.fsdecode(targets[blob]) for path, blob in links.items()}

    def follow(self, links: Iterable[tuple[NotePath, str]]) -> Iterator[StoredFile]:
        """Every file that the vault has through these links (vault path, repository path)."""
        followed = [self.prefix]
        for path, name in links:
            real = self.real(name)
            if real is not None and real in self.entries:
                yield StoredFile(path, self.entries[real].blob, path)
                continue
            below = list(self.below(f"{real}/")) if real else []
            if not below:
                yield StoredFile(path, "", path)
            elif not any(f"{real}/".startswith(seen) or seen.startswith(f"{real}/") for seen in followed):
                followed.append(f"{real}/")
                yield from (StoredFile(NotePath(f"{path}/{rest}"), blob, path) for rest, blob in below)

    def below(self, folder: str) -> Iterator[tuple[str, str]]:
        """Visible files below a folder, as paths from there, with their blobs."""
        for name, entry in self.entries.items():
            rest = name.removeprefix(folder)
            if rest != name and entry.mode.startswith(_REGULAR) and "/." not in f"/{rest}":
                yield rest, entry.blob

    def real(self, path: str) -> str | None:
        """Path without links; None where it leaves the repository or runs in a circle."""
        waiting, done, hops = path.split("/")[::-1], list[str](), 0
        while waiting:
            part = waiting.pop()
            if part in ("", "."):
                continue
            if part == "..":
                if not done:
                    return None
                done.pop()
                continue
            done.append(part)
            target = self.targets.get("/".join(done))
            if target is not None:
                hops += 1
                if hops > _MAX_HOPS or target.startswith("/"):
                    return None
                done.pop()
                waiting.extend(target.split("/")[::-1])
        return "/".join(done)


def _sizes(repository: Repository, blobs: Iterable[str]) -> Mapping[str, int]:
    """Size of each blob; one that the clone lacks is left out."""
    rows = (line.split() for line in _cat(repository, "--batch-check", blobs).decode().splitlines())
    return {row[0]: int(row[2]) for row in rows if len(row) == 3}  # noqa: PLR2004 - id, type and size


def _read_blobs(repository: Repository, blobs: Iterable[str]) -> Mapping[str, bytes]:
    wanted = list(dict.fromkeys(blobs))
    output = _cat(repository, "--batch", wanted)
    found: dict[str, bytes] = {}
    at = 0
    for blob in wanted:
        end = output.index(b"\n", at)
        words = output[at:end].split()
        if words[-1] == b"missing":
            raise lacking()
        at = end + 1 + int(words[-1])
        found[blob] = output[end + 1 : at]
        at += 1
    return found


def _cat(repository: Repository, how: str, blobs: Iterable[str]) -> bytes:
    asked = "\n".join(dict.fromkeys(blobs)).encode()
    return repository.git.tell("cat-file", how, "--buffer", data=asked) if asked else b""
