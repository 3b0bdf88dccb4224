"""What a library holds, in figures: types, years, code, what is named most often, what is repeated."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from dlvault.resources.library import disagreements, display_title
from dlvault.resources.select import resources_with_code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dlvault.model.note import NotePath
    from dlvault.resources.library import Resource

MOST_NAMED = 10
FULLEST = 5


class Named(NamedTuple):
    """A resource with several places, and in how many notes these are."""

    identity: str
    type: str | None
    title: str
    notes: int
    places: int


class Repeated(NamedTuple):
    """Resources with several places: all, those with two or more in one note, those whose places disagree."""

    resources: int
    in_one_note: int
    disagreeing: int


class LibraryFigures(NamedTuple):
    """Counts of one library. An entry that only leads to a note is a pointer and makes no resource.

    `types` are the main types, the most frequent first; `years` are in order, `undated` the resources without one.
    """

    entries: int
    resources: int
    pointers: int
    types: tuple[tuple[str | None, int], ...]
    years: tuple[tuple[int, int], ...]
    undated: int
    papers_with_code: int
    papers_without_code: int
    most_named: tuple[Named, ...]
    fullest: tuple[tuple[NotePath, int], ...]
    repeated: Repeated


def library_figures(library: Mapping[str, Resource]) -> LibraryFigures:
    """Count; the lists hold at most `MOST_NAMED` resources and `FULLEST` notes."""
    works = [resource for resource in library.values() if not resource.is_pointer]
    types = Counter(resource.type for resource in works)
    years = Counter(resource.year for resource in works if resource.year is not None)
    papers = [resource.identity for resource in works if resource.type == "paper"]
    papers_with_code = len(resources_with_code(library).intersection(papers))
    return LibraryFigures(
        entries=sum(len(resource.places) for resource in library.values()),
        resources=len(works),
        pointers=sum(place.pointer for resource in library.values() for place in resource.places),
        types=tuple(sorted(types.items(), key=lambda item: (item[0] is None, -item[1], item[0] or ""))),
        years=tuple(sorted(years.items())),
        undated=len(works) - years.total(),
        papers_with_code=papers_with_code,
        papers_without_code=len(papers) - papers_with_code,
        most_named=_most_named(works),
        fullest=_fullest(works),
        repeated=_repeated(works),
    )


def _most_named(works: Sequence[Resource]) -> tuple[Named, ...]:
    """Resources with several places, those in most notes first, then those with most places, then by title."""
    named = [
        Named(
            resource.identity,
            resource.type,
            display_title(resource),
            len({place.note for place in resource.places}),
            len(resource.places),
        )
        for resource in works
        if len(resource.places) > 1
    ]
    named.sort(key=lambda one: (-one.notes, -one.places, one.title.lower(), one.identity))
    return tuple(named[:MOST_NAMED])


def _fullest(works: Sequence[Resource]) -> tuple[tuple[NotePath, int], ...]:
    """Notes by the number of resources that they name."""
    listed: Counter[NotePath] = Counter(
        note for resource in works for note in {place.note for place in resource.places}
    )
    return tuple(sorted(listed.items(), key=lambda item: (-item[1], item[0]))[:FULLEST])


def _repeated(works: Sequence[Resource]) -> Repeated:
    resources = in_one_note = disagreeing = 0
    for resource in works:
        places: defaultdict[NotePath, int] = defaultdict(int)
        for place in resource.places:
            if not place.pointer:
                places[place.note] += 1
        if sum(places.values()) > 1:
            resources += 1
            in_one_note += max(places.values()) > 1
            disagreeing += bool(disagreements(resource))
    return Repeated(resources, in_one_note, disagreeing)
