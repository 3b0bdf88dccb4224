"""Layout: every node has a place of its own, and equal graphs get equal maps."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from dlvault.graph.layout import communities, layout

if TYPE_CHECKING:
    from collections.abc import Iterable


def note_graph(count: int, links: Iterable[tuple[int, int]]) -> nx.MultiDiGraph[str]:
    """A frozen vault graph of numbered notes."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(count):
        graph.add_node(f"note:{number:04}.md", kind="note", label=str(number), folder="")
    for one, two in links:
        graph.add_edge(f"note:{one:04}.md", f"note:{two:04}.md", key="link", kind="link", count=1)
    return nx.freeze(graph)


def power_law(count: int, *, isolated: int = 0, seed: int = 1) -> nx.MultiDiGraph[str]:
    """Notes that prefer to link to what is linked already; the last ones link to nothing."""
    choose = random.Random(seed)
    ends, links = [0], []
    for number in range(1, count - isolated):
        for _ in range(choose.randint(1, 4)):
            other = choose.choice(ends)
            links.append((number, other))
            ends.append(other)
        ends.append(number)
    return note_graph(count, links)


def reach(place: tuple[float, float]) -> float:
    """The distance from the middle of the map."""
    return math.hypot(*place)


def test_every_node_has_one_finite_place() -> None:
    graph = power_law(400, isolated=30)
    places = layout(graph)
    assert set(places) == set(graph)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places.values())
    assert len(set(places.values())) == len(places)


def test_equal_graphs_have_equal_maps_in_any_order() -> None:
    graph = power_law(200, isolated=10)
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    random.Random(5).shuffle(nodes)
    random.Random(6).shuffle(edges)
    other: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    assert layout(other) == layout(graph)
    assert list(layout(other)) == list(layout(graph))


def test_linked_nodes_keep_apart() -> None:
    graph = power_law(600)
    places = layout(graph)
    nearest = min(math.dist(places[one], places[two]) for one, two in graph.edges() if one != two)
    assert nearest > 10


def test_linked_nodes_are_nearer_than_others() -> None:
    graph = power_law(300)
    places = layout(graph)
    nodes = sorted(graph)
    choose = random.Random(2)
    linked = [math.dist(places[one], places[two]) for one, two in graph.edges()]
    others = [math.dist(places[choose.choice(nodes)], places[choose.choice(nodes)]) for _ in range(1000)]
    assert sum(linked) / len(linked) < 0.7 * sum(others) / len(others)


def test_many_unlinked_nodes_stand_around_the_rest() -> None:
    graph = power_law(300, isolated=100)
    places = layout(graph)
    wide = 1.3
    inside = max(math.hypot(x / wide, y) for node, (x, y) in places.items() if graph.degree(node))
    around = [math.hypot(x / wide, y) for node, (x, y) in places.items() if not graph.degree(node)]
    assert len(around) >= 100
    assert min(around) > inside


def test_few_unlinked_nodes_stand_together() -> None:
    graph = power_law(300, isolated=4)
    places = layout(graph)
    alone = [places[node] for node in graph if not graph.degree(node)]
    assert all(x > 0 for x, _ in alone)
    assert max(math.dist(one, two) for one in alone for two in alone) < 500


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_graphs_without_links(count: int) -> None:
    places = layout(note_graph(count, []))
    assert len(places) == count
    assert len(set(places.values())) == count


def test_one_note_stands_in_the_middle() -> None:
    assert layout(note_graph(1, [])) == {"note:0000.md": (0.0, 0.0)}


def test_a_link_to_itself_is_no_link() -> None:
    graph = note_graph(3, [(0, 1), (2, 2)])
    places = layout(graph)
    assert reach(places["note:0002.md"]) > reach(places["note:0000.md"])
    assert communities(graph) == [["note:0000.md", "note:0001.md"]]


@pytest.mark.parametrize(
    "shape",
    [
        nx.path_graph(500),
        nx.star_graph(500),
        nx.complete_graph(40),
        nx.disjoint_union_all([nx.path_graph(2)] * 300),
        nx.ring_of_cliques(30, 8),
    ],
    ids=["chain", "star", "clique", "pairs", "ring of cliques"],
)
def test_odd_shapes(shape: nx.Graph[int]) -> None:
    graph = note_graph(len(shape), shape.edges())
    places = layout(graph)
    assert len(set(places.values())) == len(graph)
    assert all(math.dist(places[one], places[two]) > 4 for one, two in graph.edges())


def test_communities_find_cliques() -> None:
    shape = nx.ring_of_cliques(6, 8)
    graph = note_graph(len(shape), shape.edges())
    groups = communities(graph)
    assert [len(group) for group in groups] == [8] * 6
    assert sorted(node for group in groups for node in group) == sorted(graph)


def test_satellites_stand_beside_their_notes_and_leave_the_map_alone() -> None:
    plain = power_law(60, isolated=3)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(plain)
    graph.add_node("file:a.png", kind="attachment", label="a.png", path="a.png")
    graph.add_node("tag:ml", kind="tag", label="#ml")
    graph.add_edge("note:0009.md", "file:a.png", key="embed", kind="embed", count=1)
    for number in range(20):
        graph.add_edge(f"note:{number:04}.md", "tag:ml", key="tagged", kind="tagged", count=1)
    places, before = layout(graph), layout(plain)
    assert {node: places[node] for node in before} == before
    assert math.dist(places["file:a.png"], places["note:0009.md"]) < 120
    assert len(set(places.values())) == len(graph)


def test_a_graph_of_tags_alone_has_places() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("tag:a", kind="tag", label="#a")
    graph.add_node("tag:b", kind="tag", label="#b")
    assert len(set(layout(graph).values())) == 2
