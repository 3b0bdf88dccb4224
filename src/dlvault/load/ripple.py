"""What a change of some notes means for the findings of others.

Each rule that reads more than its own note has its line here; docs/adr/0015 has the table.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from dlvault.lint.census import files_in_properties, is_written
from dlvault.load import topics
from dlvault.model.folding import fold, heading_key
from dlvault.model.formats import without_note_extension
from dlvault.model.index import Missing
from dlvault.model.prerequisites import is_requirement
from dlvault.resources.library import disagreements, merged, places_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dlvault.lint.evidence import Evidence
    from dlvault.model.index import Edge, VaultIndex
    from dlvault.model.note import Note, NotePath
    from dlvault.resources.library import Disagreement, Place


class Side(NamedTuple):
    """The vault before or after a change: its index, who may have to do with a topic, and what a link asks for."""

    vault: VaultIndex
    mentioning: Callable[[str], Sequence[NotePath]]
    evidence: Evidence

    def has(self, path: NotePath) -> bool:
        """Whether there is such a file."""
        return path in self.vault.notes or path in self.vault.attachments

    def is_counted(self, path: NotePath) -> bool:
        """Whether what stands in a note counts for the vault."""
        return path not in self.vault.excluded and path not in self.vault.templates


class Effects(NamedTuple):
    """All of a note that the findings of other files can depend on."""

    anchors: tuple[object, ...] = ()
    blocks: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()
    properties: frozenset[str] = frozenset()
    spellings: Mapping[str, int] = Counter()
    asks_for: frozenset[str] = frozenset()
    links: Mapping[NotePath, frozenset[str]] = {}
    requires: tuple[NotePath | None, ...] = ()
    places: Mapping[str, tuple[object, ...]] = {}
    is_written: bool = False


NOTHING = Effects()


def effects_of(side: Side, path: NotePath) -> Effects:
    """Look at one note; a file that is no note, or is not there, has none."""
    note = side.vault.notes.get(path)
    if note is None:
        return NOTHING
    parsed = note.parsed
    edges = side.vault.outgoing[path]
    return Effects(
        (
            note.readable,
            *((heading.level, heading.text) for heading in parsed.headings),
            *(b.id for b in parsed.blocks),
        ),
        frozenset(block.id.lower() for block in parsed.blocks),
        frozenset(fold(alias) for alias in parsed.aliases),
        frozenset(files_in_properties(note)),
        Counter([use.name for use in note.written_tags()] if side.is_counted(path) else ()),
        frozenset(_asked_for(side, edges)),
        _links(note, edges),
        tuple(edge.target for edge in edges if edge.link.target and is_requirement(edge.link.property_key)),
        _places(side, note) if side.is_counted(path) and not note.is_generated else {},
        is_written(note),
    )


def _asked_for(side: Side, edges: Iterable[Edge]) -> Iterable[str]:
    for edge in edges:
        if isinstance(edge.resolution, Missing) and edge.resolution.path is None:
            key = side.evidence.asked_for(edge)
            if key is not None:
                yield key


def _links(note: Note, edges: Iterable[Edge]) -> Mapping[NotePath, frozenset[str]]:
    """Subpaths of the links to each file, as `VaultIndex.incoming` counts links."""
    found: dict[NotePath, set[str]] = {}
    for edge in edges:
        target = edge.target
        if target is not None and not note.generated_at(edge.link.span):
            found.setdefault(target, set()).add(edge.link.subpath)
    return {path: frozenset(subpaths) for path, subpaths in found.items()}


def _places(side: Side, note: Note) -> Mapping[str, tuple[object, ...]]:
    """What the entries of a note say of each resource, and where."""
    found: dict[str, list[object]] = {}
    for place in places_of(side.vault, note) if note.parsed.entries else ():
        entry = place.entry
        row = (place.line, place.pointer, entry.title, entry.year, entry.type)
        found.setdefault(place.identity, []).append(row)
    return {identity: tuple(rows) for identity, rows in found.items()}


def resolved_anew(before: Side, after: Side, changed: Iterable[NotePath]) -> set[NotePath]:
    """Notes whose links may mean other files now, and broken links, for which any name may be a hint."""
    wanted: set[str] = set()
    for path in changed:
        if before.has(path) != after.has(path):
            name = path.rpartition("/")[2]
            wanted |= {topics.name_topic(name), topics.BROKEN}
            if path.lower().endswith(".md"):
                stem = without_note_extension(name)
                wanted |= {topics.name_topic(stem), topics.alias_topic(fold(stem))}
    return {source for topic in wanted for source in before.mentioning(topic)}


class Reach:
    """The files whose findings may change because others did, and how the counts of the vault change."""

    def __init__(self, before: Side, after: Side) -> None:
        """Begin with nothing."""
        self.files: set[NotePath] = set()
        self.spellings: Counter[str] = Counter()
        self.written = 0
        self._before = before
        self._after = after

    def follow(self, files: Iterable[NotePath]) -> None:
        """Follow files whose text changed, that came or went, or whose links may mean others, to all they can reach."""
        for path in sorted(files):
            self.files.add(path)
            self._compare(path)

    def _compare(self, path: NotePath) -> None:
        old, new = effects_of(self._before, path), effects_of(self._after, path)
        wanted: set[str] = set()
        if old.anchors != new.anchors:
            wanted.add(topics.anchor_topic(path))
        wanted |= {topics.sought_topic(block) for block in old.blocks ^ new.blocks}
        wanted |= {topics.alias_topic(key) for key in old.aliases ^ new.aliases}
        wanted |= {topics.planned_topic(key) for key in old.asks_for ^ new.asks_for}
        for topic in wanted:
            self.files.update(self._mentioning(topic))
        for target in old.links.keys() | new.links.keys():
            if old.links.get(target) != new.links.get(target) and self._matters(target):
                self.files.add(target)
        for name in old.properties ^ new.properties:
            self.files.update(self._after.evidence.by_name.get(name, ()))
        if old.requires != new.requires:
            self.files.update(_circle_members(self._before.vault, path), _circle_members(self._after.vault, path))
        for identity in old.places.keys() | new.places.keys():
            if old.places.get(identity) != new.places.get(identity):
                self.files.update(self._disagreeing(identity))
        self.spellings.update(new.spellings)
        self.spellings.subtract(old.spellings)
        self.written += new.is_written - old.is_written

    def _matters(self, target: NotePath) -> bool:
        """Whether another link to a file, or one less, can matter to it: to most notes that have others it cannot."""
        note = self._after.vault.notes.get(target)
        if note is None:
            return True
        keys = [heading_key(heading.text) for heading in note.parsed.headings]
        return len(set(keys)) < len(keys) or _is_orphan(self._before, target) != _is_orphan(self._after, target)

    def _mentioning(self, topic: str) -> set[NotePath]:
        return {*self._before.mentioning(topic), *self._after.mentioning(topic)}

    def _disagreeing(self, identity: str) -> set[NotePath]:
        """Notes that disagree about a resource otherwise than before."""
        then, now = (
            {
                (one.fact, one.place.note, one.place.line, one.value, one.first.note, one.first.line, one.first_value)
                for one in disagreements_about(side, identity)
            }
            for side in (self._before, self._after)
        )
        return {row[1] for row in then ^ now}


def _is_orphan(side: Side, path: NotePath) -> bool:
    return all(edge.source == path for edge in side.vault.incoming.get(path, ()))


def disagreements_about(side: Side, identity: str) -> Sequence[Disagreement]:
    """Entries that say something else of a resource than its first place."""
    places = library_places(side, identity)
    return disagreements(merged(identity, places)) if len(places) > 1 else ()


def library_places(side: Side, identity: str) -> tuple[Place, ...]:
    """All places of a resource that count."""
    found: list[Place] = []
    for path in side.mentioning(topics.identity_topic(identity)):
        note = side.vault.notes.get(path)
        if note is not None and side.is_counted(path) and not note.is_generated:
            found += [place for place in places_of(side.vault, note) if place.identity == identity]
    return tuple(found)


def needs_from(index: VaultIndex, start: NotePath) -> Mapping[NotePath, tuple[Edge, ...]]:
    """What a note requires, what that requires, and so on: all circles through it are in there."""
    found: dict[NotePath, tuple[Edge, ...]] = {}
    waiting = [start]
    for path in waiting:
        if path in found or path not in index.notes:
            continue
        edges = index.outgoing[path]
        mine = tuple(edge for edge in edges if edge.link.target and is_requirement(edge.link.property_key))
        if mine:
            found[path] = mine
            waiting.extend(edge.target for edge in mine if edge.target is not None)
    return found


def _circle_members(index: VaultIndex, path: NotePath) -> set[NotePath]:
    """Notes that a note requires in the end, and that require it."""
    needs = needs_from(index, path)
    above: dict[NotePath, list[NotePath]] = {}
    for source, edges in needs.items():
        for edge in edges:
            if edge.target is not None:
                above.setdefault(edge.target, []).append(source)
    found: set[NotePath] = set()
    waiting = [path]
    for one in waiting:
        for source in above.get(one, ()):
            if source not in found:
                found.add(source)
                waiting.append(source)
    return found
