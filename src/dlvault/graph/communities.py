"""Communities: which nodes belong together, by greedy modularity in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

SATELLITE_KINDS = frozenset({"tag", "attachment", "resource", "url"})
_PASSES = 12
_LEVELS = 4

Neighbours = list[dict[int, float]]


def communities(graph: nx.MultiDiGraph[str]) -> list[list[str]]:
    """Groups of linked nodes, biggest first; the same for equal graphs, whatever their order.

    Tags, attachments, resources and URLs and every node without a link stand in no group.
    """
    ids, neighbours = core(graph)
    groups: dict[int, list[str]] = {}
    for index, label in enumerate(grouped(neighbours)):
        if neighbours[index]:
            groups.setdefault(label, []).append(ids[index])
    return sorted(groups.values(), key=lambda members: (-len(members), members[0]))


def core(graph: nx.MultiDiGraph[str]) -> tuple[list[str], Neighbours]:
    """The nodes that shape the map, sorted, and for each its neighbours with the weight of the link.

    Parallel links and both directions count as one link; a link to oneself counts as none. Where
    a graph holds nothing but satellites, they are the core.
    """
    ids = sorted(node for node, data in graph.nodes(data=True) if data.get("kind") not in SATELLITE_KINDS)
    if not ids:
        ids = sorted(graph)
    place = {node: index for index, node in enumerate(ids)}
    neighbours: Neighbours = [{} for _ in ids]
    for source, target in graph.edges():
        here, there = place.get(source), place.get(target)
        if here is None or there is None or here == there:
            continue
        neighbours[here][there] = 1.0
        neighbours[there][here] = 1.0
    # The order of the dictionaries must not depend on the order in which edges were added.
    return ids, [dict(sorted(row.items())) for row in neighbours]


def grouped(neighbours: Neighbours) -> list[int]:
    """A group number for every node, by moving nodes and then whole groups while modularity grows."""
    labels = list(range(len(neighbours)))
    level, loops = neighbours, [0.0] * len(neighbours)
    for _ in range(_LEVELS):
        moved = _moved(level, loops)
        names = {label: number for number, label in enumerate(dict.fromkeys(moved))}
        step = [names[label] for label in moved]
        labels = [step[label] for label in labels]
        if len(names) == len(level):
            break
        level, loops = _merged(level, loops, step, len(names))
    return labels


@dataclass(slots=True)
class _Partition:
    """Which group each node is in, and how much weight each node and group carries."""

    label: list[int]
    degree: list[float]
    mass: list[float]
    total: float


def _moved(neighbours: Neighbours, loops: list[float]) -> list[int]:
    """One round of the Louvain method: each node joins the neighbouring group that gains most."""
    count = len(neighbours)
    degree = [sum(row.values()) + loop for row, loop in zip(neighbours, loops, strict=True)]
    partition = _Partition(list(range(count)), degree, degree.copy(), sum(degree) or 1.0)
    order = sorted(range(count), key=lambda node: (-degree[node], node))
    for _ in range(_PASSES):
        moves = sum(_move(partition, node, neighbours[node]) for node in order)
        if moves * 100 <= count:
            break
    return partition.label


def _move(partition: _Partition, node: int, row: dict[int, float]) -> bool:
    """Move one node to its best group; true if that is another one than before."""
    if not row:
        return False
    label, mass, degree = partition.label, partition.mass, partition.degree[node]
    home = label[node]
    mass[home] -= degree
    ties: dict[int, float] = {home: 0.0}
    for other, weight in row.items():
        group = label[other]
        ties[group] = ties.get(group, 0.0) + weight
    scale = degree / partition.total
    best, best_gain = home, ties[home] - mass[home] * scale
    for group, weight in ties.items():
        gain = weight - mass[group] * scale
        if gain > best_gain + 1e-9:
            best, best_gain = group, gain
    mass[best] += degree
    label[node] = best
    return best != home


def _merged(neighbours: Neighbours, loops: list[float], label: list[int], count: int) -> tuple[Neighbours, list[float]]:
    """The graph of the groups: links between groups added up, links within a group as loops."""
    rows: Neighbours = [{} for _ in range(count)]
    inner = [0.0] * count
    for node, row in enumerate(neighbours):
        home = label[node]
        inner[home] += loops[node]
        target = rows[home]
        for other, weight in row.items():
            group = label[other]
            if group == home:
                inner[home] += weight
            else:
                target[group] = target.get(group, 0.0) + weight
    return rows, inner
