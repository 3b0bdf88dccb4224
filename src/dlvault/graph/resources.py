"""Resources in the graph: a node each, edges from the notes that list them and to the resources they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.resources.library import display_title

if TYPE_CHECKING:
    from collections import defaultdict
    from collections.abc import Mapping

    import networkx as nx

    from dlvault.model.note import NotePath
    from dlvault.resources.library import Resource


def add_resources(
    graph: nx.MultiDiGraph[str],
    library: Mapping[str, Resource],
    edges: defaultdict[tuple[str, str, str], list[tuple[int, int]]],
) -> None:
    """Add the nodes of a library, and collect its edges (product.md, section 6).

    An entry makes an edge `lists` from its note, a child one from its resource to that of its parent, named by the
    relation. What only points to a note is a way to it and no node of its own: the link is an edge already. Notes that
    the children of an entry point to are `related` to it.
    """
    for identity, resource in library.items():
        if resource.is_pointer:
            continue
        node = f"resource:{identity}"
        graph.add_node(
            node,
            kind="resource",
            label=display_title(resource),
            type=resource.type,
            title=resource.title,
            authors=resource.authors,
            year=resource.year,
            url=resource.url,
        )
        for place in resource.places:
            spot = place.line, place.column
            edges[f"note:{place.note}", node, "lists"].append(spot)
            for path in place.notes:
                if f"note:{path}" in graph:
                    edges[node, f"note:{path}", "related"].append(spot)
    for identity, resource in library.items():
        for place in resource.places:
            above = place.parent
            if above is None or place.relation is None:
                continue
            ends = (
                _end(identity, place.target, pointer=place.pointer),
                _end(above.identity, above.target, pointer=above.pointer),
            )
            if ends[0] != ends[1] and ends[0] in graph and ends[1] in graph:
                edges[ends[0], ends[1], place.relation].append((place.line, place.column))


def _end(identity: str, target: NotePath | None, *, pointer: bool) -> str:
    """The node of an entry: that of the note it points to, else its own."""
    return f"note:{target}" if pointer else f"resource:{identity}"
