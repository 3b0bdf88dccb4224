"""What only all notes together tell: tags in several spellings, resources, circles, names in properties."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dlvault.model.folding import fold
from dlvault.model.formats import is_attachable
from dlvault.model.note import NoteKind
from dlvault.model.prerequisites import circles, requirements
from dlvault.resources.library import disagreements_among, keys_of, places_of, readable_notes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from dlvault.model.index import Edge, VaultIndex
    from dlvault.model.note import Note, NotePath
    from dlvault.resources.library import Disagreement, Key, Place


class Variants(NamedTuple):
    """A tag in several spellings: the usual one, how often it stands, and how often the tag does in any."""

    usual: str
    times: int
    uses: int

    @classmethod
    def of(cls, spellings: Mapping[str, int]) -> Variants | None:
        """Find the usual one of several spellings by their counts; None where there is but one."""
        if len(spellings) < 2:  # noqa: PLR2004 - one alone varies from nothing
            return None
        usual, times = min(spellings.items(), key=lambda row: (-row[1], row[0]))
        return cls(usual, times, sum(spellings.values()))


class Census(Protocol):
    """What rules ask of all notes together."""

    @property
    def mixed_tags(self) -> Mapping[str, Variants]:
        """Tags in several spellings, by their folded name; hidden notes that are not linted do not count."""

    @property
    def has_several_notes(self) -> bool:
        """Whether people wrote more than one note."""

    def keys_of(self, note: Note) -> Sequence[Key]:
        """The identities of the entries of a note."""

    def places_of(self, note: Note) -> Sequence[Place]:
        """The entries of a note."""

    def disagreements_in(self, path: NotePath) -> Sequence[tuple[str, Disagreement]]:
        """Entries of a note that say something else of a resource than its first place, with its identity."""

    def circles_from(
        self, path: NotePath
    ) -> tuple[Mapping[NotePath, tuple[Edge, ...]], tuple[tuple[NotePath, ...], int] | None]:
        """What notes require, and the circle in which a note stands with its place in it."""

    def is_named_in_properties(self, name: str) -> bool:
        """Whether the name of an attachment stands in a property of a note."""


class FullCensus:
    """The census of a whole index; each table is made when it is first asked for."""

    def __init__(self, index: VaultIndex, linted: Collection[NotePath]) -> None:
        """Take an index, and the notes that a run looks at."""
        self._index = index
        self._linted = linted
        self._keys: dict[NotePath, Sequence[Key]] = {}

    @cached_property
    def mixed_tags(self) -> Mapping[str, Variants]:
        """Tags in several spellings."""
        index, linted = self._index, self._linted
        hidden = {path for path in index.excluded | index.templates if path not in linted}
        mixed = {}
        for name, uses in index.tags.items():
            if len(uses) > 1:
                variants = Variants.of(Counter([use.name for path, use in uses if path not in hidden]))
                if variants is not None:
                    mixed[name] = variants
        return mixed

    @cached_property
    def has_several_notes(self) -> bool:
        """Whether people wrote more than one note."""
        written = (note for note in self._index.notes.values() if is_written(note))
        return next(written, None) is not None and next(written, None) is not None

    def keys_of(self, note: Note) -> Sequence[Key]:
        """The identities of the entries of a note, found once."""
        if not note.parsed.entries:
            return ()
        found = self._keys.get(note.path)
        if found is None:
            found = self._keys[note.path] = keys_of(self._index, note)
        return found

    def places_of(self, note: Note) -> Sequence[Place]:
        """The entries of a note."""
        return places_of(self._index, note, self.keys_of(note))

    def disagreements_in(self, path: NotePath) -> Sequence[tuple[str, Disagreement]]:
        """Entries of a note that disagree with the first place of their resource."""
        return self._disagreements.get(path, ())

    @cached_property
    def _disagreements(self) -> Mapping[NotePath, list[tuple[str, Disagreement]]]:
        places: dict[str, list[Place]] = {identity: [] for identity in sorted(self._repeated())}
        for note in readable_notes(self._index) if places else ():
            if any(identity in places for identity, _ in self.keys_of(note)):
                for place in self.places_of(note):
                    if place.identity in places:
                        places[place.identity].append(place)
        found: defaultdict[NotePath, list[tuple[str, Disagreement]]] = defaultdict(list)
        for identity, several in places.items():
            for one in disagreements_among(several):
                found[one.place.note].append((identity, one))
        return found

    def _repeated(self) -> set[str]:
        """Resources with several places; most have but one, of which nobody needs to know more."""
        seen: set[str] = set()
        again: set[str] = set()
        for note in readable_notes(self._index):
            for identity, _ in self.keys_of(note):
                (again if identity in seen else seen).add(identity)
        return again

    def circles_from(
        self, path: NotePath
    ) -> tuple[Mapping[NotePath, tuple[Edge, ...]], tuple[tuple[NotePath, ...], int] | None]:
        """What notes require, and the circle in which a note stands."""
        return self._needs, self._circles.get(path)

    @cached_property
    def _needs(self) -> Mapping[NotePath, tuple[Edge, ...]]:
        return requirements(self._index)

    @cached_property
    def _circles(self) -> Mapping[NotePath, tuple[tuple[NotePath, ...], int]]:
        return circles(self._needs)

    def is_named_in_properties(self, name: str) -> bool:
        """Whether the name of an attachment stands in a property of a note."""
        return fold(name) in self._named

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(name for note in self._index.notes.values() for name in files_in_properties(note))


def is_written(note: Note) -> bool:
    """Whether people wrote a note."""
    return note.kind is NoteKind.NOTE and not note.is_generated


def files_in_properties(note: Note) -> Iterator[str]:
    """Folded last parts of all texts in the properties of a note that end like an attachment."""
    for text in _texts(note.parsed.properties.values()):
        if is_attachable(text.strip()):
            yield fold(text.strip().rpartition("/")[2])


def _texts(values: Iterable[object]) -> Iterator[str]:
    """Texts, and those in lists; deeper ones name no file."""
    for value in values:
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, str):
                yield item
