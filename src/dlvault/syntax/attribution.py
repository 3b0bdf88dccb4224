"""The parenthesis behind a title: who, when and where (spec/resources.md, section 4)."""

from __future__ import annotations

import re
from typing import NamedTuple

from dlvault.model.late import late
from dlvault.syntax.names import (
    is_acronym,
    is_event,
    is_full_name,
    is_initials,
    is_month,
    is_name,
    is_organised,
    is_surname,
    is_venue,
)

_YEAR = late(r"(?<![\w])(?<!\d[.,:])(?:19|20)\d\d(?![\w])(?![.,:]\d)")
_WORD = r"[^\W\d_][^\W\d_A-Z]*\.?"
_MISTYPED = late(rf"(?P<name>{_WORD}(?:[ ,&]+{_WORD})*),? (?P<year>(?:19|20)\d(?:\d\d)?)\Z")
_COUNTED = "room math page pages no number stage chapter section part version level figure table unit module hall"
_NO_NAMES = frozenset(_COUNTED.split())
_LATEST = 2035
_SIMPLE = late(r"([^()]*[^()\s])\s*\(([^\W\d_a-z][^\W\d_]+),? ((?:19|20)\d\d)\)\Z")
"""What most entries say: a title, one name, a year."""
_UNMARKED = r"[^\s()\\*_`~=\[\]<&$%]"
_SIMPLE_UNMARKED = re.compile(rf"({_UNMARKED}++(?:\ {_UNMARKED}++)*) \(([^\W\d_a-z][^\W\d_]++),? ((?:19|20)\d\d)\)\Z")
"""The same in a text of single blanks that has no mark in it, so that its words are those that a reader sees."""
_OTHERS = late(r",?\s*(?:(?:\bet\.?|&) al\b\.?|\band others\b|\bu\. ?a\.)", re.IGNORECASE)
_AND = late(r"\s+(?:and|und|et|\u0438)\s+|\s*&\s*", re.IGNORECASE)
_ANDS = frozenset(("and", "und", "et", "\u0438"))
_BY = late(r"by\s+", re.IGNORECASE)
_PARTED = late(r"\s+(?:[-\u2013\u2014|@]|at)\s+")
"""What some write instead of a comma: `Jane Doe - PyCon`, `Jane Doe at PyCon`."""
_PARENTHESIS = late(r"[()]")
_ROUND = str.maketrans("()[]", ",,,,")
_WIDE = str.maketrans("\uff08\uff09\uff0c\u3001", "(),,")
_EDGES = " \t\n\u00a0\u202f,;:-\u2013\u2014/|"
_BEHIND = f"{_EDGES}.?!"
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


def read_simple(text: str, kind: str | None) -> tuple[str, str, tuple[str], int] | None:
    """Title, parenthesis, author and year of inline Markdown as simple as most is, or None where it says more or less.

    It is what `read_attribution` makes of its `plain_text`.
    """
    match = _SIMPLE_UNMARKED.match(text)
    if match is None:
        return None
    title, name, year = match.groups()
    if not is_surname(name, by_person=kind in PERSONAL):
        return None
    return title, text[len(title) + 1 :], (name,), int(year)


def read_attribution(text: str, kind: str | None) -> Attribution:
    """Part a title from its attribution, if that holds a year; `kind` is the main type of the entry."""
    match = _SIMPLE.match(text)
    if match and is_surname(match[2], by_person=kind in PERSONAL):
        return Attribution(match[1], text[match.end(1) :].lstrip(), (match[2],), year=int(match[3]))
    start, end, extra = _last_parenthesis(text.translate(_WIDE) if text.endswith("\uff09") else text)
    if start < 0:
        return Attribution(text)
    raw, inside = text[start : end + 1], text[start + 1 : end]
    years = list(_YEAR.finditer(inside))
    if not years:
        return Attribution(text, raw, mistyped=NO_YEAR if kind in PERSONAL and _is_mistyped(inside) else None)
    found = _read(inside.translate(_WIDE), years[-1], kind)
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
    for paren in _PARENTHESIS.finditer(text, 0, stop):
        if paren.group() == "(":
            opened.append(paren.start())
        elif opened:
            last = (opened.pop(), paren.start())
    extra = last[1] >= 0 and last[1] == stop - 2 and text[stop - 1] == ")"
    if last[1] != stop - 1 and not extra:
        return -1, -1, False
    return *last, extra


def _is_mistyped(inside: str) -> bool:
    """Whether names stand before a number that wants to be a year: of three digits, or with a digit twice."""
    match = _MISTYPED.match(inside)
    if match is None or not _NO_NAMES.isdisjoint(match["name"].lower().split()) or not match["name"][0].isupper():
        return False
    number = match["year"]
    if len(number) == 3:  # noqa: PLR2004 - one digit is missing
        return True
    shorter = {number[:at] + number[at + 1 :] for at in range(1, len(number)) if number[at] == number[at - 1]}
    return len(number) > 4 and any(int(year) <= _LATEST for year in shorter)  # noqa: PLR2004 - one digit too many


def _read(inside: str, year: re.Match[str], kind: str | None) -> Attribution:
    before = _YEAR.sub("", inside[: year.start()])
    if before.count("(") > before.count(")") or before.count("[") > before.count("]"):
        before = before.translate(_ROUND)  # `(Doe (2019))`, `(Doe [Springer, 2019])`
    authors, others, venue, rest = _people(_PARTED.sub(", ", before).strip(_EDGES), kind)
    after = inside[year.end() :].translate(_ROUND)
    after = "" if re.match(r"[-/\u2013]\d", after) else after.strip(_BEHIND)
    if after and _OTHERS.fullmatch(f" {after}"):
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
    others = _has_others(before)
    if others:
        before = _OTHERS.sub(",", before)
    before = _BY.sub("", before, count=1) if _BY.match(before) else before
    authors: list[str] = []
    venue: str | None = None
    rest: list[str] = []
    personal = kind in PERSONAL
    pieces = _pieces(before)
    shouted = all(map(is_acronym, pieces))  # every name is written in capitals
    for at, piece in enumerate(pieces):
        acronym = at == len(pieces) - 1 and not (shouted and authors)
        if authors and is_initials(piece, authors[-1]):
            authors[-1] += f", {piece}"
        elif is_venue(piece, alone=not authors, by_person=personal, acronym=acronym):
            person, event = _with_event(piece)
            authors += [person] if person else []
            venue = event
        elif is_name(piece.replace(",", " "), by_person=personal):
            authors.append(piece)
        else:
            rest.append(piece)
    return tuple(authors), others, venue, "; ".join(rest) or None


def _has_others(text: str) -> bool:
    """Whether a list of names says that there are more."""
    low = text.lower()
    if text.isascii() and " al" not in low and "others" not in low and "a." not in low:
        return False
    return _OTHERS.search(text) is not None


def _pieces(text: str) -> list[str]:
    """A list of names at its commas and its `and`s, or at its semicolons where it has such; months are no names."""
    mark = ";" if ";" in text else ","
    names = text.split(mark)
    if "&" in text or not _ANDS.isdisjoint(text.lower().replace(mark, " ").split()):
        names = [name for part in names for name in _AND.split(f" {part} ")]
    return [piece for name in names if (piece := name.strip(_EDGES)) and not is_month(piece)]


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
    others = _has_others(text)
    if others:
        text = _OTHERS.sub(",", text)
    names: list[str] = []
    for piece in _pieces(text):
        if names and is_initials(piece, names[-1]):
            names[-1] += f", {piece}"
        elif is_full_name(piece) or ((certain or others) and is_name(piece) and not is_organised(piece)):
            names.append(piece)
        else:
            return None
    return (tuple(names), others) if names else None
