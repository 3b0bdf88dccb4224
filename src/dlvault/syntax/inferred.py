"""Lists whose headings name the type, and lines that end in stars (spec/resources.md, section 10)."""

from __future__ import annotations

import re
from typing import NamedTuple

from dlvault.model.late import late
from dlvault.syntax.attribution import read_names
from dlvault.syntax.plain import plain_text

_NOUNS = {
    "paper": ("paper", "papers", "article", "articles", "publication", "publications"),
    "book": ("book", "books", "textbook", "textbooks"),
    "course": ("course", "courses"),
    "code": (
        *("library", "libraries", "framework", "frameworks", "package", "packages", "software", "softwares", "code"),
        *("codes", "repository", "repositories", "implementation", "implementations"),
    ),
    "talk": ("talk", "talks", "video", "videos", "lecture", "lectures"),
    "thesis": ("thesis", "theses", "dissertation", "dissertations"),
}
_TYPE_OF = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns}
_HINT = late(rf"(?<![^\W_])(?:{'|'.join(_TYPE_OF)})(?![^\W_])", re.IGNORECASE)
_ALNUM = late(r"[^\W_]+")
_UNSEEN = late(r"<!--.*?-->|%%.*?%%|(?:(?<=\s)[#^][^\s#^]+\s*)+\Z")
"""What no reader of a heading sees as part of it: comments, tags at its end, a block id."""
_PARTS = late(r"\band\b|\bor\b|[&,/]", re.IGNORECASE)
_LAST_WORD = late(r"(\w+)\W*\Z")
_CITATIONS = late(r",\s*(\d{1,3}(?:[,.\u00a0 ]\d{3})+|\d+)\s*\+?\s*citations?\.?\s*\Z", re.IGNORECASE)
_ABBREVIATED = late(r"(?:\bal|\b[^\W\d_a-z])\.\Z")
_DASH = late(r"\s+[-\u2013\u2014]+\s+")
_YEAR = late(r",\s*((?:19|20)\d\d)\.?\s*\Z")


def hints_at_type(heading: str) -> bool:
    """Whether a heading has one of the nouns at all, which most have not."""
    if heading.isascii():
        return not _TYPE_OF.keys().isdisjoint(_ALNUM.findall(heading.lower()))
    return _HINT.search(heading) is not None


def heading_type(heading: str) -> str | None:
    """The type that a heading gives to the items below it: that of its first part that ends in a known noun."""
    for part in _PARTS.split(plain_text(_UNSEEN.sub(" ", heading))):
        match = _LAST_WORD.search(part)
        kind = _TYPE_OF.get(match.group(1).lower()) if match else None
        if kind is not None:
            return kind
    return None


class Tail(NamedTuple):
    """What `, Authors, 2014, 2700+ citations` says; `remark` is what was not read."""

    remark: str
    year: int | None = None
    citations: int | None = None
    authors: tuple[str, ...] = ()
    others: bool = False


def read_tail(text: str) -> Tail:
    """Read the text behind a link; each part may be missing."""
    citations = year = None
    text = " ".join(text.split()) if "  " in text or "\t" in text else text
    rest = text
    if rest.lstrip().startswith(","):
        rest, dash, words = _parted(text)
        match = _CITATIONS.search(rest) if "itation" in rest.lower() else None
        if match:
            citations, rest = int(re.sub(r"\D", "", match.group(1))), rest[: match.start()]
        match = _YEAR.search(rest)
        if match:
            year, rest = int(match.group(1)), rest[: match.start()]
        names = rest.strip(" ,")
        names = names if not names.endswith(".") or _ABBREVIATED.search(names) else names.rstrip(".")
        if not names:
            return Tail(words, year, citations)
        found = read_names(names, certain=year is not None or citations is not None)
        if found is not None:
            return Tail(words, year, citations, *found)
        rest += dash + words
    return Tail(rest, year, citations)


def _parted(text: str) -> tuple[str, str, str]:
    """Part the names and numbers from words behind a dash."""
    match = _DASH.search(text) if "-" in text or "\u2013" in text or "\u2014" in text else None
    return (text[: match.start()], match.group(), text[match.end() :]) if match else (text, "", "")
