"""The tags of a vault as a tree: counts, spellings, and what is nested below what."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.note import Enclosing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


def tags_below(index: VaultIndex) -> Mapping[str, Sequence[str]]:
    """Folded tags by each that they are or are nested in."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key in index.tags:
        for name in _with_parents(key):
            found[name].append(key)
    return found


def tag_places(index: VaultIndex, wanted: str, below: Mapping[str, Sequence[str]]) -> tuple[TagPlace, ...]:
    """Every use of a tag and of those `below` it by path and place; `wanted` is folded and has no ``#``."""
    named = [index.tags[key] for key in below.get(wanted, ())]
    places = []
    for path, group in groupby(sorted(use for uses in named for use in uses), key=itemgetter(0)):
        parsed = index.notes[path].parsed
        enclosing = Enclosing(parsed.headings)
        starts = [entry.span.start for entry in parsed.entries]
        for _, use in group:
            offset = use.span.start
            line, column = parsed.lines.position(offset)
            at = bisect_right(starts, offset) - 1
            entry = parsed.entries[at] if at >= 0 and offset < parsed.entries[at].span.end else None
            places.append(TagPlace(path, line, column, use, enclosing.of(offset), entry))
    return tuple(sorted(places, key=lambda place: place[:3]))


def entry_title(note: Note, entry: Entry | None) -> str | None:
    """What a reader sees as the title of an entry: its own, `code for <paper>`, else its address."""
    if entry is None or entry.title is not None:
        return None if entry is None else entry.title
    above = None if entry.parent is None else note.parsed.entries[entry.parent].title
    return entry.url if above is None else f"{entry.type or 'entry'} for {above}"
