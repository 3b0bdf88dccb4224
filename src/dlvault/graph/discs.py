"""Discs: where the groups of a map stand, near the groups they link to and never overlapping."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlvault.graph.communities import Neighbours

Point = tuple[float, float]
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_FORCE_WORK = 150_000  # pairs looked at; keeps the force step under about a tenth of a second
_FORCE_STEPS = 60
_NEAREST = 16


def placed(radii: Sequence[float], links: Neighbours) -> list[Point]:
    """A centre for every disc; discs come biggest first, `links` is the weighted graph between them.

    Linked discs stand near each other; the biggest disc stands with them, all others go around.
    """
    inner = [disc for disc, row in enumerate(links) if row or disc == 0]
    number = {disc: index for index, disc in enumerate(inner)}
    inner_radii = [radii[disc] for disc in inner]
    targets = _pulled(inner_radii, [{number[other]: w for other, w in links[disc].items()} for disc in inner])
    centres: list[Point] = []
    for index, radius in enumerate(inner_radii):
        centres.append(_free_spot(targets[index], radius, centres, inner_radii))
    result = dict(zip(inner, centres, strict=True))
    outer = [disc for disc in range(len(radii)) if disc not in number]
    reach = max((math.hypot(*centre) + r for centre, r in zip(centres, inner_radii, strict=True)), default=0.0)
    result.update(_around(outer, radii, reach))
    return [result[disc] for disc in range(len(radii))]


def _around(discs: Sequence[int], radii: Sequence[float], reach: float) -> dict[int, Point]:
    """Rings of discs around everything within `reach`, bigger ones further in."""
    result: dict[int, Point] = {}
    start = 0
    while start < len(discs):
        ring = reach + radii[discs[start]]
        part: list[tuple[int, float]] = []
        used = 0.0
        for disc in discs[start:]:
            width = 2 * math.asin(min(1.0, radii[disc] / ring))
            if part and used + width > 2 * math.pi:
                break
            part.append((disc, used + width / 2))
            used += width
        for disc, angle in part:
            turned = angle * 2 * math.pi / used if used > math.pi else angle - used / 2
            result[disc] = (ring * math.cos(turned), ring * math.sin(turned))
        reach = ring + radii[discs[start]]
        start += len(part)
    return result


def sunflower(count: int, step: float) -> list[Point]:
    """`count` points that fill a disc evenly, from the middle outwards."""
    return [
        (
            step * math.sqrt(index + 0.5) * math.cos(index * GOLDEN_ANGLE),
            step * math.sqrt(index + 0.5) * math.sin(index * GOLDEN_ANGLE),
        )
        for index in range(count)
    ]


def _pulled(radii: Sequence[float], links: Neighbours) -> list[Point]:
    """Positions where linked discs attract and all discs repel each other."""
    count = len(radii)
    spread = max(radii, default=0.0)
    x, y = [], []
    for px, py in sunflower(count, spread):
        x.append(px)
        y.append(py)
    steps = min(_FORCE_STEPS, _FORCE_WORK // max(1, count * count))
    for step in range(steps):
        heat = spread * 0.5 * (1 - step / steps)
        moves = _forces(x, y, radii, links)
        for disc, (dx, dy) in enumerate(moves):
            length = math.hypot(dx, dy) or 1.0
            limit = min(heat, length) / length
            x[disc] += dx * limit
            y[disc] += dy * limit
    return list(zip(x, y, strict=True))


def _forces(x: list[float], y: list[float], radii: Sequence[float], links: Neighbours) -> list[Point]:
    """The pull on every disc: repulsion by size, springs along links, a little gravity."""
    count = len(radii)
    fx = [-0.03 * value for value in x]
    fy = [-0.03 * value for value in y]
    for one in range(count):
        for two in range(one + 1, count):
            dx, dy = x[one] - x[two], y[one] - y[two]
            square = dx * dx + dy * dy + 1e-6
            push = radii[one] * radii[two] / square
            fx[one] += dx * push
            fy[one] += dy * push
            fx[two] -= dx * push
            fy[two] -= dy * push
        heaviest = max(links[one].values(), default=1.0)
        for two, weight in links[one].items():
            dx, dy = x[two] - x[one], y[two] - y[one]
            distance = math.hypot(dx, dy) or 1.0
            pull = 0.2 * (weight / heaviest) * max(0.0, 1 - (radii[one] + radii[two]) / distance)
            fx[one] += dx * pull
            fy[one] += dy * pull
    return list(zip(fx, fy, strict=True))


def _free_spot(target: Point, radius: float, centres: list[Point], radii: Sequence[float]) -> Point:
    """The nearest place to `target` where a disc of this radius touches no disc placed before."""
    if not _covered(target, radius, centres, radii):
        return target
    near = sorted(
        range(len(centres)),
        key=lambda disc: math.hypot(centres[disc][0] - target[0], centres[disc][1] - target[1]) - radii[disc],
    )
    # Nearly always a place beside one of the nearest discs is free.
    for part in (near[:_NEAREST], near):
        places = _beside(radius, part, centres, radii, target)
        places.sort(key=lambda place: (place[0] - target[0]) ** 2 + (place[1] - target[1]) ** 2)
        for place in places:
            if not _covered(place, radius, centres, radii):
                return place
    return target


def _beside(
    radius: float, discs: Sequence[int], centres: list[Point], radii: Sequence[float], target: Point
) -> list[Point]:
    """Places that touch one of these discs: the one towards the target and a turn around it."""
    places = []
    for disc in discs:
        (cx, cy), reach = centres[disc], (radius + radii[disc]) * 1.0001
        start = math.atan2(target[1] - cy, target[0] - cx)
        turns = max(8, min(48, int(4 * reach / radius)))
        for turn in range(turns):
            angle = start + 2 * math.pi * turn / turns
            places.append((cx + reach * math.cos(angle), cy + reach * math.sin(angle)))
    return places


def _covered(spot: Point, radius: float, centres: list[Point], radii: Sequence[float]) -> bool:
    """True if a disc here would overlap one of the placed discs."""
    sx, sy = spot
    for (cx, cy), other in zip(centres, radii, strict=False):
        dx, dy, reach = sx - cx, sy - cy, radius + other
        if dx * dx + dy * dy < reach * reach:
            return True
    return False
