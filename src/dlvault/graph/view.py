"""What an exporter draws: a frozen graph, the vault's name and the note in focus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class GraphView:
    """A graph ready to be written in some format.

    `graph` has the nodes and edges of the vault graph: node ids `note:PATH`, `unresolved:KEY`,
    `file:PATH`, `tag:NAME`; each node has `kind` and `label`.
    """

    graph: nx.MultiDiGraph[str]
    vault: str
    focus: str | None = None
