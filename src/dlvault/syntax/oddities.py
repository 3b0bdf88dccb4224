"""Links that almost are: what was meant, and the edit that would make it so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.model.note import Oddity, OddityKind
from dlvault.model.text import Span
from dlvault.syntax.leaf import Role

if TYPE_CHECKING:
    from dlvault.syntax.leafstate import LeafState, Opener

_LIKE_A_TARGET = re.compile(
    r"[ \t]*<?(?:[A-Za-z][A-Za-z0-9+.-]+://|www\.|"
    r"(?P<name>[^()\n<>]*(?:\([^()\n<>]*\)[^()\n<>]*)*\.(?:md|canvas|base|pdf|png|jpe?g|gif|svg|webp|mp[34])\b))"
)
"""What follows an opening parenthesis when a link was meant, and not an aside."""
_BEHIND_NAME = re.compile(r"[ \t]*(?:#[^()\n]*|[\"'][^\n]*|\^[A-Za-z0-9-]+[ \t]*)?\)")
"""What may follow the name of a file up to the closing parenthesis; other words make an aside of it."""
_REACH = 4_000
_BLOCK_ID = re.compile(r"[ \t]+\^[A-Za-z0-9-]+[ \t]*\Z")
_ADDRESS = re.compile(r"[^\s()]+(?:\([^\s()]*\)[^\s()]*)*")
_INSIDE = re.compile(r"[^()\n]*(?:\([^()\n]*\)[^()\n]*)*")
_NOTHING_MORE = re.compile(r"[ \t]*(?:\n|\Z)")
_PLACES = re.compile(r"[\d\s,;.*\u2013-]*")
"""What stands in brackets of a citation or an index: ``[12][3, 4]``."""
_INNER_LINK = re.compile(r"!?\[[^\]]*\]\((\S+?)\)?\Z")
_UNESCAPED_PIPE = re.compile(r"\[\[[^\[\]\n|]+(?:\|[^\[\]\n|]*)+\]\]")
_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")
_HIDDEN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|\$(?![\s$]).*?(?<!\s)\$(?![0-9])|<!--.*?-->")
"""Code, mathematics and HTML comments of a row, as their author sees them: bars do not end them."""


def inner_address(destination: str) -> str | None:
    """The address of a link that stands where a destination should be: ``[a](<[b](https://x)>)``."""
    match = _INNER_LINK.match(destination)
    return match.group(1) if match and "://" in match.group(1) else None


def add(
    state: LeafState, kind: OddityKind, start: int, end: int, detail: str = "", edit: tuple[int, int, str] | None = None
) -> None:
    """Note an oddity at a range of the leaf."""
    replaced = (
        None
        if edit is None
        else (state.span(edit[0], edit[1]) if edit[1] > edit[0] else _point(state, edit[0]), edit[2])
    )
    state.oddities.append(Oddity(kind, state.span(start, end), detail, replaced))


def _line_end(state: LeafState, start: int) -> int:
    """End of the line of an offset, or as far as it is worth looking: a long line is read once for each bracket."""
    reach = min(state.end, start + _REACH)
    line_end = state.src.find("\n", start, reach)
    return reach if line_end < 0 else line_end


def _point(state: LeafState, at: int) -> Span:
    place = state.leaf.origin(at - 1) + 1
    return Span(place, place)


def failed_link(state: LeafState, opener: Opener, close: int) -> None:
    """Look at a closed bracket that made no link."""
    src = state.src
    if src.startswith("(", close + 1):
        _failed_destination(state, opener, close)
    elif src.startswith("[", close + 1) and not src.startswith("[[", close + 1):
        _failed_reference(state, opener, close)


def _failed_destination(state: LeafState, opener: Opener, close: int) -> None:
    src = state.src
    start, stop = close + 2, _line_end(state, close)
    target = _LIKE_A_TARGET.match(src, start, stop)
    if not target:
        return
    inside = _INSIDE.match(src, start, stop)
    paren = inside.end() if inside else stop
    if paren == stop:
        address = _ADDRESS.match(src, start, stop)
        end = address.end() if address else stop
        alone = state.leaf.role is not Role.CELL and _NOTHING_MORE.match(src, end, stop)
        add(state, OddityKind.UNCLOSED_LINK, opener.start, end, edit=(end, end, ")") if alone else None)
    elif not target.group("name") or _BEHIND_NAME.match(src, target.end(), stop):
        _closed_destination(state, opener, start, paren)


def _closed_destination(state: LeafState, opener: Opener, start: int, paren: int) -> None:
    """Look at parentheses from `start` to `paren` that hold no destination."""
    src = state.src
    inside = src[start:paren]
    block = _BLOCK_ID.search(inside)
    if block:
        moved = f"{inside[: block.start()]}) {block.group().strip()}"
        edit = (start, paren + 1, moved) if _NOTHING_MORE.match(src, paren + 1, state.end) else None
        add(state, OddityKind.BLOCK_ID_IN_LINK, opener.start, paren + 1, edit=edit)
    elif inside.count("://") <= 1:
        encoded = None if "://" in inside or '"' in inside or "<" in inside else "%20".join(inside.split())
        edit = None if encoded is None else (start, paren, encoded)
        add(state, OddityKind.BLANKS_IN_LINK, opener.start, paren + 1, edit=edit)


def _failed_reference(state: LeafState, opener: Opener, close: int) -> None:
    src = state.src
    end = src.find("]", close + 2, state.end)
    before = src[opener.start - 1] if opener.start > state.leaf.start else " "
    if end < 0 or before.isalnum() or before in "^])":
        return
    text, label = src[opener.text : close], src[close + 2 : end]
    name = label or text
    if name.strip() and name[0] not in "^!" and "\n" not in name and "[" not in name and len(name) > 1:
        add(state, OddityKind.UNDEFINED_REFERENCE, opener.start, end + 1, " ".join(name.split()))


def leftovers(state: LeafState) -> None:
    """Look at the brackets that nothing has closed when a leaf ends: ``[[Note`` was meant as a link."""
    src = state.src
    nested = {oddity.span.start for oddity in state.oddities if oddity.kind is OddityKind.NESTED_LINK}
    previous = -1
    for opener in state.openers:
        doubled = src.startswith("[", opener.text) and not src.startswith("[[", opener.text)
        before = src[opener.start - 1] if opener.start > state.leaf.start else " "
        if not doubled or opener.text == previous or before.isalnum() or before == "[":
            continue
        previous = opener.text
        stop = _line_end(state, opener.start)
        text = src[opener.text + 1 : stop]
        if text.strip() and state.leaf.origin(opener.start) not in nested:
            end = opener.text + 1 + len(text.rstrip())
            close = src.find("]", opener.text, stop)
            edit = None
            if close >= 0 and not src.startswith("]]", close):
                end, edit = close + 1, (close + 1, close + 1, "]")
            add(state, OddityKind.UNCLOSED_LINK, opener.start, end, edit=edit)


def around_wikilink(state: LeafState, end: int) -> None:
    """Look at what stands around a wikilink: another one that holds it, or a bracket too many."""
    openers = state.openers
    if len(openers) > 1 and openers[-1].start == openers[-2].text and not openers[-1].image:
        add(state, OddityKind.NESTED_LINK, openers[-2].start, end)
    elif not openers and state.src.startswith("]", end) and end < state.end:
        add(state, OddityKind.STRAY_BRACKET, end, end + 1, edit=(end, end + 1, ""))


def split_wikilinks(src: str, start: int, end: int) -> list[Oddity]:
    """Wikilinks of a table row that a bar without backslash splits into two cells."""
    found = []
    for match in _UNESCAPED_PIPE.finditer(src, start, end):
        cell = src.rfind("|", start, match.start()) + 1
        if src.count("`", max(cell, start), match.start()) % 2 == 0:
            bar = match.start(1)
            span = Span(match.start() - src.startswith("!", match.start() - 1), match.end())
            found.append(Oddity(OddityKind.UNESCAPED_PIPE, span, "", (Span(bar, bar), "\\")))
    return found
