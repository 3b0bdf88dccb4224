"""GraphML, for yEd, Gephi, Cytoscape and networkx."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from dlvault.export.artifact import Exporter
from dlvault.export.flatten import flattened

if TYPE_CHECKING:
    from dlvault.graph.view import GraphView


def render(view: GraphView) -> bytes:
    """Write the graph with every attribute as text or number."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml_xml(flattened(view.graph), out)
    return out.getvalue()


EXPORTER = Exporter("graphml", ".graphml", render)
