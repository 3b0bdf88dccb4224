"""Where a bare web address ends in running text (GFM autolinks; spec/resources.md, section 3)."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[^\s<]+")
_ENTITY_TAIL = re.compile(r"&[A-Za-z0-9]+;\Z")
_TRAILING = frozenset("?!.,:*_~'\"")
_CLOSERS = {")": "(", "]": "["}


def bare_url_end(src: str, start: int, end: int) -> int:
    """Offset behind the address that begins at `start`; a bracket it did not open ends it, final punctuation is cut."""
    match = _ADDRESS.match(src, start, end)
    if match is None:
        return start
    stop = match.end()
    if ")" in match.group() or "]" in match.group():
        stop = _first_unopened(src, start, stop)
    while stop > start:
        char = src[stop - 1]
        if char == ";":
            entity = _ENTITY_TAIL.search(src, start, stop)
            if entity is None:
                break
            stop = entity.start()
        elif char in _TRAILING:
            stop -= 1
        else:
            break
    return stop


def _first_unopened(src: str, start: int, end: int) -> int:
    """Offset of the first closing bracket without an opening one, else `end`."""
    depth = {"(": 0, "[": 0}
    for at in range(start, end):
        char = src[at]
        if char in depth:
            depth[char] += 1
        elif char in _CLOSERS:
            depth[_CLOSERS[char]] -= 1
            if depth[_CLOSERS[char]] < 0:
                return at
    return end
