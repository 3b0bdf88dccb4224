"""Graph files that other programs read, and how any output is written: whole or not at all."""

from __future__ import annotations

import io
import json
import os
import stat
import threading
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from dlvault import open_vault
from dlvault.errors import WriteError
from dlvault.export.formats import gexf, graphml
from dlvault.export.formats import json as node_link
from dlvault.export.write import write_bytes
from dlvault.graph.view import GraphView
from tests.conftest import TESTS

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = [
    "control \x00\x01\x08\x0b\x1b\x1f\x7f\x85",
    "quotes \" ' ` & < > ]]> <!-- --> <?xml?>",
    "lone \ud800 surrogate \udcff",
    "two\nlines\r\nand\ttab",
    "not a character \ufffe \uffff",
    "emoji \U0001f9e0 and \u202edirection",
    "x" * 1000,
]
FORMATS = [graphml.EXPORTER, gexf.EXPORTER, node_link.EXPORTER]


def demo() -> nx.MultiDiGraph[str]:
    return open_vault(TESTS.parent / "vault").graph(["tags", "attachments"])


def hostile() -> nx.MultiDiGraph[str]:
    """Notes in a ring, with two kinds of edges between each pair and hostile text in every field."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(vault=HOSTILE[1])
    for name in HOSTILE:
        graph.add_node(
            f"note:{name}", kind="note", label=name, path=name, tags=(name,), aliases=(name, name), words=3, mtime=0.5
        )
    for one, two in pairwise([*graph, f"note:{HOSTILE[0]}"]):
        for kind in ("link", f"property:{HOSTILE[1]}"):
            graph.add_edge(one, two, key=kind, kind=kind, count=2, places=((1, 1), (2, 3)))
    return nx.freeze(graph)


def pairs(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str, Any, Any]]:
    return sorted((one, two, data["kind"], data["count"]) for one, two, data in graph.edges(data=True))


def test_graphml_is_read_back_with_the_same_nodes_and_edges() -> None:
    graph = demo()
    back = nx.read_graphml(io.BytesIO(graphml.render(GraphView(graph, "vault"))), force_multigraph=True)
    assert list(back) == list(graph)
    assert pairs(back) == pairs(graph)
    assert set(back.edges(keys=True)) == set(graph.edges(keys=True))
    for node, attributes in back.nodes(data=True):
        original = graph.nodes[node]
        assert attributes.keys() == original.keys()
        assert all(attributes[key] == original[key] for key in ("kind", "label", "words", "mtime") if key in original)
        assert attributes.get("tags", "") == "; ".join(original.get("tags", ()))


def test_gexf_is_read_back_with_the_same_nodes_and_edges() -> None:
    graph = demo()
    back = nx.read_gexf(io.BytesIO(gexf.render(GraphView(graph, "vault"))))
    assert list(back) == list(graph)
    assert pairs(back) == pairs(graph)
    assert {node: data["label"] for node, data in back.nodes(data=True)} == dict(graph.nodes(data="label"))


def test_json_is_networkx_node_link_data() -> None:
    graph = demo()
    data = json.loads(node_link.render(GraphView(graph, "vault")))
    assert data["graph"] == {"version": 1, "vault": "vault"}
    back = nx.node_link_graph(data, edges="edges")
    assert (back.is_directed(), back.is_multigraph()) == (True, True)
    assert list(back) == list(graph)
    assert list(back.edges(keys=True)) == list(graph.edges(keys=True))
    assert dict(back.nodes["note:Home.md"]) == json.loads(json.dumps(graph.nodes["note:Home.md"]))


@pytest.mark.parametrize("exporter", FORMATS, ids=lambda exporter: exporter.name)
@pytest.mark.parametrize("make", [demo, hostile])
def test_the_same_graph_gives_the_same_bytes(exporter: Any, make: Any) -> None:
    assert exporter.render(GraphView(make(), "vault")) == exporter.render(GraphView(make(), "vault"))


@pytest.mark.parametrize("module", [graphml, gexf], ids=["graphml", "gexf"])
def test_hostile_names_give_valid_xml_and_lose_nothing_that_xml_can_hold(module: Any) -> None:
    data = module.render(GraphView(hostile(), "vault"))
    ET.fromstring(data)
    read = nx.read_graphml if module is graphml else nx.read_gexf
    back = read(io.BytesIO(data))
    assert (len(back), back.number_of_edges()) == (len(HOSTILE), 2 * len(HOSTILE))
    labels = [label for _, label in back.nodes(data="label")]
    assert labels[0] == "control \\x00\\x01\\x08\\x0b\\x1b\\x1f\x7f\x85"
    assert labels[1] == HOSTILE[1]
    assert labels[2] == "lone \\xd800 surrogate \\xdcff"
    assert labels[5:] == HOSTILE[5:]


def test_hostile_names_survive_in_json_as_they_are() -> None:
    data = json.loads(node_link.render(GraphView(hostile(), "vault")))
    assert [node["label"] for node in data["nodes"]] == HOSTILE
    assert data["nodes"][0]["aliases"] == [HOSTILE[0]] * 2


def test_rendering_leaves_the_graph_as_it_was() -> None:
    graph = hostile()
    before = [list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))]
    before = json.loads(json.dumps(before))
    for exporter in FORMATS:
        exporter.render(GraphView(graph, "vault"))
    assert json.loads(json.dumps([list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))])) == before


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_folders_on_the_way_are_made(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a" / "b" / "graph.html", b"\x00\r\n")
    assert (tmp_path / "a" / "b" / "graph.html").read_bytes() == b"\x00\r\n"
    assert names(tmp_path / "a" / "b") == ["graph.html"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "graph.html"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", fail)
    expected = (
        pytest.raises(WriteError, match="No space left") if isinstance(error, OSError) else pytest.raises(type(error))
    )
    with expected:
        write_bytes(target, b"new")
    assert (target.read_bytes(), names(tmp_path)) == (b"old", ["graph.html"])


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "graph.html").mkdir()
    with pytest.raises(WriteError, match="it is a folder") as raised:
        write_bytes(tmp_path / "graph.html", b"new")
    assert raised.value.hint == "choose another place with -o FILE"


@pytest.mark.parametrize("path", ["file/graph.html", "file/deep/graph.html"])
def test_a_file_where_a_folder_is_needed_is_named(path: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(WriteError, match="file is no folder"):
        write_bytes(tmp_path / path, b"new")
    assert (tmp_path / "file").read_bytes() == b"old"


@pytest.mark.parametrize("where", ["mkdir", "mkstemp"])
def test_a_place_that_may_not_be_written_is_said(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.mkdir" if where == "mkdir" else "tempfile.mkstemp", refuse)
    with pytest.raises(WriteError, match=r"cannot write .*graph\.html: Permission denied"):
        write_bytes(tmp_path / "out" / "graph.html", b"new")


def test_the_mode_of_a_file_is_kept_and_a_new_one_obeys_the_mask(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"")
    old.chmod(0o640)
    mask = os.umask(0o027)
    try:
        write_bytes(old, b"text")
        write_bytes(new, b"text")
    finally:
        os.umask(mask)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (old, new)] == [0o640, 0o640]
    old.chmod(0o604)
    write_bytes(old, b"text")
    assert stat.S_IMODE(old.stat().st_mode) == 0o604


def test_a_linked_file_is_written_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real/graph.html")
    for data in (b"one", b"two"):
        write_bytes(tmp_path / "link", data)
        assert (tmp_path / "real" / "graph.html").read_bytes() == data
    assert (tmp_path / "link").is_symlink()


def test_a_pipe_or_device_is_written_to_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    writer = threading.Thread(target=write_bytes, args=(pipe, b"text"), daemon=True)
    writer.start()
    writer.join(timeout=30)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    reader.join(timeout=30)
    assert read == [b"text"]
