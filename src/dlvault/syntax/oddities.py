"""Links that almost are: what was meant, and the edit that would make it so."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from dlvault.model.late import late
from dlvault.model.note import Oddity, OddityKind
from dlvault.model.text import Span
from dlvault.syntax.leaf import Role

if TYPE_CHECKING:
    from dlvault.syntax.leafstate import LeafState, Opener

_LIKE_A_TARGET = late(
    r"[ \t]*<?(?:[A-Za-z][A-Za-z0-9+.-]+://|www\.|"
    r"(?P<name>[^()\n<>]*(?:\([^()\n<>]*\)[^()\n<>]*)*\.(?:md|canvas|base|pdf|png|jpe?g|gif|svg|webp|mp[34])\b))"
)
"""What follows an opening parenthesis when a link was meant, and not an aside."""
_BEHIND_NAME = late(r"[ \t]*(?:#[^()\n]*|\^[A-Za-z0-9-]+[ \t]*|(?P<title>[\"'(][^\n]*))?\)")
"""What may follow the name of a file up to the closing parenthesis; other words make an aside of it."""
_BLANK = late(r"\s")
SECOND_URL = late(r"\s*[,;]\s*(?=https?://)|\s+(?=https?://)", re.IGNORECASE)
_REACH = 4_000
_NAMED = 200
_BLOCK_ID = late(r"[ \t]+\^[A-Za-z0-9-]+[ \t]*\Z")
_ADDRESS = late(r"[^\s()]+(?:\([^\s()]*\)[^\s()]*)*")
_INSIDE = late(r"[^()\n]*(?:\([^()\n]*\)[^()\n]*)*")
_NOTHING_MORE = late(r"[ \t]*(?:\n|\Z)")
_NO_LABEL = late(r"[\n\[]")
_NUMBERS = late(r"[\d\s,;.*\u2013-]*")
"""What stands in the brackets of a citation: ``[12][3, 4]``."""
_INNER_LINK = late(r"!?\[[^\]]*\]\((\S+?)\)?\Z")
_LINK_WITH_BARS = late(r"\[\[[^\[\]\n|]+(?:\|[^\[\]\n|]*)+\]\]")
_BAR = late(r"(?<!\\)\|")
_CODE = late(r"(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)")
"""Code of a table row as its author sees it: a bar does not end it."""


def inner_address(destination: str) -> str | None:
    """The address of a link that stands where a destination should be: ``[a](<[b](https://x)>)``."""
    match = _INNER_LINK.match(destination)
    return match.group(1) if match and "://" in match.group(1) else None


def add(  # noqa: PLR0913, PLR0917 - what an oddity is made of
    state: LeafState, kind: OddityKind, start: int, end: int, detail: str = "", edit: tuple[int, int, str] | None = None
) -> None:
    """Note an oddity at a range of the leaf; its text names it if no word does."""
    replaced = (
        None
        if edit is None
        else (state.span(edit[0], edit[1]) if edit[1] > edit[0] else _point(state, edit[0]), edit[2])
    )
    state.oddities.append(Oddity(kind, state.span(start, end), detail or _name(state.src, start, end), replaced))


def _line_end(state: LeafState, start: int) -> int:
    """End of the line of an offset, or as far as it is worth looking: a long line is read once for each bracket."""
    reach = min(state.end, start + _REACH)
    line_end = state.src.find("\n", start, reach)
    return reach if line_end < 0 else line_end


def _name(src: str, start: int, end: int) -> str:
    """A text on one line, to know it again by."""
    return " ".join(src[start : min(end, start + _NAMED)].split())


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
    if not src.startswith(")", paren) or paren == stop:
        address = _ADDRESS.match(src, start, stop)
        end = address.end() if address else stop
        while end > start and src[end - 1] in ".,:;!?\"'":
            end -= 1
        alone = state.leaf.role is not Role.CELL and _NOTHING_MORE.match(src, end, state.end)
        add(state, OddityKind.UNCLOSED_LINK, opener.start, end, edit=(end, end, ")") if alone else None)
        return
    behind = _BEHIND_NAME.match(src, target.end(), stop) if target.group("name") else None
    if behind or not target.group("name"):
        _closed_destination(state, opener, start, paren, plain=behind is not None and behind.group("title") is None)


def _closed_destination(state: LeafState, opener: Opener, start: int, paren: int, *, plain: bool) -> None:
    """Look at the text of parentheses that is no destination; `plain` where it is nothing but the name of a file."""
    src = state.src
    inside = src[start:paren]
    block = _BLOCK_ID.search(inside)
    if block:
        moved = f"{inside[: block.start()]}) {block.group().strip()}"
        edit = (start, paren + 1, moved) if _NOTHING_MORE.match(src, paren + 1, state.end) else None
        add(state, OddityKind.BLOCK_ID_IN_LINK, opener.start, paren + 1, edit=edit)
        return
    second = second_url(inside, 0, len(inside))
    if second is None:
        encoded = inside.strip().replace(" ", "%20").replace("\t", "%09")
        edit = (start, paren, encoded) if plain and "<" not in inside else None
        add(state, OddityKind.BLANKS_IN_LINK, opener.start, paren + 1, edit=edit)
        return
    first, mark, rest = inside[: second[0]].strip(), inside[slice(*second)].strip(), inside[second[1] :].strip()
    plain_pair = mark and not first.startswith("<") and not _BLANK.search(first)
    edit = (start, paren + 1, f"{first}){mark} {rest}") if plain_pair else None
    add(state, OddityKind.TWO_URLS, opener.start, paren + 1, edit=edit)


def look_at_address(state: LeafState, link: tuple[int, int, int], place: tuple[int, int], address: str) -> None:
    """Look at a link whose destination begins like a web address: blanks around it, no scheme, two of them in one.

    `link` is where it begins, where its parentheses do, and where it ends; `place` is that of its destination.
    """
    start, inside, end = link
    begin, stop = place
    src = state.src
    bare = src[begin:stop].strip()
    alone = src[inside : end - 1].strip() in (bare, f"<{bare}>") and "\n" not in src[inside : end - 1]
    if address[:4].lower() == "www.":
        whole = (inside, end - 1) if alone else (begin, begin + len("www."))
        add(
            state,
            OddityKind.MISSING_SCHEME,
            start,
            end,
            edit=(*whole, f"http://{src[slice(*whole)].strip().strip('<>')}"),
        )
        return
    if not address[:8].lower().startswith(("http://", "https://")):
        return
    second = second_url(src, begin, stop)
    if second is not None:
        first, mark, rest = src[begin : second[0]].strip(), src[second[0] : second[1]].strip(), src[second[1] : stop]
        plain = alone and mark and src[inside] != "<"
        edit = (inside, end, f"{first}){mark} {rest.strip()}") if plain else None
        add(state, OddityKind.TWO_URLS, start, end, edit=edit)
    elif alone and not _BLANK.search(bare) and src[inside : end - 1] not in (bare, f"<{bare}>"):
        add(state, OddityKind.BLANKS_IN_URL, start, end, edit=(inside, end - 1, bare))


def second_url(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Place of the mark between two web addresses in one text; an address may well hold others in its query."""
    found = SECOND_URL.search(text, start, end)
    return found.span() if found and text.count("://", start, found.start()) == 1 else None


def _failed_reference(state: LeafState, opener: Opener, close: int) -> None:
    """Look at two pairs of brackets, but for footnotes, citations (``[1][2]``) and indices (``[i][j]``)."""
    src = state.src
    end = src.find("]", close + 2, state.end)
    before = src[opener.start - 1] if opener.start > state.leaf.start else " "
    if end < 0 or before.isalnum() or before in "^])":
        return
    text, label = src[opener.text : close], src[close + 2 : end]
    name = label or text
    if not text.strip() or not name.strip() or text[0] in "^!" or name[0] in "^!" or _NO_LABEL.search(name):
        return
    if len(text) + len(label) > len("ij") and not (_NUMBERS.fullmatch(text) and _NUMBERS.fullmatch(label)):
        add(state, OddityKind.UNDEFINED_REFERENCE, opener.start, end + 1, " ".join(name.split()))


def leftovers(state: LeafState) -> None:
    """Look at the brackets that nothing has closed when a leaf ends: ``[[Note`` was meant as a link."""
    src = state.src
    nested = _nested(state)
    previous = -1
    for opener in state.openers:
        doubled = src.startswith("[", opener.text) and not src.startswith("[[", opener.text)
        before = src[opener.start - 1] if opener.start > state.leaf.start else " "
        if not doubled or opener.text == previous or before.isalnum() or before == "[":
            continue
        previous = opener.text
        if state.leaf.role is Role.CELL and _LINK_WITH_BARS.match(src, opener.text - 1):
            continue  # cut by a bar, or code with one
        stop = _line_end(state, opener.start)
        text = src[opener.text + 1 : stop]
        if text and not text[0].isspace() and state.leaf.origin(opener.start) not in nested:
            end = opener.text + 1 + len(text.rstrip())
            close = src.find("]", opener.text, stop)
            edit = None
            if close >= 0 and not src.startswith("]]", close):
                end, edit = close + 1, (close + 1, close + 1, "]")
            add(state, OddityKind.UNCLOSED_LINK, opener.start, end, edit=edit)


def _nested(state: LeafState) -> set[int]:
    """Where links begin that hold another one, in the leaf at hand."""
    first = state.leaf.origin(state.leaf.start)
    found = set()
    for oddity in reversed(state.oddities):
        if oddity.span.start < first:
            break
        if oddity.kind is OddityKind.NESTED_LINK:
            found.add(oddity.span.start)
    return found


def around_wikilink(state: LeafState, end: int) -> None:
    """Look at what stands around a wikilink: another one that holds it, or a bracket too many."""
    openers = state.openers
    if len(openers) > 1 and openers[-1].start == openers[-2].text and not openers[-1].image:
        add(state, OddityKind.NESTED_LINK, openers[-2].start, end)
    elif not openers and state.src.startswith("]", end) and end < state.end:
        add(state, OddityKind.STRAY_BRACKET, end, end + 1, edit=(end, end + 1, ""))


def split_wikilinks(src: str, start: int, end: int, *, spare: bool) -> list[Oddity]:
    """Wikilinks of a table row that a bar without backslash splits into two cells.

    There is an edit only where the row has cells to `spare`: in the head, or in a row that is as wide as it should
    be, the bar may well be meant to split.
    """
    code = None
    found = []
    for match in _LINK_WITH_BARS.finditer(src, start, end):
        bars = [bar.start() for bar in _BAR.finditer(src, match.start(), match.end())]
        if (
            not bars
            or src[match.start() + 2] in " \t|"
            or (src.startswith("\\", match.start() - 1) and not src.startswith("\\\\", match.start() - 2))
        ):
            continue
        code = [place.span() for place in _CODE.finditer(src, start, end)] if code is None else code
        at = bisect_left(code, match.span())
        if at and code[at - 1][1] > match.start():
            continue
        span = Span(match.start() - src.startswith("!", match.start() - 1), match.end())
        first, last = bars[0], bars[-1]
        escaped = _BAR.sub(r"\\|", src[first:last]) + "\\"
        found.append(
            Oddity(OddityKind.UNESCAPED_PIPE, span, _name(src, *span), (Span(first, last), escaped) if spare else None)
        )
    return found
