"""The names of all files, folded for comparison, and the search for the file that a link means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from dlvault.model.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dlvault.model.note import NotePath


class Found(NamedTuple):
    """The file a link means; `candidates` has every file that fits, the winner first, when it is ambiguous."""

    path: NotePath
    candidates: tuple[NotePath, ...] = ()


def folder_of(path: str) -> str:
    """Folder part of a vault path, ``""`` for the root."""
    return path[: path.rfind("/")] if "/" in path else ""


class NameTable:
    """All visible files by folded path and by folded last part."""

    def __init__(
        self, by_path: Mapping[str, Sequence[NotePath]], by_name: Mapping[str, Sequence[tuple[str, NotePath]]]
    ) -> None:
        """Take paths by folded path, and folded and real paths by folded last part, in code point order each."""
        self._by_path = by_path
        self._by_name = by_name

    @classmethod
    def of(cls, paths: Iterable[NotePath]) -> NameTable:
        """Fold every path once; paths that fold alike stay together in code point order."""
        by_path: dict[str, list[NotePath]] = {}
        by_name: dict[str, list[tuple[str, NotePath]]] = {}
        for path in sorted(paths):
            folded = fold(path)
            by_path.setdefault(folded, []).append(path)
            by_name.setdefault(folded.rpartition("/")[2], []).append((folded, path))
        return cls(by_path, by_name)

    def find(self, target: str, source: NotePath) -> Found | None:
        """Find the file that the path part of a link means (spec/obsidian.md, section 6).

        `target` is not empty; `source` is the note in which the link stands.
        """
        full = self._with_extension(target)
        if full.startswith(("./", "../")):
            joined = _join(folder_of(source), full)
            return None if joined is None else self._exact(joined)
        if full.startswith("/"):
            return self._exact(full[1:])
        return self._exact(full) or self._by_ending(full, folder_of(source))

    def is_alike_everywhere(self, target: str) -> bool:
        """Whether the path part of a link surely means the same in the notes of every folder."""
        if target.startswith(("./", "../")):
            return False
        return len(self._by_name.get(fold(self._with_extension(target)).rpartition("/")[2], ())) < 2  # noqa: PLR2004

    def exact(self, path: str) -> NotePath | None:
        """Find a file by its exact vault path, in any Unicode form."""
        composed = normalize("NFC", path)
        for candidate in self._by_path.get(fold(path), ()):
            if normalize("NFC", candidate) == composed:
                return candidate
        return None

    def _with_extension(self, target: str) -> str:
        """Settle the extension once: a name that exists somewhere as written keeps it."""
        return target if fold(target.rpartition("/")[2]) in self._by_name else f"{target}.md"

    def _exact(self, path: str) -> Found | None:
        paths = self._by_path.get(fold(path))
        if not paths:
            return None
        # Names that differ only in case: the exact spelling first, then code point order (section 12).
        return Found(min(paths, key=lambda other: (normalize("NFC", other) != path, other)) if paths[1:] else paths[0])

    def _by_ending(self, full: str, folder: str) -> Found | None:
        folded = fold(full)
        ending = f"/{folded}"
        fitting = [
            path for candidate, path in self._by_name.get(folded.rpartition("/")[2], ()) if candidate.endswith(ending)
        ]
        if len(fitting) < 2:  # noqa: PLR2004 - one file is no ambiguity
            return Found(fitting[0]) if fitting else None
        beside = [path for path in fitting if folder_of(path) == folder]
        if len(beside) == 1:
            return Found(beside[0])
        order = sorted(fitting, key=lambda path: (path not in beside, *_preference(path, full)))
        return Found(order[0], tuple(order))


def _preference(path: NotePath, full: str) -> tuple[int, bool, str]:
    """The shortest path first; the Unicode form in which a file system keeps a name makes it no longer."""
    composed = normalize("NFC", path)
    return len(composed), not f"/{composed}".endswith(f"/{full}"), path


def _join(folder: str, relative: str) -> str | None:
    """Join a relative path to a folder, resolving dots; None above the root of the vault."""
    parts = folder.split("/") if folder else []
    for part in relative.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
