"""What a broken link may have meant: git's memory, aliases, other folders, near names, headings and blocks."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from dlvault.lint.near import NearNames, by_folded_name, shorter_path
from dlvault.lint.outline import Outline
from dlvault.lint.rule import is_placeholder
from dlvault.lint.wording import is_markdown, quoted
from dlvault.model.folding import composed, fold
from dlvault.model.formats import without_note_extension
from dlvault.model.index import Missing, MissingReason, ToUrl
from dlvault.model.note import LinkKind, NoteKind, subpath_parts
from dlvault.resources.library import build_library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dlvault.model.history import PastFile
    from dlvault.model.index import Edge, VaultIndex
    from dlvault.model.note import Heading, Link, Note, NotePath
    from dlvault.resources.library import Resource

_OFFERED = 3
_DRIVE = re.compile(r"[A-Za-z]:[\\/]|\\{1,2}[^\\]+\\")
_SYSTEM_ROOTS = frozenset(
    ("home", "Users", "etc", "var", "tmp", "mnt", "media", "opt", "usr", "root", "Volumes", "srv", "private")
)
_WEB_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|www\.", re.IGNORECASE)
_NAMING = frozenset((LinkKind.WIKILINK, LinkKind.EMBED, LinkKind.MDLINK, LinkKind.REFERENCE))


class Clue(NamedTuple):
    """What speaks for a broken link: a file that git remembers, and files that may be meant, the likeliest first.

    `best` is the only likeliest one; `by_alias` tells that the target is an alias of the candidates.
    """

    past: PastFile | None = None
    candidates: tuple[NotePath, ...] = ()
    best: NotePath | None = None
    by_alias: bool = False


def stem_of(path: str) -> str:
    """Name of a file without its folder and its last extension."""
    name = path.rpartition("/")[2]
    stem, dot, _ = name.rpartition(".")
    return stem if dot and stem else name


class Evidence:
    """Looks things up in one index for one run; each table is made when it is first asked for."""

    def __init__(self, index: VaultIndex, past: Callable[[], Mapping[str, PastFile]]) -> None:
        """Take the index, and a function that asks git for past files by vault path."""
        self._index = index
        self._ask_git = past
        self._past: Mapping[str, PastFile] | None = None
        self._library: Mapping[str, Resource] | None = None
        self._past_by_name: Mapping[str, list[PastFile]] | None = None
        self._by_name: Mapping[str, list[NotePath]] | None = None
        self._by_stem: Mapping[str, list[NotePath]] | None = None
        self._roots: frozenset[str] | None = None
        self._notes = NearNames(lambda: ((stem_of(path), path) for path, note in index.notes.items() if _is_text(note)))
        self._files = NearNames(lambda: ((path.rpartition("/")[2], path) for path in self._other_files()))
        self._clues: dict[tuple[str, str, bool, MissingReason], Clue] = {}
        self._namers: Mapping[str, set[NotePath]] | None = None
        self._outlines: dict[NotePath, Outline] = {}
        self._blocks: Mapping[str, list[NotePath]] | None = None

    # -- files ---------------------------------------------------------------------------------------------

    @property
    def past(self) -> Mapping[str, PastFile]:
        """Files that were deleted or renamed, by vault path; asked for once, and only when a link is broken."""
        if self._past is None:
            self._past = self._ask_git()
        return self._past

    @property
    def library(self) -> Mapping[str, Resource]:
        """The resources of the vault by identity."""
        if self._library is None:
            self._library = build_library(self._index)
        return self._library

    @property
    def by_name(self) -> Mapping[str, list[NotePath]]:
        """All files by the folded last part of their path."""
        if self._by_name is None:
            self._by_name = by_folded_name((path.rpartition("/")[2], path) for path in self._files_in_order())
        return self._by_name

    @property
    def by_stem(self) -> Mapping[str, list[NotePath]]:
        """All files by their folded name without extension."""
        if self._by_stem is None:
            self._by_stem = by_folded_name((stem_of(path), path) for path in self._files_in_order())
        return self._by_stem

    def _files_in_order(self) -> list[NotePath]:
        return sorted((*self._index.notes, *self._index.attachments))

    def _other_files(self) -> list[NotePath]:
        return [path for path in self._files_in_order() if not path.lower().endswith(".md")]

    def spelling(self, path: NotePath, link: Link, source: NotePath) -> str:
        """The shortest path part by which a link of this kind in `source` means a file without doubt.

        The bare name where no other file has it, else the whole path; without ``.md`` unless it was written.
        """
        full = composed(path)
        if link.kind is LinkKind.CARD:
            return full
        text = full.rpartition("/")[2] if len(self.by_name[fold(path.rpartition("/")[2])]) == 1 else full
        if is_markdown(link):
            # Such links are written so that other programs can follow them too.
            if link.target.startswith(("./", "../")):
                text = posixpath.relpath(full, composed(source.rpartition("/")[0]) or ".")
                text = text if text.startswith("../") else f"./{text}"
            elif link.target.startswith("/"):
                text = f"/{full}"
        return self._without_extension(text, link)

    def full_spelling(self, path: NotePath, link: Link) -> str:
        """The whole path of a file as the path part of a link."""
        return self._without_extension(composed(path), link)

    def _without_extension(self, text: str, link: Link) -> str:
        short = without_note_extension(text)
        if link.target.lower().endswith(".md") or fold(short.rpartition("/")[2]) in self.by_name:
            return text  # a file of exactly the short name would be taken instead
        return short

    # -- links that find no file ---------------------------------------------------------------------------

    def clue(self, edge: Edge) -> Clue:
        """What a link that finds no file may have meant."""
        link, resolution = edge.link, edge.resolution
        reason = resolution.reason if isinstance(resolution, Missing) else MissingReason.NO_NOTE
        relative = link.target.startswith(("./", "../"))
        folder = edge.source.rpartition("/")[0] if relative else ""
        key = link.target, folder, link.kind is LinkKind.CARD, reason
        if key not in self._clues:
            self._clues[key] = self._find_clue(link, folder, reason)
        return self._clues[key]

    def _find_clue(self, link: Link, folder: str, reason: MissingReason) -> Clue:
        past = self._past_of(link, folder)
        if past is not None and past.now is not None and self._exists(past.now):
            return Clue(past, (past.now,), past.now)
        name = link.target.rpartition("/")[2]
        carriers = self._index.aliases.get(fold(without_note_extension(link.target)), ())
        if carriers and link.kind is not LinkKind.CARD:
            return Clue(past, carriers[:_OFFERED], _only(carriers), by_alias=True)
        same = self._same_name(name, reason)
        if same or past is not None:  # what was deleted is no slip of the pen
            return Clue(past, tuple(same[:_OFFERED]), _only(same))
        found = self._files.find(name, stem_of(name)) if reason is MissingReason.NO_FILE else self._near_notes(name)
        best = [path for distance, path in found if distance == found[0][0]]
        return Clue(None, tuple(path for _, path in found[:_OFFERED]), _only(best))

    def _near_notes(self, name: str) -> list[tuple[int, NotePath]]:
        plain = without_note_extension(name)
        return self._notes.find(plain, plain)

    def _exists(self, path: NotePath) -> bool:
        return path in self._index.notes or path in self._index.attachments

    def _past_of(self, link: Link, folder: str) -> PastFile | None:
        """The lost file that the link would have resolved to (spec/obsidian.md, section 6)."""
        if not self.past:
            return None
        if self._past_by_name is None:
            table: defaultdict[str, list[PastFile]] = defaultdict(list)
            for path, file in sorted(self.past.items()):
                table[fold(path).rpartition("/")[2]].append(file)
            self._past_by_name = table
        target, exact = _read_path(link, folder)
        if target is None:
            return None
        fitting = []
        for key in (fold(target), fold(f"{target}.md")):
            for file in self._past_by_name.get(key.rpartition("/")[2], ()):
                path = fold(file.path)
                if path == key or (not exact and path.endswith(f"/{key}")):
                    fitting.append((path != key, len(file.path), file))
        return min(fitting)[2] if fitting else None

    def _same_name(self, name: str, reason: MissingReason) -> list[NotePath]:
        """Files of that name in other folders, else those with another extension."""
        if not name:
            return []
        same = [path for key in (name, f"{name}.md") for path in self.by_name.get(fold(key), ())]
        if same:
            return sorted(same, key=shorter_path)
        if reason is MissingReason.NO_FILE:
            name = stem_of(name)
        others = [
            path
            for path in self.by_stem.get(fold(without_note_extension(name)), ())
            if not path.lower().endswith(".md")
        ]
        return sorted(others, key=shorter_path)

    def is_planned(self, edge: Edge) -> bool:
        """Whether the target is a note still to be written: two notes ask for it, and nothing speaks for a slip."""
        resolution = edge.resolution
        if (
            not isinstance(resolution, Missing)
            or resolution.reason is not MissingReason.NO_NOTE
            or edge.link.kind not in _NAMING
            or edge.link.kind is LinkKind.EMBED
            or self.outside(edge) is not None
            or _WEB_ADDRESS.match(edge.link.target)
        ):
            return False
        if self._namers is None:
            self._namers = self._count_namers()
        key = _planned_key(edge)
        if key is None or len(self._namers.get(key, ())) < 2:  # noqa: PLR2004 - one note may have slipped
            return False
        clue = self.clue(edge)
        return clue.past is None and not clue.candidates

    def _count_namers(self) -> Mapping[str, set[NotePath]]:
        """Notes by what they ask for; pages that dlvault wrote only repeat what others ask for."""
        namers: defaultdict[str, set[NotePath]] = defaultdict(set)
        for edges in self._index.unresolved.values():
            for edge in edges:
                if edge.link.kind in _NAMING and not is_placeholder(edge.link.target + edge.link.subpath):
                    key = _planned_key(edge)
                    source = edge.source
                    note = self._index.notes[source]
                    if key is None or source in self._index.excluded or note.generated_at(edge.link.span):
                        continue
                    namers[key].add(source)
        return namers

    def outside(self, edge: Edge) -> str | None:
        """Say how a link leaves the vault for the disk, or None where it does not."""
        link, resolution = edge.link, edge.resolution
        target = link.target
        if isinstance(resolution, ToUrl):
            leaves = resolution.url[:5].lower() == "file:"
            return f"{quoted(target)} is a path of one computer, not of the vault" if leaves else None
        broken = isinstance(resolution, Missing) and resolution.path is None
        if not broken or link.kind in (LinkKind.EMBED, LinkKind.CARD):
            return None
        if target.startswith(("./", "../")) and _read_path(link, edge.source.rpartition("/")[0])[0] is None:
            return f"{quoted(target)} leads above the root of the vault"
        if _DRIVE.match(target) or self._is_system_path(target):
            return f"{quoted(target)} is a path of one computer, not of the vault"
        return None

    def _is_system_path(self, target: str) -> bool:
        first, slash, rest = target[1:].partition("/")
        if target[:1] != "/" or first not in _SYSTEM_ROOTS or not slash or not rest:
            return False
        if self._roots is None:
            self._roots = frozenset(fold(path.partition("/")[0]) for path in self._files_in_order() if "/" in path)
        return fold(first) not in self._roots

    # -- headings and blocks -------------------------------------------------------------------------------

    def outline(self, path: NotePath) -> Outline:
        """Headings and block ids of a note."""
        if path not in self._outlines:
            self._outlines[path] = Outline(self._index.notes[path])
        return self._outlines[path]

    def slug_heading(self, edge: Edge) -> Heading | None:
        """The only heading of the target whose web slug the link holds, when writing it leads there."""
        resolution = edge.resolution
        parts = subpath_parts(edge.link.subpath)
        if not isinstance(resolution, Missing) or resolution.path is None or len(parts) != 1:
            return None
        return self.outline(resolution.path).by_slug(parts[0])

    def block_owners(self, block: str) -> Sequence[NotePath]:
        """Notes that have a block of this id."""
        if self._blocks is None:
            owners: defaultdict[str, list[NotePath]] = defaultdict(list)
            for path, note in self._index.notes.items():
                for name in dict.fromkeys(block.id.lower() for block in note.parsed.blocks):
                    owners[name].append(path)
            self._blocks = owners
        return self._blocks.get(block.lower(), ())


def _is_text(note: Note) -> bool:
    return note.kind is NoteKind.NOTE


def _only(paths: Sequence[NotePath]) -> NotePath | None:
    return paths[0] if len(paths) == 1 else None


def _read_path(link: Link, folder: str) -> tuple[str | None, bool]:
    """The path that a target spells, None above the root of the vault, and whether only that path will do."""
    target = link.target
    if link.kind is LinkKind.CARD:
        return target, True
    if target.startswith("/"):
        return target[1:], True
    if not target.startswith(("./", "../")):
        return target, False
    joined = posixpath.normpath(posixpath.join(folder, target))
    return (None if joined == ".." or joined.startswith("../") else joined), True


def _planned_key(edge: Edge) -> str | None:
    path, _ = _read_path(edge.link, edge.source.rpartition("/")[0])
    return None if path is None else fold(without_note_extension(path))
