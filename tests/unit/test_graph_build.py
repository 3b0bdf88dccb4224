"""The networkx graph of a vault: its nodes, its edges with counts and places, what is left out, what never changes."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from dlvault import UsageError, open_vault
from tests.conftest import write_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    Make = Callable[[Mapping[str, Any]], Path]

FILES = {
    "Home.md": '---\naliases: [Start]\ntags: [topic]\nup: "[[Area/Note]]"\nrequires:\n'
    '  - "[[Area/Note]]"\n  - "[[Gone]]"\n---\n'
    "[[Area/Note]] and [[Note|again]] and ![[Note#Part]]\n[[#Own]] ![[p.png]] [w](https://x.org) #Topic #a/b\n# Own\n",
    "Area/Note.md": "# Part\n[[Home]] [[gone.md]] [[Gone#Part]] ![[Gone]] #topic\n",
    "Area/p.png": "",
    "board.canvas": '{"nodes":[{"type":"file","file":"Home.md"},{"type":"file","file":"Area/p.png"},'
    '{"type":"file","file":"None.md"}]}',
    "list.base": "",
    "Old/Old.md": "[[Home]] [[Nowhere]] #old",
    ".obsidian/app.json": '{"userIgnoreFilters": ["Old/"]}',
    "lonely.md": "",
}


@pytest.fixture
def root(make_vault: Make) -> Path:
    root = make_vault(FILES)
    for folder, _, names in os.walk(root):
        for name in names:
            os.utime(os.path.join(folder, name), (0, 1_700_000_000.5))  # noqa: PTH118
    return root


def edges(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str, str], tuple[tuple[int, int], ...]]:
    return {(source, target, key): places for source, target, key, places in graph.edges(keys=True, data="places")}


def test_notes_canvases_and_unresolved_links_are_the_nodes(root: Path) -> None:
    graph = open_vault(root).graph()
    assert list(graph) == [
        "note:Area/Note.md",
        "note:Home.md",
        "file:board.canvas",
        "note:lonely.md",
        "unresolved:None",
        "unresolved:gone",
    ]


@pytest.mark.parametrize(
    ("include", "more"),
    [
        (["unresolved"], set()),
        (["attachments"], {"file:Area/p.png", "file:list.base"}),
        (["tags"], {"tag:topic", "tag:a/b"}),
        (["excluded"], {"note:Old/Old.md", "unresolved:Nowhere"}),
        (["excluded", "tags"], {"note:Old/Old.md", "unresolved:Nowhere", "tag:topic", "tag:a/b", "tag:old"}),
        (("tags", "attachments"), {"file:Area/p.png", "file:list.base", "tag:topic", "tag:a/b"}),
    ],
)
def test_what_is_included_comes_on_top(include: Collection[str], more: set[str], root: Path) -> None:
    vault = open_vault(root)
    assert set(vault.graph(include)) - set(vault.graph()) == more


@pytest.mark.parametrize("include", [["tag"], ["tags", "urls"], ["Tags"]])
def test_an_unknown_kind_is_a_usage_error_that_names_the_known_ones(include: list[str], root: Path) -> None:
    with pytest.raises(UsageError, match="can be included") as raised:
        open_vault(root).graph(include)
    assert raised.value.hint == "choose from attachments, excluded, resources, tags, unresolved"


def test_a_note_carries_what_it_says_of_itself(root: Path) -> None:
    graph = open_vault(root).graph()
    assert graph.nodes["note:Home.md"] == {
        "kind": "note",
        "label": "Home",
        "path": "Home.md",
        "folder": "",
        "tags": ("topic", "a/b"),
        "aliases": ("Start",),
        "words": graph.nodes["note:Home.md"]["words"],
        "mtime": 1_700_000_000.5,
    }
    assert graph.nodes["note:Area/Note.md"]["folder"] == "Area"
    assert graph.nodes["note:lonely.md"]["words"] == 0 < graph.nodes["note:Home.md"]["words"]


def test_other_nodes_carry_kind_and_label(root: Path) -> None:
    graph = open_vault(root).graph(["attachments", "tags"])
    assert graph.nodes["file:board.canvas"] == {
        "kind": "canvas",
        "label": "board.canvas",
        "path": "board.canvas",
        "folder": "",
    }
    assert graph.nodes["file:Area/p.png"] == {
        "kind": "attachment",
        "label": "p.png",
        "path": "Area/p.png",
        "folder": "Area",
    }
    assert graph.nodes["unresolved:gone"] == {"kind": "unresolved", "label": "gone"}
    assert graph.nodes["tag:topic"] == {"kind": "tag", "label": "#topic"}
    assert graph.graph == {"vault": "vault"}


def test_there_is_one_edge_for_each_pair_and_kind_with_count_and_places(root: Path) -> None:
    graph = open_vault(root).graph()
    assert edges(graph) == {
        ("note:Home.md", "note:Area/Note.md", "property:up"): ((4, 6),),
        ("note:Home.md", "note:Area/Note.md", "property:requires"): ((6, 6),),
        ("note:Home.md", "note:Area/Note.md", "link"): ((9, 1), (9, 19)),
        ("note:Home.md", "note:Area/Note.md", "embed"): ((9, 38),),
        ("note:Home.md", "note:Home.md", "link"): ((10, 1),),
        ("note:Home.md", "unresolved:gone", "property:requires"): ((7, 6),),
        ("note:Area/Note.md", "note:Home.md", "link"): ((2, 1),),
        ("note:Area/Note.md", "unresolved:gone", "link"): ((2, 10), (2, 22)),
        ("note:Area/Note.md", "unresolved:gone", "embed"): ((2, 36),),
        ("file:board.canvas", "note:Home.md", "link"): ((1, 34),),
        ("file:board.canvas", "unresolved:None", "link"): ((1, 103),),
    }
    for *_, key, data in graph.edges(keys=True, data=True):
        assert (data["kind"], data["count"]) == (key, len(data["places"]))


def test_attachments_and_tags_bring_their_edges(root: Path) -> None:
    vault = open_vault(root)
    more = edges(vault.graph(["attachments", "tags"]))
    assert {edge: more[edge] for edge in more.keys() - edges(vault.graph())} == {
        ("note:Home.md", "file:Area/p.png", "embed"): ((10, 10),),
        ("file:board.canvas", "file:Area/p.png", "link"): ((1, 67),),
        ("note:Home.md", "tag:topic", "tagged"): ((3, 8), (10, 40)),
        ("note:Home.md", "tag:a/b", "tagged"): ((10, 47),),
        ("note:Area/Note.md", "tag:topic", "tagged"): ((2, 46),),
    }


def test_an_ambiguous_link_leads_to_its_winner_and_a_missing_heading_to_its_note(make_vault: Make) -> None:
    graph = open_vault(make_vault({"a/N.md": "", "b/N.md": "", "s.md": "[[N]] [[b/N#Gone]] [[b/N#^gone]]"})).graph()
    assert edges(graph) == {
        ("note:s.md", "note:a/N.md", "link"): ((1, 1),),
        ("note:s.md", "note:b/N.md", "link"): ((1, 7), (1, 20)),
    }


def test_a_link_to_an_excluded_note_is_no_edge_until_it_is_included(make_vault: Make) -> None:
    vault = open_vault(make_vault({**FILES, "a.md": "[[Old]]"}))
    assert list(vault.graph().successors("note:a.md")) == []
    assert list(vault.graph(["excluded"]).successors("note:a.md")) == ["note:Old/Old.md"]


def test_a_nested_property_makes_an_edge_of_its_whole_key(make_vault: Make) -> None:
    text = '---\nsee:\n  also:\n    - "[[b]]"\n    - - "[[b]]"\n"2020": "[[b]]"\n---\n'
    graph = open_vault(make_vault({"a.md": text, "b.md": ""})).graph()
    assert {key: data["count"] for *_, key, data in graph.edges(keys=True, data=True)} == {
        "property:see.also": 2,
        "property:2020": 1,
    }


def test_a_note_that_cannot_be_read_is_a_node(make_vault: Make) -> None:
    graph = open_vault(make_vault({"a.md": b"\xff", "b.md": "[[a#Any]]"})).graph()
    assert edges(graph) == {("note:b.md", "note:a.md", "link"): ((1, 1),)}


def test_an_empty_vault_has_an_empty_graph(make_vault: Make) -> None:
    graph = open_vault(make_vault({})).graph(["tags", "attachments", "excluded"])
    assert (len(graph), graph.size()) == (0, 0)


def test_the_graph_is_frozen(root: Path) -> None:
    graph = open_vault(root).graph()
    assert nx.is_frozen(graph)
    with pytest.raises(nx.NetworkXError):
        graph.add_node("x")


def test_any_algorithm_takes_the_graph(root: Path) -> None:
    graph = open_vault(root).graph()
    assert nx.shortest_path(graph, "file:board.canvas", "unresolved:gone") == [
        "file:board.canvas",
        "note:Home.md",
        "unresolved:gone",
    ]
    assert len(nx.degree_centrality(graph)) == len(graph)


def test_the_same_files_give_the_same_graph_in_whatever_order_they_were_made(tmp_path: Path) -> None:
    seen = []
    for seed in range(3):
        names = list(FILES)
        random.Random(seed).shuffle(names)
        root = write_vault(tmp_path / str(seed) / "vault", {name: FILES[name] for name in names})
        for folder, _, found in os.walk(root):
            for name in found:
                os.utime(os.path.join(folder, name), (0, 0))  # noqa: PTH118
        graph = open_vault(root).graph(["tags", "attachments", "excluded"])
        seen.append((graph.graph, list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))))
    assert seen[0] == seen[1] == seen[2]


LISTED = {
    "Reading.md": (
        "- #PAPER [Adam (Kingma 2014)](https://arxiv.org/abs/1412.6980)\n"
        "\t- #CODE https://github.com/doe/adam\n"
        "\t- [[Notes]] and more\n"
        "\t- #PAPER [Adam, again](https://arxiv.org/pdf/1412.6980v9)\n"
        "- #CODE See [[Notes]]\n"
        "\t- #TALK [How](https://youtu.be/abc123XYZ_0)\n"
    ),
    "Notes.md": "- #PAPER [Adam (Kingma 2015)](http://www.arxiv.org/abs/1412.6980v2)\n",
    "Old/Old.md": "- #PAPER [Old](https://example.org/old)\n",
    "Index.md": "---\ndlvault: generated\n---\n[[Reading]] #PAPER\n",
    ".obsidian/app.json": '{"userIgnoreFilters": ["Old/"]}',
}


def test_resources_are_nodes_once_with_edges_from_their_notes_and_to_their_parents(make_vault: Make) -> None:
    graph = open_vault(make_vault(LISTED)).graph({"resources"})
    adam, repo = "resource:arxiv:1412.6980", "resource:github:doe/adam"
    talk = "resource:youtube:abc123XYZ_0"
    assert sorted(node for node, kind in graph.nodes(data="kind") if kind == "resource") == [adam, repo, talk]
    assert dict(graph.nodes[adam]) == {
        "kind": "resource",
        "label": "Adam, again",
        "type": "paper",
        "title": "Adam, again",
        "authors": ("Kingma",),
        "year": 2015,
        "url": "http://www.arxiv.org/abs/1412.6980v2",
    }
    assert graph.nodes[repo]["label"] == "code for Adam"
    found = edges(graph)
    assert {key: places for key, places in found.items() if key[2] != "link"} == {
        ("note:Notes.md", adam, "lists"): ((1, 3),),
        ("note:Reading.md", adam, "lists"): ((1, 3), (4, 4)),
        ("note:Reading.md", repo, "lists"): ((2, 4),),
        ("note:Reading.md", talk, "lists"): ((6, 4),),
        (adam, "note:Notes.md", "related"): ((1, 3),),
        (repo, adam, "implements"): ((2, 4),),
        (talk, "note:Notes.md", "explains"): ((6, 4),),
    }


def test_pages_that_dlvault_wrote_are_drawn_only_where_a_note_links_to_them(make_vault: Make) -> None:
    root = make_vault(LISTED)
    assert "note:Index.md" not in open_vault(root).graph()
    (root / "Home.md").write_text("[[Index]]", encoding="utf-8")
    graph = open_vault(root).graph()
    assert "note:Index.md" in graph
    assert not list(graph.out_edges("note:Index.md"))
    assert "note:Old/Old.md" not in graph


def test_every_format_holds_resources(make_vault: Make, dlvault: Callable[..., Any]) -> None:
    root = make_vault(LISTED)
    for form in ("html", "graphml", "gexf", "json"):
        ran = dlvault("graph", "--include", "resources", "--format", form, "-o", f"graph.{form}", cwd=root)
        assert (ran.code, ran.err) == (0, f"Wrote graph.{form}: 2 notes, 1 link, 0 unresolved.\n")
        assert "arxiv:1412.6980" in (root / f"graph.{form}").read_text("utf-8")
