"""A copy of a graph with plain attributes, for formats that know text and numbers only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold: control characters and lone surrogates."""


def flattened(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Copy a graph: lists become text joined by ``; ``, None goes, what XML cannot hold becomes ``\\xNN``."""
    import networkx as nx

    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in graph.nodes(data=True):
        flat.add_node(xml_text(node), **{key: _value(value) for key, value in attributes.items() if value is not None})
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        values = {name: _value(value) for name, value in attributes.items()}
        flat.add_edge(xml_text(source), xml_text(target), key=xml_text(key), **values)
    return flat


def _value(value: Any) -> Any:  # noqa: ANN401 - attributes are of any type
    if isinstance(value, (list, tuple)):
        return "; ".join(":".join(map(str, item)) if isinstance(item, tuple) else xml_text(str(item)) for item in value)
    return xml_text(value) if isinstance(value, str) else value


def xml_text(text: str) -> str:
    """Replace what XML cannot hold."""
    return _NOT_XML.sub(lambda match: f"\\x{ord(match.group()):02x}", text)
