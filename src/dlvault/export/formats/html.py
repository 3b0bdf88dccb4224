"""html: the vault graph as one interactive page that needs no network, drawn by pyvis and vis-network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlvault.export.artifact import Exporter
from dlvault.graph.kinds import is_link
from dlvault.graph.layout import layout

if TYPE_CHECKING:
    import networkx as nx

    from dlvault.graph.view import GraphView

_HERE = Path(__file__).resolve().parent.parent
_TEMPLATES = _HERE / "templates"
_STATIC = _HERE / "static"
_STYLES = ("tokens.css", "graph.css", "graph-panel.css")
_SCRIPTS = (
    "vendor/vis-network.min.js",
    "graph-data.js",
    "graph-search.js",
    "graph-paint.js",
    "graph-labels.js",
    "graph-local.js",
    "graph-scene.js",
    "graph-panel.js",
    "graph-legend.js",
    "graph-keys.js",
    "graph.js",
)
_SOURCE_MAP = re.compile(r"\n//# sourceMappingURL=.*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_HIDE_LINKS_ABOVE = 3000  # nodes; below that, links are drawn while the map moves
_TABLE_ROWS = 100
_RESOURCE_KINDS = frozenset(("paper", "code", "course", "book", "talk"))
"""Types of resources that have a mark of their own (visual.md)."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Asset:
    """A script or style of the page: its text and the hash by which the page allows it."""

    text: str
    hash: str


@dataclass(frozen=True, slots=True)
class _Counts:
    """The numbers of the header."""

    notes: int
    links: int
    unresolved: int


def render(view: GraphView) -> bytes:
    """The page as UTF-8; the same bytes for the same graph."""
    # Imported here because pyvis takes half a second, which no other format should pay.
    from markupsafe import Markup
    from pyvis.network import Network

    names = sorted(view.graph, key=lambda node: (view.graph.nodes[node].get("kind") != "note", node))
    nodes, edges = _nodes(view.graph, names), _edges(view.graph, names)

    network = Network(directed=True, cdn_resources="in_line")
    # Assigned in bulk: add_node and add_edge look through everything that was added before.
    network.nodes = nodes
    network.node_ids = list(range(len(nodes)))
    network.node_map = {row["id"]: row for row in nodes}
    network.edges = edges
    network.options = _options(len(nodes))
    network.set_template_dir(str(_TEMPLATES), "graph.html")

    environment = network.templateEnv
    environment.autoescape = True
    environment.filters["in_script"] = lambda value: Markup(_in_script(value))  # noqa: S704  (escaped there)
    environment.filters["raw_asset"] = lambda asset: Markup(asset.text)  # noqa: S704  (our own files)
    environment.globals.update(
        vault=view.vault,
        page={"vault": view.vault, "focus": view.focus},
        counts=_counts(view.graph),
        biggest=_biggest(view.graph),
        styles=[_asset(name) for name in _STYLES],
        scripts=[_asset(name) for name in _SCRIPTS],
    )
    page: str = network.generate_html()
    return _SURROGATE.sub("\ufffd", page).encode("utf-8")


def _nodes(graph: nx.MultiDiGraph[str], names: list[str]) -> list[Row]:
    """The nodes as pyvis holds them, numbered; what is empty or follows from the path is left out."""
    places = layout(graph)
    return [_node(number, name, graph.nodes[name], places[name]) for number, name in enumerate(names)]


def _node(number: int, name: str, data: Row, place: tuple[float, float]) -> Row:
    kind = _kind(data)
    path, label = str(data.get("path", "")), str(data.get("label", ""))
    row: Row = {"id": number, "x": round(place[0]), "y": round(place[1])}
    if kind != "note":
        row["kind"] = kind
    if path:
        row["path"] = path
    if name != f"note:{path}":
        row["name"] = name
    if label != _stem(path):
        row["label"] = label
    for key in ("tags", "aliases", "authors"):
        if data.get(key):
            row[key] = [str(value) for value in data[key]]
    for key in ("words", "mtime", "year"):
        if data.get(key):
            row[key] = int(data[key])
    if str(data.get("url")).startswith(("http://", "https://")):
        row["url"] = str(data["url"])
    return row


def _kind(data: Row) -> str:
    """What a node is drawn as: a resource as its type, where that has a mark."""
    kind = str(data.get("kind", "note"))
    return str(data["type"]) if kind == "resource" and data.get("type") in _RESOURCE_KINDS else kind


def _edges(graph: nx.MultiDiGraph[str], names: list[str]) -> list[Row]:
    """The links as pyvis holds them, in the order of their nodes; kind `link` and count 1 are left out."""
    number = {name: index for index, name in enumerate(names)}
    rows: list[Row] = []
    for source, target, data in graph.edges(data=True):
        row: Row = {"from": number[source], "to": number[target]}
        if data.get("kind", "link") != "link":
            row["kind"] = str(data["kind"])
        if data.get("count", 1) != 1:
            row["count"] = int(data["count"])
        rows.append(row)
    rows.sort(key=lambda row: (row["from"], row["to"], row.get("kind", "")))
    return rows


def _options(nodes: int) -> Row:
    """What vis-network is told: positions are given, so it computes none."""
    return {
        "autoResize": True,
        "layout": {"improvedLayout": False},
        "physics": {"enabled": False},
        "nodes": {"chosen": False},
        "edges": {"smooth": False, "chosen": False},
        "interaction": {
            "hover": True,
            "hoverConnectedEdges": False,
            "selectConnectedEdges": False,
            "hideEdgesOnDrag": nodes > _HIDE_LINKS_ABOVE,
            "hideEdgesOnZoom": nodes > _HIDE_LINKS_ABOVE,
        },
    }


def _counts(graph: nx.MultiDiGraph[str]) -> _Counts:
    kinds = [data.get("kind") for _, data in graph.nodes(data=True)]
    links = sum(1 for *_, kind in graph.edges(data="kind") if is_link(kind))
    return _Counts(notes=kinds.count("note"), links=links, unresolved=kinds.count("unresolved"))


def _biggest(graph: nx.MultiDiGraph[str]) -> list[Row]:
    """The notes with the most links, for readers without scripts."""
    rows = [
        {
            "label": data.get("label", ""),
            "folder": data.get("folder", ""),
            "incoming": sum(is_link(kind) for *_, kind in graph.in_edges(node, data="kind")),
            "outgoing": sum(is_link(kind) for *_, kind in graph.out_edges(node, data="kind")),
        }
        for node, data in sorted(graph.nodes(data=True), key=lambda item: item[0])
        if data.get("kind") == "note"
    ]
    rows.sort(key=lambda row: -(row["incoming"] + row["outgoing"]))
    return rows[:_TABLE_ROWS]


def _stem(path: str) -> str:
    """The name of a note without folder and `.md`."""
    return path.rpartition("/")[2].removesuffix(".md")


def _in_script(value: object) -> str:
    """JSON, or a text that is JSON, safe between script tags."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_IN_SCRIPT)


def _asset(name: str) -> _Asset:
    """One of our files; line ends are normalised on reading, as a browser does before it hashes."""
    text = _SOURCE_MAP.sub("", (_STATIC / name).read_text(encoding="utf-8"))
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return _Asset(text=text, hash=f"'sha256-{digest}'")


EXPORTER = Exporter("html", ".html", render)
