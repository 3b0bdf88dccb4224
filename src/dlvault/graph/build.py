"""The index as a frozen networkx graph: built on demand, never the store."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import networkx as nx

from dlvault.errors import UsageError
from dlvault.graph.kinds import edge_kind
from dlvault.graph.resources import add_resources
from dlvault.model.index import ToUrl
from dlvault.model.note import NoteKind
from dlvault.resources.library import build_library

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from dlvault.model.index import Edge, VaultIndex
    from dlvault.model.note import Note, NotePath

INCLUDES = ("attachments", "excluded", "resources", "tags", "unresolved")
"""What `include` may name; unresolved links are in every graph."""

_Place = tuple[int, int]
_Key = tuple[str, str, str]


def build_graph(index: VaultIndex, include: Collection[str] = ()) -> nx.MultiDiGraph[str]:
    """Build the graph of product.md, section 6.

    Nodes are `note:PATH`, `file:PATH` (canvases always, other files with `attachments`), `unresolved:KEY`,
    `tag:NAME` (with `tags`) and `resource:IDENTITY` (with `resources`). Excluded files are left out unless `excluded`
    is named, pages that dlvault wrote unless a note links to them; what they link to is no edge. There is one edge
    for each pair of nodes and kind of link; it counts the links and holds their places as (line, column).
    The result is frozen and the same for the same vault, down to the order of nodes and edges.

    Raises:
        UsageError: `include` names something unknown.
    """
    for name in include:
        if name not in INCLUDES:
            raise UsageError(f"nothing named {name!r} can be included", f"choose from {', '.join(INCLUDES)}")
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(vault=index.name)
    hidden = _generated(index) | (frozenset() if "excluded" in include else index.excluded)
    files = {path for path in index.attachments if "attachments" in include and path not in hidden}
    for path, note in index.notes.items():
        if path not in hidden:
            graph.add_node(node_id(index, path), **_note_attributes(note))
    for path in index.attachments:
        if path in files:
            graph.add_node(f"file:{path}", kind="attachment", label=_name(path), path=path, folder=_folder(path))
    edges: defaultdict[_Key, list[_Place]] = defaultdict(list)
    _add_unresolved(graph, index, hidden, edges)
    _collect_links(index, hidden, files, edges)
    if "tags" in include:
        _add_tags(graph, index, hidden, edges)
    if "resources" in include:
        shown = {path for path in index.notes if path not in hidden | index.templates}
        add_resources(graph, build_library(index, shown), edges)
    for (source, target, kind), places in edges.items():
        graph.add_edge(source, target, key=kind, kind=kind, count=len(places), places=tuple(places))
    return nx.freeze(graph)


def _generated(index: VaultIndex) -> frozenset[NotePath]:
    """Pages that dlvault wrote and no note of a person links to."""
    return frozenset(path for path, note in index.notes.items() if note.is_generated and path not in index.incoming)


def node_id(index: VaultIndex, path: NotePath) -> str:
    """Id of the node of a file."""
    note = index.notes.get(path)
    return f"note:{path}" if note is not None and note.kind is NoteKind.NOTE else f"file:{path}"


def _note_attributes(note: Note) -> dict[str, object]:
    if note.kind is NoteKind.CANVAS:
        return {"kind": "canvas", "label": _name(note.path), "path": note.path, "folder": _folder(note.path)}
    return {
        "kind": "note",
        "label": _name(note.path).removesuffix(".md"),
        "path": note.path,
        "folder": _folder(note.path),
        "tags": _tags(note),
        "aliases": note.parsed.aliases,
        "words": note.parsed.words,
        "mtime": note.mtime_ns / 1e9,
    }


def _tags(note: Note) -> tuple[str, ...]:
    """Tags of a note, each once in its first spelling."""
    tags: dict[str, str] = {}
    for use in note.parsed.tags:
        tags.setdefault(use.name.lower(), use.name)
    return tuple(tags.values())


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _place(index: VaultIndex, edge: Edge) -> _Place:
    position = index.notes[edge.source].parsed.lines.position(edge.link.span.start)
    return position.line, position.column


def _add_unresolved(
    graph: nx.MultiDiGraph[str],
    index: VaultIndex,
    hidden: Collection[NotePath],
    edges: defaultdict[_Key, list[_Place]],
) -> None:
    for name, links in index.unresolved.items():
        shown = [edge for edge in links if edge.source not in hidden and _is_written(index, edge)]
        if shown:
            node = f"unresolved:{name}"
            graph.add_node(node, kind="unresolved", label=name)
            for edge in shown:
                edges[node_id(index, edge.source), node, edge_kind(edge)].append(_place(index, edge))


def _collect_links(
    index: VaultIndex,
    hidden: Collection[NotePath],
    files: Collection[NotePath],
    edges: defaultdict[_Key, list[_Place]],
) -> None:
    for edge in _links(index, hidden):
        target = edge.target
        if target is None or target in hidden or (target in index.attachments and target not in files):
            continue
        key = node_id(index, edge.source), node_id(index, target), edge_kind(edge)
        edges[key].append(_place(index, edge))


def _links(index: VaultIndex, hidden: Collection[NotePath]) -> Iterable[Edge]:
    for source, links in index.outgoing.items():
        if source not in hidden:
            yield from (edge for edge in links if not isinstance(edge.resolution, ToUrl) and _is_written(index, edge))


def _is_written(index: VaultIndex, edge: Edge) -> bool:
    """Whether a link is a person's, not dlvault's own."""
    return not index.notes[edge.source].generated_at(edge.link.span)


def _add_tags(
    graph: nx.MultiDiGraph[str],
    index: VaultIndex,
    hidden: Collection[NotePath],
    edges: defaultdict[_Key, list[_Place]],
) -> None:
    for uses in index.tags.values():
        shown = [(path, use) for path, use in uses if path not in hidden]
        if shown:
            name = shown[0][1].name
            graph.add_node(f"tag:{name}", kind="tag", label=f"#{name}")
            for path, use in shown:
                position = index.notes[path].parsed.lines.position(use.span.start)
                edges[node_id(index, path), f"tag:{name}", "tagged"].append((position.line, position.column))
