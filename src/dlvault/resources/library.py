"""Entries of all notes as one library: each resource once, with all its places and relations."""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from unicodedata import normalize

from dlvault.model.identity import title_identity, url_identity

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dlvault.model.entry import Entry
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import Note, NotePath

_RELATIONS = {
    ("code", "paper"): "implements",
    ("talk", "paper"): "explains",
    ("talk", "code"): "explains",
    ("paper", "code"): "describes",
    ("paper", "book"): "describes",
    ("code", "course"): "companion",
    ("code", "book"): "companion",
}
RELATIONS = ("implements", "explains", "describes", "companion", "variant", "related")
"""What a child may be to its parent (spec/resources.md, section 5)."""


Key: TypeAlias = tuple[str, bool]
"""The identity of an entry, and whether it is that of the file to which it points."""


class Place(NamedTuple):
    """One entry where it stands: its note, line and column (both from 1), and the resource that it names.

    `parent` is the place whose child it is, `relation` what it is to that. `target` is the file to which an entry
    without address points, `notes` are the files that its children point to. `pointer` tells that the identity is
    that of the file: then it is a way to a resource and no resource of its own.
    """

    note: NotePath
    line: int
    column: int
    entry: Entry
    identity: str
    target: NotePath | None
    notes: tuple[NotePath, ...]
    pointer: bool
    parent: Place | None = None
    relation: str | None = None


class Resource(NamedTuple):
    """One work with all its places, by note and line; what it says is the best of them (section 9)."""

    identity: str
    places: tuple[Place, ...]
    type: str | None
    types: tuple[str, ...]
    title: str | None
    authors: tuple[str, ...]
    year: int | None
    venue: str | None
    url: str | None
    stars: int | None
    citations: int | None

    @property
    def is_pointer(self) -> bool:
        """Whether all its places only point to a note."""
        return all(place.pointer for place in self.places)


def build_library(
    index: VaultIndex,
    notes: Collection[NotePath] | None = None,
) -> Mapping[str, Resource]:
    """Resources by identity, sorted, from the notes named, or from all that a reader sees.

    Without `notes` the files that Obsidian excludes, its templates and pages that dlvault wrote are left out.
    """
    if notes is None:
        chosen = readable_notes(index)
    else:
        chosen = [note for path, note in index.notes.items() if path in notes and not note.is_generated]
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for note in chosen:
        if note.parsed.entries:
            for place in places_of(index, note):
                found[place.identity].append(place)
    return MappingProxyType({identity: merged(identity, tuple(found[identity])) for identity in sorted(found)})


def places_of(index: VaultIndex, note: Note, keys: Sequence[Key] | None = None) -> tuple[Place, ...]:
    """The entries of one note at their places, in the order of the note; `keys` where somebody has them already."""
    keys = keys_of(index, note) if keys is None else keys
    position = note.parsed.lines.position
    edges = index.outgoing.get(note.path, ())
    places: list[Place] = []
    for entry, (identity, pointer) in zip(note.parsed.entries, keys, strict=True):
        line, column = position(entry.span.start)
        target = None if entry.target is None else edges[entry.target].target
        notes = tuple(path for at in entry.notes if (path := edges[at].target) is not None)
        parent = None if entry.parent is None else places[entry.parent]
        relation = None if parent is None else relation_of(entry, parent.entry)
        places.append(Place(note.path, line, column, entry, identity, target, notes, pointer, parent, relation))
    return tuple(places)


def readable_notes(index: VaultIndex) -> list[Note]:
    """Notes that a reader sees: not those that Obsidian excludes, its templates and pages that dlvault wrote."""
    hidden = index.excluded | index.templates
    return [note for path, note in index.notes.items() if path not in hidden and not note.is_generated]


def keys_of(index: VaultIndex, note: Note) -> tuple[Key, ...]:
    """The identities of the entries of a note, in their order."""
    path = note.path
    edges = index.outgoing.get(path, ())
    return tuple(
        [
            _identity(path, entry, None if entry.target is None else edges[entry.target].target, index)
            for entry in note.parsed.entries
        ]
    )


def _identity(path: NotePath, entry: Entry, target: NotePath | None, index: VaultIndex) -> Key:
    """The key of an entry by the first rule of section 7 that applies, and whether it is that of another note."""
    url = entry.url
    if url is not None:
        key = url_identity(url)
        return (f"isbn:{entry.isbn}" if entry.isbn is not None and key.startswith("url:") else key), False
    if entry.isbn is not None:
        return f"isbn:{entry.isbn}", False
    if entry.block is not None:
        return f"note:{path}#^{entry.block}", False
    if target is not None and entry.target is not None:
        link = index.notes[path].parsed.links[entry.target]
        return f"note:{target}{link.subpath}", True
    return title_identity(entry.title, entry.year), False


def relation_of(child: Entry, parent: Entry) -> str:
    """What a child is to its parent, by their main types."""
    if child.type == parent.type and child.type is not None:
        return "variant"
    return _RELATIONS.get((child.type or "", parent.type or ""), "related")


def merged(identity: str, places: tuple[Place, ...]) -> Resource:
    """One resource from all its places, in their order."""
    first = places[0].entry
    if len(places) == 1:
        return Resource(
            identity,
            places,
            first.type,
            first.types,
            first.title,
            first.authors,
            first.year,
            first.venue,
            first.url,
            first.stars,
            first.citations,
        )
    entries = [place.entry for place in places]
    titles = [entry.title for entry in entries if entry.title is not None]
    typed = [entry for entry in entries if entry.types]
    return Resource(
        identity,
        places,
        typed[0].types[0] if typed else None,
        tuple(dict.fromkeys(name for entry in entries for name in entry.types)),
        max(titles, key=len) if titles else None,
        next((entry.authors for entry in entries if entry.authors), ()),
        next((entry.year for entry in entries if entry.year is not None), None),
        next((entry.venue for entry in entries if entry.venue is not None), None),
        next((entry.url for entry in entries if entry.url is not None), None),
        next((entry.stars for entry in entries if entry.stars is not None), None),
        next((entry.citations for entry in entries if entry.citations is not None), None),
    )


def display_title(resource: Resource) -> str:
    """What a reader sees as its name: the title, `code for <paper>`, `owner/repo`, else the address."""
    if resource.title is not None:
        return resource.title
    for place in resource.places:
        parent = place.parent
        if parent is not None and parent.entry.title is not None:
            return f"{resource.type or 'entry'} for {parent.entry.title}"
    return bare_name(resource.identity, resource.url)


def bare_name(identity: str, url: str | None) -> str:
    """`owner/repo` of a repository, the address of anything else."""
    return identity.removeprefix("github:") if identity.startswith("github:") else url or identity


class Disagreement(NamedTuple):
    """A place that says something else of a resource than the first place that says anything of it.

    `fact` is `title`, `year` or `type`.
    """

    fact: str
    place: Place
    value: str
    first: Place
    first_value: str


def disagreements(resource: Resource) -> tuple[Disagreement, ...]:
    """In what the places of one resource disagree (spec/resources.md, section 7); what is absent never does."""
    return disagreements_among(resource.places) if len(resource.places) > 1 else ()


def disagreements_among(places: Sequence[Place]) -> tuple[Disagreement, ...]:
    """In what the places of one resource disagree, as far as they stand in these."""
    first: dict[str, tuple[Place, str]] = {}
    found = []
    for place in places:
        if place.pointer:
            continue
        entry = place.entry
        for fact, value in (("title", entry.title), ("year", entry.year), ("type", entry.type)):
            if value is None:
                continue
            before, stated = first.setdefault(fact, (place, str(value)))
            same = same_title(stated, str(value)) if fact == "title" else stated == str(value)
            if not same:
                found.append(Disagreement(fact, place, str(value), before, stated))
    return tuple(found)


def same_title(one: str, other: str) -> bool:
    """Whether two titles are one: case, punctuation and a subtitle apart."""
    first, second = _title_key(one), _title_key(other)
    return (
        first == second
        or _main_title(one) == second
        or first == _main_title(other)
        or (_main_title(one) == _main_title(other))
    )


def _title_key(title: str) -> str:
    folded = normalize("NFC", title).casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in folded).split())


def _main_title(title: str) -> str:
    for mark in (": ", " - ", " \u2013 ", "\u2014", "? ", "! ", ". "):
        head, found, _ = title.partition(mark)
        if found and head.strip():
            title = head
    return _title_key(title)
