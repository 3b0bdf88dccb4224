"""Layout: a place for every node, the same for equal graphs, without random numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dlvault.graph.communities import communities, core, grouped
from dlvault.graph.discs import GOLDEN_ANGLE, placed, sunflower
from dlvault.graph.settle import settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import networkx as nx

    from dlvault.graph.communities import Neighbours
    from dlvault.graph.discs import Point

__all__ = ["communities", "layout"]

SPACING = 44.0  # between two neighbouring nodes, in the units of the drawing
_STEP = SPACING * 0.62  # of the spiral
_CHOICES = 16  # free places of the spiral that a node may choose from
_RING_GAP = SPACING * 1.6
_RING_SPACING = SPACING * 0.8


def layout(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    """Positions by node id: groups of linked nodes as discs side by side, unlinked nodes around them.

    Tags, attachments and URLs are put beside what they belong to; they do not shape the map.
    """
    ids, neighbours = core(graph)
    linked = [node for node, row in enumerate(neighbours) if row]
    x, y = _spread(ids, neighbours, linked)
    settle(x, y, linked, neighbours, SPACING)
    _centre(x, y, linked)
    places = {ids[node]: (x[node], y[node]) for node in linked}
    alone = [ids[node] for node, row in enumerate(neighbours) if not row]
    alone.sort(key=lambda node: (graph.nodes[node].get("folder", ""), node))
    places.update(_ring(alone, places.values()))
    places.update(_satellites(graph, places))
    return {node: (round(px, 1), round(py, 1)) for node, (px, py) in sorted(places.items())}


def _spread(
    ids: Sequence[str], neighbours: Neighbours, linked: Sequence[int]
) -> tuple[list[float], list[float]]:
    """First places: each group a disc, in it a spiral with the best linked nodes in the middle."""
    x, y = [0.0] * len(ids), [0.0] * len(ids)
    label = grouped(neighbours)
    groups = _members(label, neighbours, linked)
    radii = [_STEP * math.sqrt(len(group)) + SPACING * 0.55 for group in groups]
    number = {label[group[0]]: index for index, group in enumerate(groups)}
    between: Neighbours = [{} for _ in groups]
    for node in linked:
        here = number[label[node]]
        for other, weight in neighbours[node].items():
            there = number[label[other]]
            if there != here:
                between[here][there] = between[here].get(there, 0.0) + weight
    centres = placed(radii, between)
    done = [False] * len(ids)
    for group, centre in zip(groups, centres, strict=True):
        _fill(group, centre, neighbours, x, y, done)
    return x, y


def _members(label: Sequence[int], neighbours: Neighbours, linked: Sequence[int]) -> list[list[int]]:
    """The nodes of each group by degree, biggest group first."""
    groups: dict[int, list[int]] = {}
    for node in linked:
        groups.setdefault(label[node], []).append(node)
    for group in groups.values():
        group.sort(key=lambda node: (-len(neighbours[node]), node))
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))


def _fill(  # noqa: PLR0913  (coordinate lists are passed flat, as in settle)
    group: Sequence[int],
    centre: Point,
    neighbours: Neighbours,
    x: list[float],
    y: list[float],
    done: list[bool],
) -> None:
    """Give the nodes of one group the places of a spiral, each near what it links to."""
    free = [(centre[0] + px, centre[1] + py) for px, py in reversed(sunflower(len(group), _STEP))]
    for node in group:
        known = [other for other in neighbours[node] if done[other]]
        first = len(free) - 1
        choice = first
        if known:
            tx = sum(x[other] for other in known) / len(known)
            ty = sum(y[other] for other in known) / len(known)
            window = range(first, max(-1, first - _CHOICES), -1)
            choice = min(window, key=lambda at: (free[at][0] - tx) ** 2 + (free[at][1] - ty) ** 2)
        x[node], y[node] = free.pop(choice)
        done[node] = True


def _centre(x: list[float], y: list[float], linked: Sequence[int]) -> None:
    """Move the linked nodes so that the middle of their bounds is the origin."""
    if not linked:
        return
    xs, ys = [x[node] for node in linked], [y[node] for node in linked]
    mx, my = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    for node in linked:
        x[node] -= mx
        y[node] -= my


def _ring(nodes: Sequence[str], inside: Iterable[Point]) -> dict[str, Point]:
    """Places for the nodes without links: on as many rings around the rest as they need."""
    radius = max((math.hypot(px, py) for px, py in inside), default=0.0)
    radius = radius + _RING_GAP if radius else 0.0
    places: dict[str, Point] = {}
    start = 0
    while start < len(nodes):
        radius = max(radius, _RING_GAP) if len(nodes) > 1 else radius
        room = max(1, int(2 * math.pi * radius / _RING_SPACING))
        part = nodes[start : start + room]
        for index, node in enumerate(part):
            angle = 2 * math.pi * index / len(part) - math.pi / 2
            places[node] = (radius * math.cos(angle), radius * math.sin(angle))
        start += room
        radius += _RING_SPACING
    return places


def _satellites(graph: nx.MultiDiGraph[str], places: dict[str, Point]) -> dict[str, Point]:
    """Places for tags, attachments and URLs: the free spot nearest to the middle of their notes."""
    cell = SPACING * 0.5
    taken = {(round(px / cell), round(py / cell)) for px, py in places.values()}
    result: dict[str, Point] = {}
    for node in sorted(set(graph) - set(places)):
        near = sorted({other for other in (*graph.predecessors(node), *graph.successors(node)) if other in places})
        mx = sum(places[other][0] for other in near) / len(near) if near else 0.0
        my = sum(places[other][1] for other in near) / len(near) if near else 0.0
        spot = _free_cell(round(mx / cell), round(my / cell), taken)
        taken.add(spot)
        result[node] = (spot[0] * cell, spot[1] * cell)
    return result


def _free_cell(column: int, row: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """The first cell along a spiral around this one that nobody has taken."""
    index = 1
    spot = (column, row)
    while spot in taken:
        reach = 0.9 * math.sqrt(index)
        angle = index * GOLDEN_ANGLE
        spot = (column + round(reach * math.cos(angle)), row + round(reach * math.sin(angle)))
        index += 1
    return spot
