"""The machine form of the library (spec/resources.md, section 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dlvault.resources.library import Place, Resource

Row = dict[str, Any]


def resource_row(resource: Resource) -> Row:
    """One resource with all its entries."""
    return {
        "identity": resource.identity,
        "type": resource.type,
        "types": list(resource.types),
        "title": resource.title,
        "authors": list(resource.authors),
        "year": resource.year,
        "venue": resource.venue,
        "url": resource.url,
        "stars": resource.stars,
        "citations": resource.citations,
        "entries": [entry_row(place) for place in resource.places],
    }


def entry_row(place: Place) -> Row:
    """One entry at its place."""
    entry, parent = place.entry, place.parent
    return {
        "note": place.note,
        "line": place.line,
        "column": place.column,
        "headings": list(entry.headings),
        "block": entry.block,
        "types": list(entry.types),
        "title": entry.title,
        "attribution": entry.attribution,
        "authors": list(entry.authors),
        "year": entry.year,
        "venue": entry.venue,
        "url": entry.url,
        "alternatives": [{"url": url, "label": label} for url, label in entry.alternatives],
        "remark": entry.remark,
        "stars": entry.stars,
        "citations": entry.citations,
        "notes": list(place.notes),
        "comments": list(entry.comments),
        "target_note": place.target,
        "parent": None if parent is None else {"identity": parent.identity, "relation": place.relation},
        "inferred": entry.inferred,
    }
