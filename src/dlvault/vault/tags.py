"""The tags of a vault as a tree: counts, spellings, and what is nested below what."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.note import Enclosing

if TYPE_CHECKING:
    from dlvault.model.entry import Entry
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import Heading, Note, NotePath, TagUse


class TagCount(NamedTuple):
    """One tag: its usual spelling, its own uses, those with the tags below it, notes of the latter, all spellings.

    `parent` is the spelling of the tag above it. A parent that nobody uses alone has no `uses`.
    """

    name: str
    uses: int
    total: int
    notes: int
    spellings: tuple[str, ...]
    parent: str | None
    depth: int


class TagPlace(NamedTuple):
    """One use of a tag: where it stands, below which headings, and the entry that it belongs to."""

    path: NotePath
    line: int
    column: int
    use: TagUse
    headings: tuple[Heading, ...]
    entry: Entry | None


def tag_tree(index: VaultIndex) -> tuple[TagCount, ...]:
    """All tags, parents before what is nested below them, the most used first, then by name."""
    own: defaultdict[str, list[str]] = defaultdict(list)  # spellings of each use by folded name
    notes: defaultdict[str, set[NotePath]] = defaultdict(set)
    totals: defaultdict[str, int] = defaultdict(int)
    spelled: dict[str, str] = {}
    for key, uses in index.tags.items():
        for path, use in uses:
            own[key].append(use.name)
            for name in _with_parents(key):
                notes[name].add(path)
                totals[name] += 1
                spelled.setdefault(name, use.name[: len(name)])
    below: defaultdict[str, list[str]] = defaultdict(list)
    for key in totals:
        below[key.rpartition("/")[0]].append(key)
    rows: list[TagCount] = []
    stack: list[tuple[str, str | None, int]] = [(key, None, 0) for key in _ordered(below[""], totals)]
    while stack:
        key, parent, depth = stack.pop()
        spellings = tuple(dict.fromkeys(own[key]))
        name = spellings[0] if spellings else spelled[key]
        rows.append(TagCount(name, len(own[key]), totals[key], len(notes[key]), spellings or (name,), parent, depth))
        stack += [(child, name, depth + 1) for child in _ordered(below[key], totals)]
    return tuple(rows)


def _with_parents(key: str) -> list[str]:
    """A tag and those it is nested in; empty parts of a name are part of the name."""
    ends = [at for at, char in enumerate(key) if char == "/" and 0 < at < len(key) - 1]
    return [*(key[:at] for at in ends), key]


def _ordered(keys: list[str], totals: defaultdict[str, int]) -> list[str]:
    """Least used first, for a stack gives them back the other way round."""
    return sorted(keys, key=lambda key: (-totals[key], key), reverse=True)


class TagPlaces:
    """Looks up the places of tags in one index; what it needs of a note is found once, for all of its tags."""

    def __init__(self, index: VaultIndex) -> None:
        """Find the folded tags that are, or are nested in, each tag."""
        self._index = index
        self._enclosing: dict[NotePath, Enclosing] = {}
        self._below: defaultdict[str, list[str]] = defaultdict(list)
        for key in index.tags:
            for name in _with_parents(key):
                self._below[name].append(key)

    def of(self, wanted: str) -> tuple[TagPlace, ...]:
        """Every use of a tag and of those below it by path and place; `wanted` is folded and has no ``#``."""
        uses = [use for key in self._below.get(wanted, ()) for use in self._index.tags[key]]
        return tuple(sorted((self._place(path, use) for path, use in uses), key=lambda place: place[:3]))

    def _place(self, path: NotePath, use: TagUse) -> TagPlace:
        parsed, offset = self._index.notes[path].parsed, use.span.start
        if path not in self._enclosing:
            self._enclosing[path] = Enclosing(parsed.headings)
        line, column = parsed.lines.position(offset)
        return TagPlace(path, line, column, use, self._enclosing[path].of(offset), parsed.entry_at(offset))


def entry_title(note: Note, entry: Entry | None) -> str | None:
    """What a reader sees as the title of an entry: its own, `code for <paper>`, else its address."""
    if entry is None or entry.title is not None:
        return None if entry is None else entry.title
    above = None if entry.parent is None else note.parsed.entries[entry.parent].title
    return entry.url if above is None else f"{entry.type or 'entry'} for {above}"
