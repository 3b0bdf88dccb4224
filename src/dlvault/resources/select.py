"""Which resources of a library are asked for."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dlvault.errors import UsageError
from dlvault.model.identity import url_identity
from dlvault.model.note import TagOrigin
from dlvault.resources.library import display_title

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from dlvault.model.index import VaultIndex
    from dlvault.model.note import Note, NotePath
    from dlvault.resources.library import Resource

_FIRST, _LAST = 0, 9999


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a resource must be to be listed; an empty field asks for nothing.

    `types` are lower case; `years` are the first and the last one; `notes` are vault paths of which one must name it;
    `tag` is one that an entry of it carries in its text, or its note in the properties; `has_code` tells whether it
    must have code, or must not; `duplicates` asks for those with several places; `words` must all stand in its title,
    authors, venue, remarks, comments or addresses.
    """

    types: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    notes: frozenset[NotePath] = frozenset()
    tag: str = ""
    has_code: bool | None = None
    duplicates: bool = False
    words: tuple[str, ...] = ()


def select(library: Mapping[str, Resource], wanted: Wanted, index: VaultIndex) -> tuple[Resource, ...]:
    """Resources of a library that are as wanted, in its order."""
    with_code = resources_with_code(library) if wanted.has_code is not None else frozenset()
    tagged = _tagged_places(index, library, wanted.tag) if wanted.tag else frozenset()
    return tuple(
        resource
        for resource in library.values()
        if (not wanted.types or not set(wanted.types).isdisjoint(resource.types))
        and (wanted.years is None or _within(resource.year, wanted.years))
        and (not wanted.notes or any(place.note in wanted.notes for place in resource.places))
        and (not wanted.tag or any((place.note, place.line, place.column) in tagged for place in resource.places))
        and (wanted.has_code is None or (resource.identity in with_code) is wanted.has_code)
        and (not wanted.duplicates or (len(resource.places) > 1 and not resource.is_pointer))
        and (not wanted.words or _holds(resource, wanted.words))
    )


def resources_with_code(library: Mapping[str, Resource]) -> frozenset[str]:
    """Identities of resources with an implementation: a child of type code, or a child that is a repository."""
    found = set()
    for resource in library.values():
        for place in resource.places:
            if place.parent is not None and place.entry.type == "code":
                found.add(place.parent.identity)
            if any(url_identity(url).startswith("github:") for url, _ in place.entry.alternatives):
                found.add(resource.identity)
    return frozenset(found)


def read_years(text: str) -> tuple[int, int]:
    """Read `2019`, `2019..`, `..2015` or `2017..2019` as the first and last year.

    Raises:
        UsageError: the text is no such range, or ends before it begins.
    """
    first, dots, last = text.partition("..")
    if not dots:
        last = first
    fits = all(not year or (year.isascii() and year.isdecimal()) for year in (first, last)) and (first or last)
    years = (int(first or _FIRST), int(last or _LAST)) if fits else (1, 0)
    if years[0] > years[1]:
        raise UsageError(f"{text!r} is no range of years", "write 2019, 2019.., ..2015 or 2017..2019")
    return years


def _within(year: int | None, years: tuple[int, int]) -> bool:
    return year is not None and years[0] <= year <= years[1]


def _tagged_places(
    index: VaultIndex, library: Mapping[str, Resource], tag: str
) -> Collection[tuple[NotePath, int, int]]:
    """Places of entries that carry a tag or one below it, in their own text or in the properties of their note."""
    wanted = tag.removeprefix("#").rstrip("/").lower()
    starts: dict[NotePath, list[int] | None] = {}
    found = set()
    for resource in library.values():
        for place in resource.places:
            if place.note not in starts:
                starts[place.note] = _starts(index.notes[place.note], wanted)
            own, span = starts[place.note], place.entry.span
            if own is None or bisect_left(own, span.start) < bisect_left(own, span.end):
                found.add((place.note, place.line, place.column))
    return found


def _starts(note: Note, wanted: str) -> list[int] | None:
    """Where a tag stands in the text of a note, in order; None where its properties have it."""
    uses = [use for use in note.parsed.tags if is_below(use.name, wanted)]
    if any(use.origin is TagOrigin.PROPERTY for use in uses):
        return None
    return sorted(use.span.start for use in uses)


def is_below(name: str, wanted: str) -> bool:
    """Whether a tag is the one wanted, which is lower case, or nested below it."""
    low = name.lower()
    return low == wanted or low.startswith(f"{wanted}/")


def _holds(resource: Resource, words: tuple[str, ...]) -> bool:
    parts = [display_title(resource), resource.identity, resource.venue or "", *resource.authors]
    for place in resource.places:
        entry = place.entry
        parts += [entry.title or "", entry.attribution or "", entry.remark or "", entry.url or "", *entry.comments]
        parts += [part for alternative in entry.alternatives for part in alternative if part]
        parts += [entry.context or "", *entry.headings]
    text = "\n".join(parts).casefold()
    return all(word.casefold() in text for word in words)
