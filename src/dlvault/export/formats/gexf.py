"""GEXF 1.2, for Gephi."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from dlvault.export.artifact import Exporter
from dlvault.export.flatten import flattened

if TYPE_CHECKING:
    from dlvault.graph.view import GraphView


def render(view: GraphView) -> bytes:
    """Write the graph; networkx adds the date of the day, which is taken out so that equal vaults give equal bytes."""
    import networkx as nx
    from networkx.readwrite.gexf import GEXFWriter

    graph = flattened(view.graph)
    for _, _, attributes in graph.edges(data=True):
        attributes["label"] = attributes["kind"]
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(nx.MultiDiGraph(graph))
    for meta in list(writer.xml.iter("meta")):
        writer.xml.remove(meta)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


EXPORTER = Exporter("gexf", ".gexf", render)
