"""Evidence and census of a partial index: what rules ask of other notes, looked up note by note."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dlvault.lint.census import Variants, files_in_properties
from dlvault.lint.evidence import Evidence
from dlvault.load import topics
from dlvault.load.partial import Sought
from dlvault.load.ripple import disagreements_about, needs_from
from dlvault.model.folding import fold
from dlvault.model.index import Missing
from dlvault.model.prerequisites import circles
from dlvault.resources.library import keys_of, places_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from dlvault.load.names import Names
    from dlvault.load.ripple import Side
    from dlvault.model.history import PastFile
    from dlvault.model.index import Edge, VaultIndex
    from dlvault.model.note import Note, NotePath
    from dlvault.resources.library import Disagreement, Key, Place


class PartialEvidence(Evidence):
    """Evidence that reads only notes which have to do with a question."""

    def __init__(
        self,
        index: VaultIndex,
        past: Callable[[], Mapping[str, PastFile]],
        mentioning: Callable[[str], Sequence[NotePath]],
        names: Names,
    ) -> None:
        """Take a partial index, who may have to do with a topic, and the names of all files."""
        super().__init__(index, past)
        self._mentioning = mentioning
        self._by_name = Sought(names.with_name)
        self._by_stem = Sought(names.with_stem)
        self._asking: dict[str, Collection[NotePath]] = {}

    def namers(self, key: str) -> Collection[NotePath]:
        """Notes that ask for one missing note."""
        if key not in self._asking:
            self._asking[key] = [path for path in self._mentioning(topics.planned_topic(key)) if self._asks(path, key)]
        return self._asking[key]

    def _asks(self, path: NotePath, key: str) -> bool:
        return any(
            self.asked_for(edge) == key
            for edge in self._index.outgoing[path]
            if isinstance(edge.resolution, Missing) and edge.resolution.path is None
        )

    def block_owners(self, block: str) -> Sequence[NotePath]:
        """Notes that have a block of this id."""
        wanted, notes = block.lower(), self._index.notes
        paths = self._mentioning(topics.block_topic(wanted))
        return [path for path in paths if any(one.id.lower() == wanted for one in notes[path].parsed.blocks)]


class PartialCensus:
    """A census that knows the counts of the whole vault, and reads only notes which have to do with a question."""

    def __init__(self, side: Side, spellings: Mapping[str, Mapping[str, int]], written: int) -> None:
        """Take the vault, how often each tag is spelled how, and how many notes people wrote."""
        self._side = side
        self._spellings = spellings
        self.has_several_notes = written > 1

    @cached_property
    def mixed_tags(self) -> Mapping[str, Variants]:
        """Tags in several spellings."""
        found = ((name, Variants.of(counts)) for name, counts in self._spellings.items() if len(counts) > 1)
        return {name: variants for name, variants in found if variants is not None}

    def keys_of(self, note: Note) -> Sequence[Key]:
        """The identities of the entries of a note."""
        return keys_of(self._side.vault, note)

    def places_of(self, note: Note) -> Sequence[Place]:
        """The entries of a note."""
        return places_of(self._side.vault, note)

    def disagreements_in(self, path: NotePath) -> Sequence[tuple[str, Disagreement]]:
        """Entries of a note that say something else of a resource than its first place."""
        side = self._side
        if not side.is_counted(path) or side.vault.notes[path].is_generated:
            return ()
        identities = dict.fromkeys(identity for identity, _ in self.keys_of(side.vault.notes[path]))
        return [
            (identity, one)
            for identity in identities
            for one in disagreements_about(side, identity)
            if one.place.note == path
        ]

    def circles_from(
        self, path: NotePath
    ) -> tuple[Mapping[NotePath, tuple[Edge, ...]], tuple[tuple[NotePath, ...], int] | None]:
        """What notes require, and the circle in which a note stands."""
        needs = needs_from(self._side.vault, path)
        return needs, circles(needs).get(path)

    def is_named_in_properties(self, name: str) -> bool:
        """Whether the name of an attachment stands in a property of a note."""
        wanted, notes = fold(name), self._side.vault.notes
        paths = self._side.mentioning(topics.property_topic(wanted))
        return any(wanted in files_in_properties(notes[path]) for path in paths)
