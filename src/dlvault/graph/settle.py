"""Settle: small moves that draw linked nodes together and keep all nodes apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlvault.graph.communities import Neighbours

_WORK = 45_000  # nodes moved in all; a big map gets few rounds, a small one many
_MOST_ROUNDS = 160
_FEWEST_ROUNDS = 4
_LAST_ROUNDS = 3  # of these only the repulsion counts, so that nothing overlaps in the end
_SPRING = 0.09
_GRAVITY = 0.004
_HALF_PLANE = ((0, 0), (1, 0), (-1, 1), (0, 1), (1, 1))


def settle(x: list[float], y: list[float], linked: Sequence[int], links: Neighbours, spacing: float) -> None:
    """Move the linked nodes in place, with fewer rounds the more there are."""
    if len(linked) < 2:  # noqa: PLR2004  (one node has nothing to keep away from)
        return
    rounds = max(_FEWEST_ROUNDS, min(_MOST_ROUNDS, _WORK // len(linked)))
    for step in range(rounds):
        heat = spacing * 0.6 * (1 - step / rounds) + spacing * 0.05
        fx, fy = [0.0] * len(x), [0.0] * len(y)
        if step < rounds - _LAST_ROUNDS:
            _attract(x, y, fx, fy, links, spacing)
        _repel(x, y, fx, fy, linked, spacing)
        for node in linked:
            dx, dy = fx[node], fy[node]
            length = math.sqrt(dx * dx + dy * dy)
            if length > heat:
                dx, dy = dx * heat / length, dy * heat / length
            x[node] += dx
            y[node] += dy


def _attract(  # noqa: PLR0913  (coordinate lists are passed flat: this is the inner loop)
    x: list[float], y: list[float], fx: list[float], fy: list[float], links: Neighbours, spacing: float
) -> None:
    """Springs along the links, soft for long ones, and a little gravity."""
    rest, soft = spacing * 1.3, spacing * 5
    for node, row in enumerate(links):
        if not row:
            continue
        px, py = x[node], y[node]
        sx = sy = 0.0
        for other in row:
            dx, dy = x[other] - px, y[other] - py
            distance = math.sqrt(dx * dx + dy * dy) + 1e-9
            pull = (distance - rest) / distance
            if distance > soft:
                pull *= soft / distance
            sx += dx * pull
            sy += dy * pull
        share = _SPRING * (1 + 2 / len(row)) / (1 + 0.15 * len(row))
        fx[node] += sx * share - px * _GRAVITY
        fy[node] += sy * share - py * _GRAVITY


def _repel(  # noqa: PLR0913  (as above)
    x: list[float], y: list[float], fx: list[float], fy: list[float], linked: Sequence[int], spacing: float
) -> None:
    """Push near nodes apart; a grid of cells finds them, each pair is met once."""
    reach = spacing * 1.9
    cells: dict[tuple[int, int], list[int]] = {}
    for node in linked:
        cells.setdefault((math.floor(x[node] / reach), math.floor(y[node] / reach)), []).append(node)
    for (column, row), here in cells.items():
        for right, down in _HALF_PLANE:
            there = cells.get((column + right, row + down))
            if there is not None:
                _push_apart(x, y, fx, fy, here, there, reach)


def _push_apart(  # noqa: PLR0913  (as above)
    x: list[float],
    y: list[float],
    fx: list[float],
    fy: list[float],
    here: list[int],
    there: list[int],
    reach: float,
) -> None:
    """Push every node of one cell away from every node of another, or of the same one."""
    same, square_reach = here is there, reach * reach
    for index, one in enumerate(here):
        px, py = x[one], y[one]
        for two in here[index + 1 :] if same else there:
            dx, dy = px - x[two], py - y[two]
            square = dx * dx + dy * dy
            if square >= square_reach:
                continue
            if square < 1e-6:  # noqa: PLR2004  (the same place: part in a direction of their own)
                dx, dy, square = math.cos(one), math.sin(one), 1.0
            distance = math.sqrt(square)
            push = 0.42 * (reach - distance) / distance
            dx, dy = dx * push, dy * push
            fx[one] += dx
            fy[one] += dy
            fx[two] -= dx
            fy[two] -= dy
