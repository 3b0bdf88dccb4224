"""An index that reads of a vault only what it is asked for: for runs after a change of few notes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar

from dlvault.load.hidden import excluded_by, templates_of
from dlvault.load.topics import alias_topic, target_topic
from dlvault.model.folding import fold
from dlvault.model.formats import is_canvas, is_note
from dlvault.model.index import Edge, VaultIndex
from dlvault.model.note import Attachment, Note, NotePath
from dlvault.vault.resolve import Resolver

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dlvault.model.finding import FileProblem
    from dlvault.vault.names import NameTable
    from dlvault.vault.settings import VaultSettings

K = TypeVar("K")
V = TypeVar("V")


class Asked(Mapping[K, V], Generic[K, V]):
    """A mapping whose values are found when they are asked for, and then kept."""

    def __init__(self, keys: Collection[K], find: Callable[[K], V]) -> None:
        """Take the keys, and what finds the value of one."""
        self._keys = keys
        self._find = find
        self._found: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        """Value of a key."""
        if key not in self._found:
            if key not in self._keys:
                raise KeyError(key)
            self._found[key] = self._find(key)
        return self._found[key]

    def __contains__(self, key: object) -> bool:
        """Whether there is a key; its value is not looked for."""
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        """All keys."""
        return iter(self._keys)

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._keys)


class Some(Collection[K]):
    """Those of many that are of one kind, told one by one."""

    def __init__(self, every: frozenset[K], is_one: Callable[[K], bool]) -> None:
        """Take them all, and what tells the kind."""
        self._every = every
        self._is_one = is_one

    def __contains__(self, one: object) -> bool:
        """Whether one is there and of the kind."""
        return one in self._every and self._is_one(one)

    def __iter__(self) -> Iterator[K]:
        """All of the kind."""
        return filter(self._is_one, self._every)

    def __len__(self) -> int:
        """How many are of the kind."""
        return sum(map(self._is_one, self._every))


class Sought(Asked[K, V]):
    """The same, where nobody knows the keys: only those whose value is not empty are there."""

    def __init__(self, find: Callable[[K], V]) -> None:
        """Take what finds the value of a key."""
        super().__init__((), find)

    def __getitem__(self, key: K) -> V:
        """Value of a key that has one."""
        if key not in self._found:
            self._found[key] = self._find(key)
        if not self._found[key]:
            raise KeyError(key)
        return self._found[key]

    def __contains__(self, key: object) -> bool:
        """Whether a key has a value."""
        return self.get(key) is not None  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[K]:
        """Nobody may go through all of them: they are not known."""
        message = "only single keys can be looked up"
        raise TypeError(message)

    def __len__(self) -> int:
        """Nobody may count them."""
        message = "only single keys can be looked up"
        raise TypeError(message)


class Incoming(tuple[Edge, ...]):  # noqa: SLOT001 - a tuple can have none
    """Links to one file, looked for one by one: who wants to know whether there is one needs no second."""

    _find: Callable[[], Iterator[Edge]]

    @classmethod
    def by(cls, find: Callable[[], Iterator[Edge]]) -> Incoming:
        """Take what finds them."""
        links = cls()
        links._find = find
        return links

    def __iter__(self) -> Iterator[Edge]:
        """Go through them in any order."""
        return self._find()

    def __bool__(self) -> bool:
        """Whether there is one."""
        return next(self._find(), None) is not None


def partial_index(  # noqa: PLR0913, PLR0917 - one argument for each part of the index
    root: Path,
    every: frozenset[NotePath],
    facts: Callable[[NotePath], Note],
    mentioning: Callable[[str], Sequence[NotePath]],
    each: Callable[[str], Iterator[NotePath]],
    settings: VaultSettings,
    problems: Sequence[FileProblem],
    names: NameTable,
) -> VaultIndex:
    """Make an index of all files, `every` one of them, that reads only those that are asked for.

    `mentioning` names the notes that may have to do with a topic, and perhaps some more; `each` does so one by one.
    """
    notes: Asked[NotePath, Note] = Asked(Some(every, lambda path: is_note(path) or is_canvas(path)), facts)
    return _Links(notes, names, mentioning, each).index(root, every, settings, problems)


class _Links:
    """Resolves the links of single notes."""

    def __init__(
        self,
        notes: Asked[NotePath, Note],
        names: NameTable,
        mentioning: Callable[[str], Sequence[NotePath]],
        each: Callable[[str], Iterator[NotePath]],
    ) -> None:
        self._each = each
        self._notes = notes
        self._resolver = Resolver(names, notes)
        self._mentioning = mentioning

    def index(
        self, root: Path, every: frozenset[NotePath], settings: VaultSettings, problems: Sequence[FileProblem]
    ) -> VaultIndex:
        notes = self._notes
        others = Some(every, lambda path: not (is_note(path) or is_canvas(path)))
        self.outgoing: Asked[NotePath, tuple[Edge, ...]] = Asked(notes, self._outgoing)
        return VaultIndex(
            root=root,
            name=root.resolve().name,
            revision=1,
            notes=notes,
            attachments=Asked(others, lambda path: Attachment(path, 0, 0)),
            excluded=excluded_by(settings),
            templates=templates_of(settings),
            overlaid=frozenset(),
            outgoing=self.outgoing,
            incoming=Sought(self._incoming),
            tags=MappingProxyType({}),
            aliases=Sought(self._with_alias),
            unresolved=MappingProxyType({}),
            problems=tuple(problems),
        )

    def _outgoing(self, path: NotePath) -> tuple[Edge, ...]:
        return self._resolver.edges(self._notes[path])

    def _incoming(self, path: NotePath) -> tuple[Edge, ...]:
        return Incoming.by(lambda: self._links_to(path))

    def _links_to(self, path: NotePath) -> Iterator[Edge]:
        for source in self._each(target_topic(path)):
            note = self._notes[source]
            for edge in self.outgoing[source]:
                if edge.target == path and not note.generated_at(edge.link.span):
                    yield edge

    def _with_alias(self, key: str) -> tuple[NotePath, ...]:
        return tuple(
            path
            for path in self._mentioning(alias_topic(key))
            if any(fold(alias) == key for alias in self._notes[path].parsed.aliases)
        )
