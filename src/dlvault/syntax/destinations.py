"""Destination and title of an inline link: what stands between the parentheses of `[text](..)`."""

from __future__ import annotations

from mistune.helpers import parse_link_href, parse_link_title

from dlvault.model.late import late

_SIMPLE_DESTINATION = late(
    r"\(([^\s()<>\\\x00-\x20\x7f]++(?:\([^\s()<>\\\x00-\x20\x7f]*+\)[^\s()<>\\\x00-\x20\x7f]*+)*)\)"
)
_BLANKS = late(r"[ \t\n]*+")


def read_inline_destination(src: str, start: int, end: int) -> tuple[str, int, int, int] | None:
    """Read what follows the opening parenthesis at `start`, in a leaf that ends at `end`.

    Returns the raw destination, its place and the offset behind the closing parenthesis.
    """
    match = _SIMPLE_DESTINATION.match(src, start, end)
    if match:
        return match.group(1), match.start(1), match.end(1), match.end()
    # A destination that runs beyond the leaf has no closing parenthesis in it.
    href, after = parse_link_href(src, start + 1)
    if href is None or after is None or after > end:
        return None
    _, title_end = parse_link_title(src, after, end)
    close = _skip_blanks(src, title_end or after, end)
    if close >= end or src[close] != ")":
        return None
    stop = after
    if src[after - 1] == ">" and src[after - 2 - len(href)] == "<":
        stop -= 1
    return href, stop - len(href), stop, close + 1


def _skip_blanks(src: str, start: int, end: int) -> int:
    match = _BLANKS.match(src, start, end)
    return match.end() if match else start
