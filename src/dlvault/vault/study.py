"""The order in which to study a note: all that it requires, each note before what needs it."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeGuard

from dlvault.model.folding import fold
from dlvault.model.formats import without_note_extension
from dlvault.model.index import Missing
from dlvault.model.prerequisites import circle_through, requirements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dlvault.model.index import Edge, MissingReason, VaultIndex
    from dlvault.model.note import NotePath

EASIEST, HARDEST = 1, 3
"""The scale of the property `difficulty`; what lies outside of it orders nothing."""

_EXACT = 2**53
"""Whole numbers from here on are not the same to every reader of JSON."""

_LONG_BITS = 10_000
"""Python writes no number in decimal digits that is much longer."""

_Rank: TypeAlias = "tuple[float, NotePath]"
_Needs: TypeAlias = "Mapping[NotePath, tuple[NotePath, ...]]"


class Step(NamedTuple):
    """One file of the order: its name, its difficulty as written, and its neighbours in the order they are studied in.

    `requires` and `needed_by` hold what stands in the order, and that directly.
    """

    path: NotePath
    name: str
    difficulty: float | str | None
    requires: tuple[NotePath, ...]
    needed_by: tuple[NotePath, ...]


class Unknown(NamedTuple):
    """A prerequisite for which the vault has no file, as linked, and who needs it."""

    name: str
    reason: MissingReason
    needed_by: tuple[NotePath, ...]


class StudyOrder(NamedTuple):
    """What to study for a note, the note itself last.

    `broken` are the notes that stand behind one which requires them, because there is no other way in a circle.
    """

    steps: tuple[Step, ...]
    unknown: tuple[Unknown, ...]
    broken: tuple[NotePath, ...]


def study_order(index: VaultIndex, note: NotePath) -> StudyOrder:
    """Order all that a note requires, directly or not; of what could come next, the easiest does, then by path.

    A circle is broken at the note asked for where it holds that one, else where the way from there enters it.
    """
    links = requirements(index)
    needs = {path: tuple(dict.fromkeys(_targets(edges))) for path, edges in links.items()}
    reached, behind = _walk(index, needs, note)
    kept = {path: tuple(one for one in needs.get(path, ()) if (path, one) not in behind) for path in reached}
    order = _sorted(kept, {path: _rank(index, path) for path in reached})
    at = {path: number for number, path in enumerate(order)}
    users: defaultdict[NotePath, list[NotePath]] = defaultdict(list)
    for path in order:
        for target in needs.get(path, ()):
            users[target].append(path)
    steps = tuple(
        Step(
            path,
            _name(index, path),
            _difficulty(index, path),
            tuple(sorted(needs.get(path, ()), key=at.__getitem__)),
            tuple(users[path]),
        )
        for path in order
    )
    broken = {target for _, target in behind}
    return StudyOrder(steps, _unknown(links, order), tuple(sorted(broken, key=lambda path: (path != note, path))))


def circles(index: VaultIndex, order: StudyOrder) -> Iterator[tuple[NotePath, ...]]:
    """The circles in an order, each a shortest one from a note back to it; none that an earlier one has shown."""
    links = requirements(index) if order.broken else {}
    shown: set[NotePath] = set()
    for path in order.broken:
        circle = None if path in shown else circle_through(links, path)
        if circle is not None:
            shown.update(circle)
            yield circle


def _targets(edges: Iterable[Edge]) -> Iterator[NotePath]:
    return (target for edge in edges if (target := edge.target) is not None)


def _walk(
    index: VaultIndex, needs: _Needs, start: NotePath
) -> tuple[list[NotePath], frozenset[tuple[NotePath, NotePath]]]:
    """Go down all that is required; also say which requirements lead back to a note on the way there.

    The hardest goes first: where notes of a circle differ in nothing else, the easiest is studied first.
    """
    reached: list[NotePath] = []
    behind: set[tuple[NotePath, NotePath]] = set()
    is_open: dict[NotePath, bool] = {}
    way: list[tuple[NotePath, Iterator[NotePath]]] = []

    def enter(path: NotePath) -> None:
        reached.append(path)
        is_open[path] = True
        way.append((path, iter(sorted(needs.get(path, ()), key=lambda one: _rank(index, one), reverse=True))))

    enter(start)
    while way:
        path, rest = way[-1]
        for target in rest:
            if target not in is_open:
                enter(target)
                break
            if is_open[target]:
                behind.add((path, target))
        else:
            is_open[path] = False
            way.pop()
    return reached, frozenset(behind)


def _sorted(needs: _Needs, ranks: Mapping[NotePath, _Rank]) -> list[NotePath]:
    """Each note behind what it needs, which runs in no circle; the lowest rank first of those that can come next."""
    users: defaultdict[NotePath, list[NotePath]] = defaultdict(list)
    for path, targets in needs.items():
        for target in targets:
            users[target].append(path)
    waiting = {path: len(targets) for path, targets in needs.items()}
    ready = [ranks[path] for path, count in waiting.items() if not count]
    heapq.heapify(ready)
    order = []
    while ready:
        _, path = heapq.heappop(ready)
        order.append(path)
        for user in users[path]:
            waiting[user] -= 1
            if not waiting[user]:
                heapq.heappush(ready, ranks[user])
    return order


def _unknown(links: Mapping[NotePath, tuple[Edge, ...]], order: Iterable[NotePath]) -> tuple[Unknown, ...]:
    """Prerequisites without a file by name; one that is spelled in several ways is named as the first note does."""
    found: dict[str, tuple[str, MissingReason, dict[NotePath, None]]] = {}
    for path in order:
        for edge in links.get(path, ()):
            if isinstance(edge.resolution, Missing) and edge.target is None:
                name = without_note_extension(edge.link.target)
                found.setdefault(fold(name), (name, edge.resolution.reason, {}))[2][path] = None
    return tuple(Unknown(name, reason, tuple(users)) for _, (name, reason, users) in sorted(found.items()))


# -- what a note says of itself ----------------------------------------------------------------------------


def _rank(index: VaultIndex, path: NotePath) -> _Rank:
    value = _property(index, path, "difficulty")
    return (value if _is_number(value) and EASIEST <= value <= HARDEST else math.inf), path


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _name(index: VaultIndex, path: NotePath) -> str:
    """The title in the properties, else the name of the file."""
    title = _property(index, path, "title")
    flat = " ".join(title.split()) if isinstance(title, str) else ""
    return flat or without_note_extension(path.rpartition("/")[2])


def _difficulty(index: VaultIndex, path: NotePath) -> float | str | None:
    """A number that JSON can hold as it is, or the text of anything else."""
    value = _property(index, path, "difficulty")
    return value if value is None or (_is_number(value) and abs(value) < _EXACT) else _written(value)


def _written(value: object) -> str:
    """A property value about as it is written."""
    if isinstance(value, list):
        return ", ".join(_written(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_written(item)}" for key, item in value.items())
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value.bit_length() < _LONG_BITS else hex(value)
    return "" if value is None else str(value)


def _property(index: VaultIndex, path: NotePath, key: str) -> object:
    """Value of a property in any case of its key; None where there is none, and for files that are no notes."""
    note = index.notes.get(path)
    properties = {} if note is None else note.parsed.properties
    return next((value for name, value in properties.items() if name.lower() == key), None)
