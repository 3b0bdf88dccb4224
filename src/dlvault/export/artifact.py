"""What an exporter returns: a name and bytes; somebody else writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dlvault.graph.view import GraphView


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file to write: its name relative to the output folder and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Exporter:
    """A graph format: its name on the command line, its file ending and how it is rendered."""

    name: str
    suffix: str
    render: Callable[[GraphView], bytes]
