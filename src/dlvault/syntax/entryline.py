"""The text of one list item: tags at its head, target, title, what stands behind (spec/resources.md, 1 to 4 and 8)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.entry import Alternative
from dlvault.model.identity import find_isbn
from dlvault.model.late import late
from dlvault.model.note import LinkKind, has_scheme, lacks_scheme
from dlvault.syntax.attribution import read_attribution, read_simple
from dlvault.syntax.entrypieces import (
    after_marks,
    closing_bracket,
    opening_bracket,
    remark_of,
    take_end,
    unmarked,
    without_last_parenthesis,
)
from dlvault.syntax.inferred import read_tail
from dlvault.syntax.oddities import SECOND_URL, second_url
from dlvault.syntax.plain import plain_text
from dlvault.syntax.triggers import TAG_END

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from dlvault.model.note import Link

_TAG = late(rf"#([^{TAG_END}]+)(\s*)")
_MAY_CLOSE = (")", ").", "),", "):", ");")
_BLOCK_INSIDE = late(r"\s+\^([A-Za-z0-9-]+)\s*(?=\)|\Z)")
_OPEN = late(r"\]\(\s*<?\s*\Z")
_BETWEEN = late(r"[\s,;]*(?:and|or|&)?[\s,;]*\Z")
_SEE = late(r"\W*see(?: also)?\W*\Z", re.IGNORECASE)
_FINAL = late(r"(?:[\s:,;]|(?<=\s)[-\u2013\u2014])+\Z")
_MARKS = late(rf"(?:#[^{TAG_END}]+\s+)*[\s*_~=]*\Z")
"""What may stand before the link of a child: tags and marks of emphasis."""
_EMPTY = late(r"\(\s*(?:<\s*>)?\s*\)")
_CHAPTER = late(r"\A\d+\.\s+")
_STOP = late(r"\.\s+(?=\S)")
_URL, _AUTOLINK = LinkKind.URL, LinkKind.AUTOLINK
_WEB = ("http://", "https://")
_GLUES = frozenset('[(*_~=!<`"\\$&{')
"""What may follow a tag without a blank and was meant to be part of the title."""
_WORDS_BEHIND = late(r"\s*\w")
"""Words straight behind brackets go on with the title: `[1] Attention`."""
_PLURAL = late(r"\((?:s|es)\)")


class Placed(NamedTuple):
    """A link at a place of the text at hand; `at` is its number in the note."""

    start: int
    end: int
    link: Link
    at: int


class Head(NamedTuple):
    """The run of tags at the start of an item: their names, the end of the run, and a tag that touches the title."""

    names: tuple[str, ...]
    end: int
    glued: tuple[int, int] | None


class Line:
    """What the text of one item says of a resource; the names are those of `Entry`.

    `bare_title` is the place of brackets that hold a title while no address follows; `mistyped` tells what is wrong
    with the attribution. Plain attributes, for most lines set two or three of them.
    """

    title: str | None = None
    attribution: str | None = None
    authors: tuple[str, ...] = ()
    others: bool = False
    year: int | None = None
    venue: str | None = None
    url: str | None = None
    remark: str | None = None
    isbn: str | None = None
    stars: int | None = None
    citations: int | None = None
    block: str | None = None
    target: int | None = None
    alternatives: tuple[Alternative, ...] = ()
    bare_title: tuple[int, int] | None = None
    mistyped: str | None = None

    def name(self, text: str, kind: str | None) -> None:
        """Take title and attribution from a text."""
        if text.endswith(_MAY_CLOSE):
            found = read_attribution(text, kind)
            self.title, self.attribution, self.authors, self.others = found[:4]
            self.year, self.venue, self.remark, self.mistyped = found[4:]
        elif text:
            self.title = text

    def add_remark(self, *parts: str | None) -> None:
        """Put words behind the remark."""
        self.remark = "; ".join([part for part in (self.remark, *parts) if part]) or None


def read_head(text: str, vocabulary: Container[str]) -> Head | None:
    """The tags at the start of an item if the first one is a type and something follows them."""
    match = _TAG.match(text)
    if match is None or match[1].partition("/")[0].upper() not in vocabulary:
        return None
    names: list[str] = []
    at, glued = 0, None
    while match is not None and not match[1].isdecimal():
        names.append(match[1])
        at = match.end()
        if not match[2]:
            touches = at < len(text) and text[at] in _GLUES and not _PLURAL.match(text, at)
            glued = match.span() if touches else None
            break
        match = _TAG.match(text, at) if text.startswith("#", at) else None
    return Head(tuple(names), at, glued)


def url_of(link: Link) -> str | None:
    """The address of a link that leaves the vault; a destination that begins with `www.` is one without scheme."""
    kind = link.kind
    if kind is _URL or kind is _AUTOLINK:
        return link.target
    if kind is LinkKind.REFERENCE and has_scheme(link.target):
        return link.target
    if lacks_scheme(link):
        return f"http://{link.target}{link.subpath}"
    return None


def read_line(text: str, start: int, links: Sequence[Placed], kind: str | None, *, inferred: bool = False) -> Line:
    """Read the text of an item from `start` on, behind its tags; `kind` is its main type."""
    block = stars = None
    if "^" in text or "\u2605" in text:
        text, block, stars = take_end(text, start)
    line = None
    if len(links) == 1 and links[0].start == start and links[0].end == len(text):
        line = read_link(text, start, links[0].link, kind)
    if line is None:
        line = _read_parts(text, start, links, kind, inferred=inferred, starred=inferred and stars is not None)
    if block is not None:
        line.block = block
    line.stars = stars
    return line


def _read_parts(  # noqa: PLR0913 - what decides how a text without its end is read
    text: str, start: int, links: Sequence[Placed], kind: str | None, *, inferred: bool, starred: bool
) -> Line:
    line = Line()
    found = _first(links, text, address=True)
    if found is None:
        _read_words(line, text, start, kind, starred=starred)
    else:
        begin, end, link, number = links[found]
        url = url_of(link)
        if url is None:
            line.target = number
            _read_pointer(line, text, start, links[found], kind)
        elif link.kind is LinkKind.AUTOLINK:
            line.url = url
            _read_bare_url(line, text, start, links, found, kind)
        else:
            _set_url(line, url)
            before, behind = unmarked(text[start:begin], text[end:])
            if inferred:
                line.name(plain_text(link.label or ""), kind)
                _read_around(line, before, behind)
            else:
                aside = text.startswith(("[", "("), begin - 1)
                line.name(_title_of(before, link.label or "", aside=aside), kind)
                if behind:
                    line.add_remark(remark_of(behind))
    if "SBN" in text or "sbn" in text:
        line.isbn = find_isbn(text)
    if line.title is None and line.url is None and line.target is None:
        line.title = text[start:].strip() or None
    return line


def read_link(text: str, start: int, link: Link, kind: str | None) -> Line | None:
    """Read an item whose text is nothing but a link from `start` on, or None where that does not lead to the web."""
    line = Line()
    if link.kind is _AUTOLINK:
        line.url = link.target
    elif link.kind is _URL and text[start] == "[":
        _set_url(line, link.target)
        label = link.label or ""
        simple = read_simple(label, kind)
        if simple is not None:
            line.title, line.attribution, line.authors, line.year = simple
        else:
            line.name(plain_text(label), kind)
    else:
        return None
    if "SBN" in text or "sbn" in text:
        line.isbn = find_isbn(text)
    return line


def _set_url(line: Line, url: str) -> None:
    """Take the address of a link; further ones behind a comma or semicolon are alternatives."""
    second = second_url(url, 0, len(url)) if "," in url or ";" in url else None
    if second is not None:
        line.alternatives = tuple([Alternative(other, None) for other in SECOND_URL.split(url[second[1] :])])
        url = url[: second[0]]
    line.url = url


def _title_of(before: str, label: str, *, aside: bool) -> str:
    """The words of a title: text before a link and the text of the link, joined as written.

    A link that stands `aside`, in brackets of its own, is a remark on the title: `Title (Doe 2019) [[pdf](url)]`.
    """
    words = after_marks(before) if before else ""
    if aside and words.strip():
        return plain_text(words)
    return plain_text(words + label if words else label)


def _first(links: Sequence[Placed], text: str, *, address: bool) -> int | None:
    """The link that is the target: the first one, with `address` the first that leaves the vault if any does.

    Badges, pictures and embeds are it only where nothing else is.
    """
    first = badge = embed = None
    for at, placed in enumerate(links):
        if placed.start >= len(text):
            break
        leaves = url_of(placed.link) is not None
        if text.startswith("!", placed.start):
            embed = at if embed is None and not leaves else embed
        elif text.startswith("[![", placed.start):
            badge = at if badge is None else badge
        elif leaves or not address:
            return at
        elif first is None:
            first = at
    return next((at for at in (first, badge, embed) if at is not None), None)


# -- the forms of a target -----------------------------------------------------------------------------------


def _read_around(line: Line, before: str, behind: str) -> None:
    """What stands around the link of an item without tags: words before it are remark, names and numbers are read."""
    if not behind:
        if before:
            line.add_remark(before.strip())
        return
    tail = read_tail(behind)
    line.add_remark(before.strip(), remark_of(tail.remark))
    line.citations = tail.citations
    if tail.authors and not line.authors:
        line.authors, line.others = tail.authors, tail.others
    if tail.year is not None and line.year is None:
        line.year = tail.year


def _read_bare_url(  # noqa: PLR0913, PLR0917 - where the address stands, and in what
    line: Line, text: str, start: int, links: Sequence[Placed], at: int, kind: str | None
) -> None:
    """An address, with or without text before it; a link that is not closed, or holds more than an address."""
    begin, end, _, _ = links[at]
    before, behind = unmarked(text[start:begin], text[end:])
    if before.strip():
        opening = _OPEN.search(before)
        label = opening_bracket(before, opening.start()) if opening else -1
        if opening and label >= 0:
            _read_broken_link(line, before, (label, opening.start()), text, links[at:], kind)
            return
        if before.rstrip().endswith("(") and behind.startswith(")"):
            before, behind = before.rstrip()[:-1], behind[1:]
        before = _FINAL.sub("", after_marks(before))
        if before.startswith("[") and closing_bracket(before, 0) == len(before) - 1:
            before = before[1:-1]
        line.name(plain_text(before), kind)
    if behind:
        line.add_remark(remark_of(behind))


def _read_broken_link(  # noqa: PLR0913, PLR0917 - what such a link is made of
    line: Line, before: str, label: tuple[int, int], text: str, links: Sequence[Placed], kind: str | None
) -> None:
    """`[title](url` with more addresses, a block id or words before the parenthesis, or none of it."""
    opening, closing = label
    line.name(plain_text(after_marks(before[:opening]) + before[opening + 1 : closing]), kind)
    end = links[0].end
    alternatives = []
    for placed in links[1:]:
        url = url_of(placed.link)
        if placed.link.kind is not LinkKind.AUTOLINK or url is None or not _BETWEEN.match(text[end : placed.start]):
            break
        alternatives.append(Alternative(url, None))
        end = placed.end
    behind = text[end:]
    block = _BLOCK_INSIDE.match(behind)
    if block:
        line.block = line.block or block.group(1)
        behind = behind[block.end() :]
    behind = behind[1:] if behind.startswith(")") else without_last_parenthesis(behind)
    line.alternatives = tuple(alternatives)
    if alternatives and line.url is not None:
        line.url = line.url.rstrip(",;")
    line.add_remark(remark_of(behind))


def _read_pointer(line: Line, text: str, start: int, placed: Placed, kind: str | None) -> None:
    """`See [[note]]`, `[title](note.md)`, or text before such a link."""
    before = plain_text(_FINAL.sub("", after_marks(text[start : placed.start])))
    line.name(plain_text(placed.link.display) if not before or _SEE.match(before) else before, kind)
    line.add_remark(remark_of(text[placed.end :]))


def _read_words(line: Line, text: str, start: int, kind: str | None, *, starred: bool) -> None:
    """Text only; a title in brackets, with nothing or with empty parentheses behind it."""
    start = len(text) - len(after_marks(text[start:]))
    if starred:
        _read_starred(line, text[start:], kind)
        return
    if text.startswith("[", start):
        close = closing_bracket(text, start)
        close = -1 if _WORDS_BEHIND.match(text, close + 1) else close
        title = plain_text(text[start + 1 : close]) if close >= 0 else ""
        if title:
            line.name(title, kind)
            empty = _EMPTY.match(text, close + 1)
            behind = text[empty.end() if empty else close + 1 :]
            if not empty and not behind.startswith(("(", "[")):
                line.bare_title = start, close + 1
            line.add_remark(remark_of(behind))
            return
    line.name(plain_text(_FINAL.sub("", text[start:])), kind)


def _read_starred(line: Line, text: str, kind: str | None) -> None:
    """A line that only its stars make an entry: the title goes up to a dash or to the end of a sentence."""
    text = _CHAPTER.sub("", text)
    title, dash, rest = text.partition(" - ")
    if not dash:
        for stop in _STOP.finditer(text):
            if text[stop.end()].isupper():
                title, rest = text[: stop.start()], text[stop.end() :]
                break
    line.name(plain_text(title).removesuffix("."), kind)
    line.add_remark(rest.strip())


# -- children that are no entries ----------------------------------------------------------------------------


class Child(NamedTuple):
    """What an untyped child says of its parent: other addresses, a note, a comment."""

    alternatives: tuple[Alternative, ...] = ()
    note: int | None = None
    comment: str | None = None


def read_child(text: str, links: Sequence[Placed]) -> Child:
    """Read an untyped child (spec/resources.md, section 5): what it begins with decides."""
    text, _, _ = take_end(text, 0)
    at = _first(links, text, address=False)
    if at is None:
        return Child(comment=text.strip() or None)
    begin, end, link, number = links[at]
    before, url = text[:begin], url_of(link)
    if url is None:
        if _MARKS.match(before) or _SEE.match(before):
            return Child(note=number, comment=remark_of(text[end:].lstrip("*_~=")))
    elif _MARKS.match(before):
        label = None if link.kind is LinkKind.AUTOLINK else plain_text(link.label or "") or None
        return Child((Alternative(url, label),), comment=remark_of(text[end:].lstrip("*_~=")))
    elif link.kind is LinkKind.AUTOLINK:
        opening = _OPEN.search(before)
        label_at = opening_bracket(before, opening.start()) if opening else -1
        if opening and label_at >= 0 and _MARKS.match(before[:label_at]):
            line = Line()
            _read_broken_link(line, before, (label_at, opening.start()), text, links[at:], None)
            first = Alternative(url, plain_text(before[label_at + 1 : opening.start()]) or None)
            return Child((first, *line.alternatives), comment=line.remark)
    return Child(comment=text.strip())


def is_web(link: Link) -> bool:
    """Whether a link leads to a page of the web."""
    url = url_of(link)
    return url is not None and (url.startswith(_WEB) or url[:8].lower().startswith(_WEB))
