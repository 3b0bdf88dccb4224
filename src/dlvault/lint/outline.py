"""Headings and block ids of one note, to be asked what a broken subpath may mean."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from dlvault.lint.near import NearKeys
from dlvault.model.folding import heading_key
from dlvault.model.late import late

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlvault.model.note import Heading, Note

_OFFERED = 3
_TRIED = 50
"""So many near headings are tried in their place in a path of headings."""
_NO_SLUG = late(r"[^\w\- ]")


class NearHeadings(NamedTuple):
    """Paths of headings that a broken one may mean, the likeliest first; `best` is the only nearest one."""

    ways: tuple[tuple[str, ...], ...] = ()
    best: tuple[str, ...] | None = None


class Outline:
    """The headings of a note with their keys, in the order of the text; further tables are made when asked for."""

    def __init__(self, note: Note) -> None:
        """Fold the headings of a note."""
        self._note = note
        self.headings = tuple((heading_key(heading.text), heading) for heading in note.parsed.headings)
        self._near: NearKeys | None = None
        self._slugs: dict[str, list[tuple[str, Heading]]] | None = None
        self._texts: dict[str, str] = {}
        for key, heading in self.headings:
            self._texts.setdefault(key, heading.text)
        self._ids: dict[str, str] = {}
        self._near_ids: NearKeys | None = None

    def text(self, key: str) -> str | None:
        """Text of the first heading with a key."""
        return self._texts.get(key)

    def by_slug(self, slug: str) -> Heading | None:
        """The only heading with that web slug, when its text leads to it."""
        if self._slugs is None:
            self._slugs = {}
            times = Counter(key for key, _ in self.headings)
            for key, heading in self.headings:
                if key:
                    self._slugs.setdefault(_slug(heading.text), []).append((key, heading))
            self._slugs = {
                slug: rows for slug, rows in self._slugs.items() if len(rows) == 1 and times[rows[0][0]] == 1
            }
        found = self._slugs.get(slug.lower())
        return found[0][1] if found else None

    def near(self, parts: Sequence[str]) -> NearHeadings:
        """Paths of headings in which the one part that is no heading is replaced by one of the note."""
        keys = [heading_key(part) for part in parts]
        unknown = [at for at, key in enumerate(keys) if key not in self._texts]
        if len(unknown) != 1:
            return NearHeadings()
        if self._near is None:
            self._near = NearKeys(key for key in self._texts if key)
        at = unknown[0]
        found = self._near.find(keys[at])
        if len(parts) > 1:
            found = [row for row in found[:_TRIED] if self._leads([*keys[:at], row[1], *keys[at + 1 :]])]
        ways = [(*parts[:at], self._texts[key], *parts[at + 1 :]) for _, key in found]
        nearest = [way for way, (distance, _) in zip(ways, found, strict=True) if distance == found[0][0]]
        return NearHeadings(tuple(ways[:_OFFERED]), nearest[0] if len(nearest) == 1 else None)

    def _leads(self, keys: Sequence[str]) -> bool:
        """Whether each key is met in order, deeper than the one before (spec/obsidian.md, section 7)."""
        at = level = 0
        for key, heading in self.headings:
            if at < len(keys) and heading.level > level and key == keys[at]:
                at += 1
                level = heading.level
        return at == len(keys)

    def near_ids(self, block: str) -> tuple[str, ...]:
        """Block ids that are spelled much like this one."""
        if self._near_ids is None:
            for found in self._note.parsed.blocks:
                self._ids.setdefault(found.id.lower(), found.id)
            self._near_ids = NearKeys(self._ids)
        return tuple(self._ids[key] for _, key in self._near_ids.find(block.lower())[:_OFFERED])


def _slug(text: str) -> str:
    """The anchor that GitHub gives a heading."""
    return _NO_SLUG.sub("", text.strip().lower()).replace(" ", "-")
