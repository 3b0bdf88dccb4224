"""Where a bare web address ends in running text (GFM autolinks; spec/resources.md, section 3)."""

from __future__ import annotations

from dlvault.model.late import late

_PLAIN = late(r"[^\s<()\[\]]*+")
_ENTITY_TAIL = late(r"&[A-Za-z0-9]+;\Z")
_MAX_ENTITY = 40
_TRAILING = frozenset("?!.,:*_~'\"")
_CLOSERS = {")": "(", "]": "["}


def bare_url_end(src: str, start: int, end: int) -> int:
    """Offset behind the address that begins at `start`; a bracket it did not open ends it, final punctuation is cut."""
    stop = _address_end(src, start, end)
    while stop > start:
        char = src[stop - 1]
        if char == ";":
            entity = _ENTITY_TAIL.search(src, max(start, stop - _MAX_ENTITY), stop)
            if entity is None:
                break
            stop = entity.start()
        elif char in _TRAILING:
            stop -= 1
        else:
            break
    return stop


def _address_end(src: str, start: int, end: int) -> int:
    """Offset of the first blank, ``<`` or closing bracket without an opening one."""
    at = start
    depth = {"(": 0, "[": 0}
    while at < end:
        match = _PLAIN.match(src, at, end)
        at = match.end() if match else end
        if at >= end or src[at] not in "()[]":
            break
        char = src[at]
        if char in depth:
            depth[char] += 1
        else:
            depth[_CLOSERS[char]] -= 1
            if depth[_CLOSERS[char]] < 0:
                break
        at += 1
    return at
