"""Settle: small moves that draw linked nodes together and keep all nodes apart."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlvault.graph.communities import Neighbours
    from dlvault.graph.discs import Point

_WORK = 70_000  # nodes moved in all; a big map gets few rounds, a small one many
_MOST_ROUNDS = 160
_FEWEST_ROUNDS = 4
_LAST_ROUNDS = 3  # of these only the repulsion counts, so that nothing overlaps in the end
_SPRING = 0.09
_GRAVITY = 0.004
_FLAT = 1.6  # gravity downwards by gravity sidewards: maps are wider than high
_PUSH = 0.42
_SAME_PLACE = 1e-6
_MOST_BULK = 20.0
_HALF_PLANE = ((0, 0), (1, 0), (-1, 1), (0, 1), (1, 1))


@dataclass(slots=True)
class _Cloud:
    """The nodes as flat lists, which is what a loop in pure Python is fastest with."""

    x: list[float]
    y: list[float]
    bulk: list[float]  # room that a node wants beyond the spacing, more the more links it has
    spacing: float
    fx: list[float] = field(default_factory=list)
    fy: list[float] = field(default_factory=list)


def settle(places: Sequence[Point], links: Neighbours, spacing: float) -> list[Point]:
    """The places after the moves, with fewer rounds the more nodes there are; weights of links scale their pull."""
    count = len(places)
    if count < 2:  # noqa: PLR2004  (one node has nothing to keep away from)
        return list(places)
    bulk = [min(_MOST_BULK, 2 * math.sqrt(len(row))) for row in links]
    cloud = _Cloud([x for x, _ in places], [y for _, y in places], bulk, spacing)
    rounds = max(_FEWEST_ROUNDS, min(_MOST_ROUNDS, _WORK // count))
    for step in range(rounds):
        cloud.fx, cloud.fy = [0.0] * count, [0.0] * count
        if step < rounds - _LAST_ROUNDS:
            _attract(cloud, links)
        _repel(cloud)
        _move(cloud, heat=spacing * (0.6 * (1 - step / rounds) + 0.05))
    return list(zip(cloud.x, cloud.y, strict=True))


def _move(cloud: _Cloud, heat: float) -> None:
    """Move every node along its force, no further than `heat`."""
    x, y = cloud.x, cloud.y
    for node, (dx, dy) in enumerate(zip(cloud.fx, cloud.fy, strict=True)):
        length = math.sqrt(dx * dx + dy * dy)
        share = heat / length if length > heat else 1.0
        x[node] += dx * share
        y[node] += dy * share


def _attract(cloud: _Cloud, links: Neighbours) -> None:
    """Springs along the links, soft for long ones, and a little gravity."""
    x, y, fx, fy = cloud.x, cloud.y, cloud.fx, cloud.fy
    rest, soft = cloud.spacing * 1.3, cloud.spacing * 5
    for node, row in enumerate(links):
        px, py = x[node], y[node]
        sx = sy = 0.0
        for other, weight in row.items():
            dx, dy = x[other] - px, y[other] - py
            distance = math.sqrt(dx * dx + dy * dy) + 1e-9
            pull = weight * (distance - rest) / distance
            if distance > soft:
                pull *= soft / distance
            sx += dx * pull
            sy += dy * pull
        share = _SPRING * (1 + 2 / len(row)) / (1 + 0.15 * len(row))
        fx[node] += sx * share - px * _GRAVITY
        fy[node] += sy * share - py * _GRAVITY * _FLAT


def _repel(cloud: _Cloud) -> None:
    """Push near nodes apart, big ones further; a grid of cells finds them, each pair is met once."""
    base = cloud.spacing * 1.8
    size = base + max(cloud.bulk)
    cells: dict[tuple[int, int], list[int]] = {}
    for node, (px, py) in enumerate(zip(cloud.x, cloud.y, strict=True)):
        cells.setdefault((math.floor(px / size), math.floor(py / size)), []).append(node)
    for (column, row), here in cells.items():
        for right, down in _HALF_PLANE:
            there = cells.get((column + right, row + down))
            if there is not None:
                _push_apart(cloud, here, there, base)


def _push_apart(cloud: _Cloud, here: list[int], there: list[int], base: float) -> None:
    """Push every node of one cell away from every node of another, or of the same one."""
    x, y, fx, fy, bulk = cloud.x, cloud.y, cloud.fx, cloud.fy, cloud.bulk
    same = here is there
    for index, one in enumerate(here):
        px, py, space = x[one], y[one], base + bulk[one]
        for two in here[index + 1 :] if same else there:
            dx, dy = px - x[two], py - y[two]
            square = dx * dx + dy * dy
            reach = space + bulk[two]
            if square >= reach * reach:
                continue
            if square < _SAME_PLACE:  # part in a direction of their own
                dx, dy, square = math.cos(one), math.sin(one), 1.0
            distance = math.sqrt(square)
            push = _PUSH * (reach - distance) / distance
            dx, dy = dx * push, dy * push
            fx[one] += dx
            fy[one] += dy
            fx[two] -= dx
            fy[two] -= dy
