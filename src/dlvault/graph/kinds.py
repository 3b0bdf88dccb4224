"""Kinds of edges: which link makes which, and which are links at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.model.note import LinkKind

if TYPE_CHECKING:
    from dlvault.model.index import Edge


def edge_kind(edge: Edge) -> str:
    """Kind of the edge that a link makes: `link`, `embed` or `property:NAME` (product.md, section 6)."""
    key = edge.link.property_key
    if key is not None:
        name, *below = key.split(".")
        return "property:" + ".".join([name, *(part for part in below if not part.isdecimal())])
    return "embed" if edge.link.kind is LinkKind.EMBED else "link"


def is_link(kind: str) -> bool:
    """Whether an edge of a kind is a link of a note, not a tag or what is known of a resource."""
    return kind in ("link", "embed") or kind.startswith("property:")
