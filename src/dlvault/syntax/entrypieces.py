"""Pieces of the text of an item: what ends it, what stands around its link, brackets that belong together."""

from __future__ import annotations

from dlvault.model.late import late

_BLOCK = late(r"\^([A-Za-z0-9-]+)\s*\Z")
_LEADING = late(r"(?:\s+|[:,;.]+(?=\s|\Z)|(?:-+|[\u2013\u2014])(?=\s))*")
"""Blanks and marks between the tags and the title."""
_DASH = late(r"\s*(?:-{1,3}|\u2013|\u2014)(?=\s|\Z)\s*")
_OPENING = late(r"[*_~=]+\Z")
_CLOSING = late(r"[*_~=]+")
_PAIRS = {
    "(": ")",
    "[": "]",
    '"': '"',
    "'": "'",
    "\u201c": "\u201d",
    "\u2018": "\u2019",
    "\u00ab": "\u00bb",
    "\u201e": "\u201c",
}
_MOST_AROUND = 8


def take_end(text: str, start: int) -> tuple[str, str | None, int | None]:
    """Take block id and stars off the end of a text: what remains, the id, the number of stars."""
    block = stars = None
    first = max(start - 1, 0)
    if "^" in text:
        at = text.rfind("^")
        match = _BLOCK.match(text, at)
        if match and _stands_alone(text, at, first):
            block, text = match.group(1), text[: max(at - 1, 0)]
    if "\u2605" in text:
        shown = text.rstrip()
        before = shown.rstrip("\u2605")
        if len(before) < len(shown) and _stands_alone(text, len(before), first):
            stars, text = len(shown) - len(before), before[:-1]
    return text.rstrip(), block, stars


def _stands_alone(text: str, at: int, first: int) -> bool:
    """Whether nothing stands before an offset, or a blank that itself stands at `first` or later."""
    return at == first == 0 or (at > first and text[at - 1].isspace())


def unmarked(before: str, behind: str) -> tuple[str, str]:
    """The texts around a link without the marks of emphasis, quotes or brackets that enclose it."""
    for _ in range(_MOST_AROUND):
        if not before or not behind:
            break
        opening, closing = _OPENING.search(before), _CLOSING.match(behind)
        if opening and closing:
            before, behind = before[: opening.start()], behind[closing.end() :]
        elif behind[0] == _PAIRS.get(before[-1]):
            before, behind = before[:-1], behind[1:]
        else:
            break
    return before, behind


def after_marks(text: str) -> str:
    """Text behind the tags without the blanks and marks that part it from them."""
    match = _LEADING.match(text)
    return text[match.end() :] if match else text


def remark_of(behind: str) -> str | None:
    """Text behind a link without its leading dash; marks alone are none."""
    match = _DASH.match(behind)
    text = (behind[match.end() :] if match else behind).strip()
    return text if text.strip(".,;:!?") else None


def opening_bracket(text: str, close: int) -> int:
    """The bracket that the one at `close` closes, or -1."""
    depth = 0
    for at in range(close, -1, -1):
        if text[at] == "]":
            depth += 1
        elif text[at] == "[":
            depth -= 1
            if not depth:
                return at
    return -1


def closing_bracket(text: str, opening: int) -> int:
    """The bracket that closes the one at `opening`, or -1."""
    depth = 0
    for at in range(opening, len(text)):
        if text[at] == "[":
            depth += 1
        elif text[at] == "]":
            depth -= 1
            if not depth:
                return at
    return -1


def without_last_parenthesis(text: str) -> str:
    """Drop the parenthesis that closes a link which words kept from being one."""
    at = text.rfind(")")
    return text[:at] + text[at + 1 :] if at >= 0 and text.count(")") > text.count("(") else text
