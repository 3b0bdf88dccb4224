"""BibTeX, for LaTeX, Zotero, JabRef and pandoc."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.resources.keys import (
    Name,
    has_others,
    isbn_of,
    names_of,
    plain_text,
    safe_address,
    venue_kind,
)
from dlvault.resources.library import display_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dlvault.resources.library import Resource

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
_BALANCED = {"{": r"\{", "}": r"\}"}
_LOOSE = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_LIGATURE = re.compile(r"([-',`])(?=\1)|[?!](?=`)")
_DASH = re.compile(r"(?<= )-{2,3}(?= )")
_NO_VERBATIM = re.compile(r"[{}\\\s]")
_TYPES = {
    "book": ("book", "publisher"),
    "thesis": ("phdthesis", "school"),
    "whitepaper": ("techreport", "institution"),
}
_KINDS = {"phdthesis": "Thesis", "techreport": "White paper"}
"""What such a work is, where its type would say too much: the degree of a thesis is not known."""
_NOTES = {"paper": "", "code": "Software", "whitepaper": "White paper"}
"""What a work is for which BibTeX has no type, where its own name does not tell."""


def render(resources: Iterable[Resource], keys: Mapping[str, str]) -> str:
    """Write one entry for each resource, in the order given, as BibTeX in UTF-8; "" for none.

    `keys` is the result of `citation_keys`. Only entry types and fields of classic BibTeX are used, besides `url`,
    `doi`, `eprint`, `archiveprefix`, `isbn` and `keywords`, which the styles of classic BibTeX that do not know them
    pass over. Every text stands for itself: marks of TeX are escaped, letters of any script stay as they are. A brace
    without its partner is written by name, for BibTeX counts braces even behind a backslash (`BibTeXing`, section 4).

    Raises:
        KeyError: a resource has no key.
    """
    return "\n".join([_entry(resource, keys[resource.identity]) for resource in resources])


def _entry(resource: Resource, key: str) -> str:
    kind, fields = _form(resource)
    lines = [f"  {name} = {{{value}}},\n" for name, value in (*_fields(resource), *fields, *_links(resource)) if value]
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


def _form(resource: Resource) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Type of an entry, and the fields that depend on it."""
    venue = _text(resource.venue or "")
    kind, container = _type(resource)
    note = _NOTES.get(resource.type or "", (resource.type or "").capitalize()) if kind == "misc" else ""
    return kind, ((container, venue), ("type", _KINDS.get(kind, "")), ("note", _text(note)))


def _type(resource: Resource) -> tuple[str, str]:
    """Type of an entry, and the field for its venue.

    What needs a journal, a conference or an institution that nobody stated is `misc`, but an article with a DOI, which
    tells the journal to whoever asks. Types of work that BibTeX lacks are `misc` with a note.
    """
    if resource.type in {"paper", "review"}:
        kind = venue_kind(plain_text(resource.venue or ""))
        if kind == "conference":
            return "inproceedings", "booktitle"
        if kind == "journal":
            return "article", "journal"
        if resource.identity.startswith("doi:"):
            return "article", "note"
    elif resource.type in _TYPES and (resource.venue is not None or resource.type != "whitepaper"):
        return _TYPES[resource.type]
    return "misc", "howpublished"


def _fields(resource: Resource) -> Iterator[tuple[str, str]]:
    names = [_author(name) for name in names_of(resource)]
    if names and has_others(resource):
        names.append("others")
    yield "author", " and ".join(names)
    title = plain_text(display_title(resource)) or plain_text(resource.identity)
    yield "title", f"{{{_protected(title)}}}"
    yield "year", "" if resource.year is None else str(resource.year)


def _links(resource: Resource) -> Iterator[tuple[str, str]]:
    kind, _, number = resource.identity.partition(":")
    if kind == "arxiv":
        yield "eprint", _verbatim(number)
        yield "archiveprefix", "arXiv"
    elif kind == "doi":
        yield "doi", _verbatim(number)
    yield "isbn", _text(isbn_of(resource) or "")
    yield "url", safe_address(resource.url or "")
    yield "keywords", _text(", ".join(resource.types))


def _author(name: Name) -> str:
    """A name such that BibTeX reads the same parts; in braces what it must not take apart."""
    if not name.is_person:
        return f"{{{_protected(name.family)}}}"
    surname = _escaped(f"{name.particle} {name.family}".lstrip())
    if name.given:
        return ", ".join(filter(None, (surname, name.suffix, _escaped(name.given))))
    return f"{{{surname} {name.suffix}}}" if name.suffix else surname


def _text(text: str) -> str:
    return _escaped(plain_text(text))


def _protected(text: str) -> str:
    """Text for braces that keep its case; behind `{\\` BibTeX would see a letter with an accent."""
    escaped = _escaped(text)
    return f"{{}}{escaped}" if escaped.startswith("\\") else escaped


def _escaped(text: str) -> str:
    """Plain text as TeX, with balanced braces, and no marks that TeX would draw together but a typed dash."""
    marks = _ESCAPES | (_BALANCED if _is_balanced(text) else _LOOSE)
    parts = ["".join([marks.get(char, char) for char in part]) for part in _DASH.split(text)]
    dashes = [*_DASH.findall(text), ""]
    return "".join([_LIGATURE.sub(r"\g<0>{}", part) + dash for part, dash in zip(parts, dashes, strict=True)])


def _is_balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


def _verbatim(number: str) -> str:
    """A number that programs do not read as TeX, without what would end its field."""
    return _NO_VERBATIM.sub(lambda match: f"%{ord(match.group()):02X}", plain_text(number))
