"""An independent CommonMark reader, and what it and dlvault say of a text, put into one form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt

from dlvault.model.text import LineIndex
from dlvault.syntax.blocks import BlockParser
from dlvault.syntax.parse import parse
from dlvault.syntax.state import NoteState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token


class Oracle(MarkdownIt):
    """markdown-it, to which every address is a link: what is safe to show is no question here."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - its name there
        del url
        return True


ORACLE = Oracle("commonmark", {"maxNesting": 1000}).enable("table")

_THEIRS = {
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "paragraph_open": "paragraph",
    "hr": "rule",
    "table_open": "table",
    "blockquote_open": "quote",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
}
_OURS = {
    "block_code": "code",
    "block_html": "html",
    "thematic_break": "rule",
    "block_quote": "quote",
    "list_item": "item",
}
_CONTAINERS = ("quote", "list", "item")
_WORD = re.compile(r"w\d+")


class Seen(NamedTuple):
    """What a reader makes of the blocks of a text."""

    outline: list[str]
    """One line a block: indented by its depth, with its kind and lines (its first one, where ends are open)."""
    words: set[str]
    """The words `w1`, `w2`.. of its inline text: not those of code, HTML blocks and definitions."""


def _row(depth: int, kind: str, first: int, last: int, lines: Sequence[str]) -> str:
    if kind in _CONTAINERS or re.fullmatch(r"h\d", kind):
        return f"{'  ' * depth}{kind} {first}"
    while kind in ("code", "html") and last > first and not lines[last - 1].strip(" \t>"):
        last -= 1  # whether empty lines at its end belong to an open block makes no difference
    return f"{'  ' * depth}{kind} {first}" + (f"-{last}" if last > first else "")


def known_difference(text: str) -> bool:
    """Whether markdown-it is known to read a text otherwise than CommonMark and its reference, commonmark.js.

    It takes a line as code that is lazy text: one set in by four or more that looks like the start of a block and
    stands left of the text it goes on with, or outside its quote. And it ends a list behind an empty item and two
    empty lines.
    """
    if re.search(r"(?:[-+*]|\d[.)])[ \t]*\n[ \t>]*\n[ \t>]*\n", text):
        return True
    widest = quotes = 0
    for line in text.expandtabs(4).split("\n"):
        set_in = re.match(r"([ >]*?) {4} *(?=[-+*#>`~<_=\d])", line)
        if set_in and (set_in.end() < widest + quotes or set_in.group(1).count(">") < quotes):
            return True
        marks = re.match(r"(?:(?:[-+*]|\d{1,9}[.)])(?= |$)|[> ])*", line)
        assert marks is not None
        empty = not line.strip("> ")
        widest = 0 if empty else max(widest, marks.end())
        quotes = max(0 if empty else quotes, marks.group().count(">"))
    return False


def theirs(text: str) -> Seen:
    """Outline and words after markdown-it."""
    rows = []
    words: set[str] = set()
    lines = text.split("\n")
    for token in ORACLE.parse(text):
        kind = token.tag if token.type == "heading_open" else _THEIRS.get(token.type)
        if kind is not None and token.map is not None:
            rows.append(_row(token.level, kind, token.map[0] + 1, token.map[1], lines))
        elif token.type == "inline":
            words.update(_WORD.findall(token.content))
    return Seen(rows, words)


def ours(text: str) -> Seen:
    """Outline and words after dlvault."""
    source = text if text.endswith("\n") else text + "\n"
    state = NoteState()
    state.process(source)
    state.cursor = 0
    BlockParser().parse(state)
    index, lines, rows = LineIndex.of(source), text.split("\n"), []
    pending = [(0, token) for token in reversed(state.tokens)]
    while pending:
        depth, token = pending.pop()
        if token["type"] == "definitions":
            continue
        kind = _OURS.get(token["type"], token["type"])
        if kind == "heading":
            kind = f"h{token['attrs']['level']}"
        start, end = token["span"]
        rows.append(_row(depth, kind, index.line(start), index.line(max(start, end - 1)), lines))
        if kind in _CONTAINERS:
            pending += [(depth + 1, child) for child in reversed(token["children"])]
    words = {word for leaf in state.leaves for word in _WORD.findall(leaf.text, leaf.start, leaf.end)}
    return Seen(rows, words)


_INLINE_DIFFERENCES = re.compile(
    # a label that holds what it must not, or what binds tighter
    r"\]\[(?:[^\]\\]|\\.)*[\[`<]"
    # a link in an image in brackets: these are no link, for links hold no links
    r"|\[(?:[^\]\\]|\\.)*!\[(?:[^\]\\]|\\.)*\["
    # addresses, which are encoded otherwise
    r"|<(?:ax:|u@)[^ <>]*\["
    # comments, which older versions of CommonMark end otherwise
    r"|<!--(?:(?!-->)[^-])*-(?:-(?!>)|-->)|<!--->",
)


def known_inline_difference(text: str) -> bool:
    """Whether markdown-it is known to read the links of a text otherwise than commonmark.js and dlvault do."""
    return _INLINE_DIFFERENCES.search(text) is not None


class Leads(NamedTuple):
    """A link as both readers can tell it."""

    kind: str
    address: str


def their_links(text: str) -> list[Leads]:
    """Links, images and autolinks with a destination after markdown-it, in document order."""
    found: list[Leads] = []
    inside = 0

    def walk(tokens: Sequence[Token]) -> None:
        nonlocal inside
        for token in tokens:
            if token.markup != "autolink" and (inside or token.attrs.get("href")):
                inside += token.nesting
            if token.type == "image":
                found.append(Leads("image", _address(str(token.attrs["src"]))))
            elif token.type == "link_open" and token.markup != "autolink":
                found.append(Leads("link", _address(str(token.attrs["href"]))))
            elif token.type == "link_open" and not inside:  # an address in the text of a link is part of that text
                found.append(Leads("autolink", _address(str(token.attrs["href"]))))
            walk(token.children or [])

    walk(ORACLE.parse(text))
    return [link for link in found if link.address]


def our_links(text: str) -> list[Leads]:
    """The same after dlvault."""
    found = []
    for link in parse(text).links:
        kind = "image" if text.startswith("!", link.span.start) else "link"
        if link.kind == "autolink":
            kind = "autolink"
        found.append(Leads(kind, _address(link.target + link.subpath)))
    return found


def _address(address: str) -> str:
    """An address without percent codes: markdown-it adds them, dlvault takes them off."""
    return unquote(address)
