"""The parenthesis behind a title: who, when and where (spec/resources.md, section 4)."""

from __future__ import annotations

import re
from typing import NamedTuple

from dlvault.syntax.names import MONTH, is_acronym, is_event, is_full_name, is_initials, is_name, is_surname, is_venue

_YEAR = re.compile(r"(?<![\w])(?<!\d[.,:])(?:19|20)\d\d(?![\w])(?![.,:]\d)")
_MISTYPED = re.compile(r"[^\d,]*[^\W\d_A-Z][.,]? (?:(?:19|20)\d|(?:19|20)\d{3})\Z")
_SIMPLE = re.compile(r"([^()]*[^()\s])\s*\(([^\W\d_a-z][^\W\d_]+),? ((?:19|20)\d\d)\)\Z")
"""What most entries say: a title, one name, a year."""
_OTHERS = re.compile(r",?\s*(?:\bet\.? al\b\.?|\band others\b|\bu\. ?a\.)", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|und|et|\u0438)\s+|\s*&\s*", re.IGNORECASE)
_BY = re.compile(r"by\s+", re.IGNORECASE)
_EDGES = " \t\n\u00a0\u202f,;:"
NO_YEAR, EXTRA_PARENTHESIS = "no year", "extra parenthesis"
PERSONAL = frozenset(("paper", "book", "thesis", "review", "whitepaper"))
"""Types that people write: a name before the year is a person."""


class Attribution(NamedTuple):
    """What a title with its parenthesis says; `mistyped` tells what is wrong with it, if anything."""

    title: str | None
    raw: str | None = None
    authors: tuple[str, ...] = ()
    others: bool = False
    year: int | None = None
    venue: str | None = None
    remark: str | None = None
    mistyped: str | None = None


def read_attribution(text: str, kind: str | None) -> Attribution:
    """Part a title from its attribution, if that holds a year; `kind` is the main type of the entry."""
    match = _SIMPLE.match(text)
    if match and is_surname(match[2], by_person=kind in PERSONAL):
        return Attribution(match[1], text[match.end(1) :].lstrip(), (match[2],), year=int(match[3]))
    start, end, extra = _last_parenthesis(text)
    if start < 0:
        return Attribution(text)
    raw, inside = text[start : end + 1], text[start + 1 : end]
    years = list(_YEAR.finditer(inside))
    if not years:
        if kind in PERSONAL and _MISTYPED.match(inside):
            return Attribution(text, raw, mistyped=NO_YEAR)
        return Attribution(text, raw)
    found = _read(inside, years, kind)
    return found._replace(
        title=text[:start].strip(" \t\n\u00a0\u202f") or None,
        raw=raw,
        mistyped=EXTRA_PARENTHESIS if extra else None,
    )


def _last_parenthesis(text: str) -> tuple[int, int, bool]:
    """Place of the balanced parenthesis at the end, -1 where there is none, and whether one too many closes it."""
    stop = len(text.rstrip(".,:; \u00a0"))
    opened: list[int] = []
    last = (-1, -1)
    for at in range(stop):
        if text[at] == "(":
            opened.append(at)
        elif text[at] == ")" and opened:
            last = (opened.pop(), at)
    extra = last[1] >= 0 and last[1] == stop - 2 and text[stop - 1] == ")"
    if last[1] != stop - 1 and not extra:
        return -1, -1, False
    return *last, extra


def _read(inside: str, years: list[re.Match[str]], kind: str | None) -> Attribution:
    year = years[-1]
    before = _YEAR.sub("", inside[: year.start()]) if len(years) > 1 else inside[: year.start()]
    authors, others, venue, rest = _people(before.strip(_EDGES), kind)
    after = inside[year.end() :]
    after = "" if re.match(r"[-/]\d", after) else after.strip(_EDGES)
    if after and _OTHERS.fullmatch(after):
        others, after = True, ""
    remarks = [] if rest is None else [rest]
    if after and venue is None:
        venue, _, more = (part.strip() for part in after.partition(","))
        after = more
    if after:
        remarks.append(after)
    return Attribution(None, None, authors, others, int(year.group()), venue, "; ".join(remarks) or None)


def _people(before: str, kind: str | None) -> tuple[tuple[str, ...], bool, str | None, str | None]:
    """Authors, whether there are more of them, the venue and what is neither, of what stands before the year."""
    others = _OTHERS.search(before) is not None
    if others:
        before = _OTHERS.sub(",", before)
    before = _BY.sub("", before, count=1) if _BY.match(before) else before
    authors: list[str] = []
    venue: str | None = None
    rest: list[str] = []
    personal = kind in PERSONAL
    pieces = [
        piece
        for part in before.split(";" if ";" in before else ",")
        if (piece := part.strip(_EDGES)) and not MONTH.match(piece)
    ]
    shouted = all(map(is_acronym, pieces))  # every name is written in capitals
    for at, piece in enumerate(pieces):
        acronym = at == len(pieces) - 1 and not (shouted and authors)
        if authors and is_initials(piece):
            authors[-1] += f", {piece}"
        elif is_venue(piece, alone=not authors, by_person=personal, acronym=acronym):
            person, event = _with_event(piece)
            authors += [person] if person else []
            venue = event
        else:
            names = [name for part in _AND.split(f" {piece} ") if (name := part.strip(_EDGES))]
            if all(is_name(name.replace(",", " ")) for name in names):
                authors += names
            else:
                rest.append(piece)
    return tuple(authors), others, venue, "; ".join(rest) or None


def _with_event(piece: str) -> tuple[str | None, str]:
    """Part `Jane Doe PyCon` into the person and the event."""
    words = piece.split()
    person = " ".join(words[:-1])
    if len(words) > 1 and is_event(words[-1]) and is_name(person) and not is_event(words[0]):
        return person, words[-1]
    return None, piece


def read_names(text: str, *, certain: bool) -> tuple[tuple[str, ...], bool] | None:
    """Names in a list such as `J. Roe, A. Poe and K. Zoe et al.`, or None where a piece is no name.

    `certain` tells that a year or the like follows: then a surname alone will do.
    """
    others = _OTHERS.search(text) is not None
    if others:
        text = _OTHERS.sub(",", text)
    names = [name for piece in text.split(",") for part in _AND.split(f" {piece} ") if (name := part.strip(_EDGES))]
    fits = is_name if certain or others else is_full_name
    if not names or not all(fits(name) and (is_full_name(name) or certain or others) for name in names):
        return None
    return tuple(names), others
