"""CSL-JSON 1.0.2, for Zotero, pandoc, Typst and every citation processor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dlvault.resources.keys import Name, has_others, isbn_of, names_of, plain_text, safe_address, venue_kind
from dlvault.resources.library import display_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dlvault.resources.library import Resource

_FORMS = {
    "book": ("book", "publisher"),
    "thesis": ("thesis", "publisher"),
    "code": ("software", "publisher"),
    "model": ("software", "publisher"),
    "whitepaper": ("report", "publisher"),
    "talk": ("speech", "event-title"),
    "poster": ("speech", "event-title"),
    "review": ("review", "container-title"),
}
_GENRES = {"whitepaper": "White paper"}
_CLEAR = frozenset(("paper", "book", "thesis", "code", "review"))
"""Types for which CSL has one of its own."""


def render(resources: Iterable[Resource], keys: Mapping[str, str]) -> str:
    """Write a JSON array with one item for each resource, in the order given, and a final line end.

    `keys` is the result of `citation_keys` and gives the `id`. Types and names of fields are those of the CSL 1.0.2
    specification (appendices III and IV), the shape is that of its schema `csl-data.json`. Titles stand as they are:
    processors read a few tags of HTML in them (`<i>`), for which CSL knows no escape.

    Raises:
        KeyError: a resource has no key.
    """
    items = [_item(resource, keys[resource.identity]) for resource in resources]
    return f"{json.dumps(items, ensure_ascii=False, indent=2)}\n"


def _item(resource: Resource, key: str) -> dict[str, Any]:
    kind, container = _form(resource)
    scheme, _, number = resource.identity.partition(":")
    genre = "" if resource.type in _CLEAR else _GENRES.get(resource.type or "", (resource.type or "").capitalize())
    item: dict[str, Any] = {
        "id": key,
        "type": kind,
        "title": plain_text(display_title(resource)) or plain_text(resource.identity),
        "author": _authors(resource),
        "issued": None if resource.year is None else {"date-parts": [[resource.year]]},
        container: plain_text(resource.venue or ""),
        "genre": plain_text(genre),
        "DOI": plain_text(number) if scheme == "doi" else "",
        "ISBN": plain_text(isbn_of(resource) or ""),
        "URL": safe_address(resource.url or ""),
        "keyword": plain_text(", ".join(resource.types)),
    }
    if kind == "article" and scheme == "arxiv":
        item |= {"number": f"arXiv:{plain_text(number)}", "publisher": "arXiv"}
    return {name: value for name, value in item.items() if value}


def _form(resource: Resource) -> tuple[str, str]:
    """Type of an item, and the field for its venue."""
    if resource.type == "paper":
        venue = venue_kind(plain_text(resource.venue or ""))
        if venue == "conference":
            return "paper-conference", "container-title"
        journal = venue == "journal" or resource.identity.startswith("doi:")
        return "article-journal" if journal else "article", "container-title"
    other = "document" if resource.url is None else "webpage"
    return _FORMS.get(resource.type or "", (other, "publisher"))


def _authors(resource: Resource) -> list[dict[str, str]]:
    """Names of the authors; `others` at the end, as pandoc writes it, for `et al.`, which CSL cannot say."""
    names = [_author(name) for name in names_of(resource)]
    if names and has_others(resource):
        names.append({"literal": "others"})
    return names


def _author(name: Name) -> dict[str, str]:
    if not name.is_person:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}
