"""networkx's node-link JSON (`edges="edges"`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dlvault.export.artifact import Exporter

if TYPE_CHECKING:
    from dlvault.graph.view import GraphView


def render(view: GraphView) -> bytes:
    """Write nodes and edges with all attributes; the version of the form stands under `graph`."""
    from networkx.readwrite.json_graph import node_link_data

    data = node_link_data(view.graph, edges="edges")
    data["graph"] = {"version": 1, **dict(view.graph.graph)}
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "backslashreplace")


EXPORTER = Exporter("json", ".json", render)
