"""What notes require of each other: the property `requires`, followed as far as it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dlvault.model.index import Edge, VaultIndex
    from dlvault.model.note import NotePath

PROPERTY = "requires"


def requirements(index: VaultIndex) -> Mapping[NotePath, tuple[Edge, ...]]:
    """The links of the property `requires` by note, those to files that do not exist included.

    A link without a name (`[[#Part]]`) means a place in the note itself, which is no prerequisite.
    """
    found = {}
    for path, edges in index.outgoing.items():
        mine = tuple(edge for edge in edges if edge.link.target and is_requirement(edge.link.property_key))
        if mine:
            found[path] = mine
    return found


def is_requirement(key: str | None) -> bool:
    """Whether the key of a property link, with the numbers of lists in it, is that of prerequisites."""
    if key is None or key[: len(PROPERTY)].lower() != PROPERTY:
        return False
    name, *below = key.split(".")
    return name.lower() == PROPERTY and all(part.isdecimal() for part in below)


def circle_through(
    needs: Mapping[NotePath, tuple[Edge, ...]], start: NotePath, among: Collection[NotePath] | None = None
) -> tuple[NotePath, ...] | None:
    """The shortest way from a note by what it requires, `among` others, back to itself, or None."""
    before: dict[NotePath, NotePath] = {}
    queue = [start]
    for path in queue:
        for edge in needs.get(path, ()):
            target = edge.target
            if target == start:
                way = [start]
                while path != start:
                    way.append(path)
                    path = before[path]  # noqa: PLW2901 - walks back
                return (*reversed([*way, start]),)
            if target is not None and target not in before and (among is None or target in among):
                before[target] = path
                queue.append(target)
    return None


def circles(needs: Mapping[NotePath, tuple[Edge, ...]]) -> Mapping[NotePath, tuple[tuple[NotePath, ...], int]]:
    """For each note that stands in a circle a short one that it stands in, closed, and its place in that."""
    found: dict[NotePath, tuple[tuple[NotePath, ...], int]] = {}
    for members in _knots(needs):
        for start in sorted(members):
            circle = None if start in found else circle_through(needs, start, members)
            for at, path in enumerate(circle[:-1] if circle else ()):
                found.setdefault(path, (circle or (), at))
    return found


def _knots(  # noqa: C901 - one walk, entering and leaving
    needs: Mapping[NotePath, tuple[Edge, ...]],
) -> Iterator[frozenset[NotePath]]:
    """Notes that reach each other (Tarjan's strongly connected components, without recursion), single ones included."""
    order: dict[NotePath, int] = {}
    lowest: dict[NotePath, int] = {}
    waiting: list[NotePath] = []
    is_open: set[NotePath] = set()
    way: list[tuple[NotePath, Iterator[NotePath]]] = []

    def enter(path: NotePath) -> None:
        order[path] = lowest[path] = len(order)
        waiting.append(path)
        is_open.add(path)
        targets = (edge.target for edge in needs[path])
        way.append((path, iter([target for target in targets if target is not None and target in needs])))

    def leave(path: NotePath) -> frozenset[NotePath] | None:
        way.pop()
        if way:
            above = way[-1][0]
            lowest[above] = min(lowest[above], lowest[path])
        if lowest[path] != order[path]:
            return None
        at = len(waiting) - 1
        while waiting[at] != path:
            at -= 1
        members = frozenset(waiting[at:])
        del waiting[at:]
        is_open.difference_update(members)
        return members

    for root in needs:
        if root not in order:
            enter(root)
        while way:
            path, targets = way[-1]
            target = next(targets, None)
            if target is None:
                members = leave(path)
                if members is not None:
                    yield members
            elif target not in order:
                enter(target)
            elif target in is_open:
                lowest[path] = min(lowest[path], order[target])
