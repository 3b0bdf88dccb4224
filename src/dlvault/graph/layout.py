"""Layout: a place for every node, the same for equal graphs, without random numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dlvault.graph.communities import communities, core, grouped
from dlvault.graph.discs import GOLDEN_ANGLE, placed, sunflower
from dlvault.graph.settle import settle

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import networkx as nx

    from dlvault.graph.communities import Neighbours
    from dlvault.graph.discs import Point

__all__ = ["communities", "layout"]

SPACING = 44.0  # between two neighbouring nodes, in the units of the drawing
_STEP = SPACING * 0.62  # of the spiral
_BETWEEN = 0.25  # pull of a link between two groups, by that of one within a group
_CHOICES = 16  # free places of the spiral that a node may choose from
_RING_GAP = SPACING * 1.6
_RING_SPACING = SPACING * 0.8
_RING_LOOSE = SPACING * 2.5  # the widest gap on the ring: a few unlinked nodes stay together
_ARC_MARGIN = 0.35  # radians kept clear beside a few unlinked nodes
_WIDE = 1.3  # width of the map by its height, as windows are


def layout(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    """Positions by node id: groups of linked nodes as discs side by side, unlinked nodes around them.

    Tags, attachments, resources and URLs are put beside what they belong to; they do not shape the map.
    """
    ids, neighbours = core(graph)
    alone = [name for name, row in zip(ids, neighbours, strict=True) if not row]
    names, links = _linked(ids, neighbours)
    label = grouped(links)
    points = settle(_spread(label, links), _loosened(links, label), SPACING)
    places = dict(zip(names, _centred(points), strict=True))
    alone.sort(key=lambda node: (graph.nodes[node].get("folder", ""), node))
    places.update(_ring(alone, places.values()))
    places.update(_satellites(graph, places))
    return {node: (round(x, 1), round(y, 1)) for node, (x, y) in sorted(places.items())}


def _linked(ids: Sequence[str], neighbours: Neighbours) -> tuple[list[str], Neighbours]:
    """The nodes with links, numbered anew."""
    kept = [node for node, row in enumerate(neighbours) if row]
    number = {node: index for index, node in enumerate(kept)}
    links = [{number[other]: weight for other, weight in neighbours[node].items()} for node in kept]
    return [ids[node] for node in kept], links


def _loosened(links: Neighbours, label: Sequence[int]) -> Neighbours:
    """The links with less weight between groups, so that groups stay apart."""
    return [
        {other: 1.0 if label[other] == label[node] else _BETWEEN for other in row} for node, row in enumerate(links)
    ]


def _spread(label: Sequence[int], links: Neighbours) -> list[Point]:
    """First places: each group a disc, in it a spiral with the best linked nodes in the middle."""
    groups = _members(label, links)
    radii = [_STEP * math.sqrt(len(group)) + SPACING * 0.55 for group in groups]
    number = {label[group[0]]: index for index, group in enumerate(groups)}
    between: Neighbours = [{} for _ in groups]
    for node, row in enumerate(links):
        here = number[label[node]]
        for other, weight in row.items():
            there = number[label[other]]
            if there != here:
                between[here][there] = between[here].get(there, 0.0) + weight
    places: dict[int, Point] = {}
    for group, centre in zip(groups, placed(radii, between), strict=True):
        _fill(group, centre, links, places)
    wide = math.sqrt(_WIDE)
    return [(places[node][0] * wide, places[node][1] / wide) for node in range(len(links))]


def _members(label: Sequence[int], links: Neighbours) -> list[list[int]]:
    """The nodes of each group by degree, biggest group first."""
    groups: dict[int, list[int]] = {}
    for node, group in enumerate(label):
        groups.setdefault(group, []).append(node)
    for members in groups.values():
        members.sort(key=lambda node: (-len(links[node]), node))
    return sorted(groups.values(), key=lambda members: (-len(members), members[0]))


def _fill(group: Sequence[int], centre: Point, links: Neighbours, places: dict[int, Point]) -> None:
    """Give the nodes of one group the spots of a spiral, each near what it links to."""
    free = [(centre[0] + x, centre[1] + y) for x, y in reversed(sunflower(len(group), _STEP))]
    for node in group:
        known = [places[other] for other in links[node] if other in places]
        choice = len(free) - 1
        if known:
            middle = _middle(known)
            window = range(choice, max(-1, choice - _CHOICES), -1)
            choice = min(window, key=lambda at: _square(free[at], middle))
        places[node] = free.pop(choice)


def _middle(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _square(one: Point, two: Point) -> float:
    return (one[0] - two[0]) ** 2 + (one[1] - two[1]) ** 2


def _centred(points: Sequence[Point]) -> list[Point]:
    """The points moved so that the middle of their bounds is the origin."""
    if not points:
        return []
    xs, ys = [x for x, _ in points], [y for _, y in points]
    mx, my = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return [(x - mx, y - my) for x, y in points]


def _ring(nodes: Sequence[str], inside: Collection[Point]) -> dict[str, Point]:
    """Places for the nodes without links: on as many rings around the rest as they need.

    The rings are as wide as the map. A few nodes stand together on its right, many go all round.
    """
    if len(nodes) == 1 and not inside:
        return {nodes[0]: (0.0, 0.0)}
    radius = _clear_radius(inside, len(nodes)) + _RING_GAP
    places: dict[str, Point] = {}
    start = 0
    while start < len(nodes):
        around = math.pi * radius * (1 + _WIDE)
        part = nodes[start : start + max(1, int(around / _RING_SPACING))]
        step = _RING_LOOSE / around if _few(len(part), around) else 1 / len(part)
        for index, node in enumerate(part):
            angle = (index - (len(part) - 1) / 2) * step * 2 * math.pi
            places[node] = (radius * _WIDE * math.cos(angle), radius * math.sin(angle))
        start += len(part)
        radius += _RING_SPACING
    return places


def _few(count: int, around: float) -> bool:
    """True if this many nodes look better side by side than spread over the whole ring."""
    return count * _RING_LOOSE < 0.5 * around


def _clear_radius(inside: Collection[Point], count: int) -> float:
    """The radius past which nothing stands; for a few nodes only what is on their side counts."""
    reach = [(math.hypot(px / _WIDE, py), abs(math.atan2(py, px / _WIDE))) for px, py in inside]
    radius = max((distance for distance, _ in reach), default=0.0)
    around = math.pi * radius * (1 + _WIDE)
    if not radius or not _few(count, around):
        return radius
    half = math.pi * count * _RING_LOOSE / around + _ARC_MARGIN
    return max((distance for distance, angle in reach if angle <= half), default=radius)


def _satellites(graph: nx.MultiDiGraph[str], places: dict[str, Point]) -> dict[str, Point]:
    """Places for tags, attachments, resources and URLs: the free spot nearest to the middle of their notes."""
    cell = SPACING * 0.6
    taken = {(round(px / cell), round(py / cell)) for px, py in places.values()}
    result: dict[str, Point] = {}
    reached: dict[tuple[int, int, int], int] = {}  # how far the spiral around a cell is taken already
    for node in sorted(set(graph) - set(places)):
        near = sorted({other for other in (*graph.predecessors(node), *graph.successors(node)) if other in places})
        mx, my = _middle([places[other] for other in near]) if near else (0.0, 0.0)
        around = 1 if graph.nodes[node].get("kind") == "tag" else 0
        spot = _free_cell(round(mx / cell), round(my / cell), taken, around, reached)
        taken.add(spot)
        result[node] = (spot[0] * cell, spot[1] * cell)
    return result


def _free_cell(
    column: int, row: int, taken: set[tuple[int, int]], around: int, reached: dict[tuple[int, int, int], int]
) -> tuple[int, int]:
    """The first cell along a spiral around this one that is free, with so many cells around it."""
    index = reached.get((column, row, around), 0)
    reach = 0.9 * math.sqrt(index)
    angle = index * GOLDEN_ANGLE
    spot = (column + round(reach * math.cos(angle)), row + round(reach * math.sin(angle)))
    index += 1
    reaches = range(-around, around + 1)
    while any((spot[0] + right, spot[1] + down) in taken for right in reaches for down in reaches):
        reach = 0.9 * math.sqrt(index)
        angle = index * GOLDEN_ANGLE
        spot = (column + round(reach * math.cos(angle)), row + round(reach * math.sin(angle)))
        index += 1
    reached[column, row, around] = index - 1
    return spot
