"""Patterns that are compiled when they are first used: compiling is most of what importing the reader costs."""

from __future__ import annotations

import re
from typing import cast

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")


class _LatePattern:
    """A source and its flags until the first use, the bound methods of the compiled pattern from then on.

    An empty slot lets `__getattr__` be asked, a full one does not, so that only the first use takes this way.
    """

    __slots__ = ("_flags", "_source", *_METHODS)

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # a copier's or a pickler's question is no use
            raise AttributeError(name)
        pattern = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(pattern, method))
        return getattr(pattern, name)


def late(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, for whoever calls its methods; an error in the source shows at the first use.

    The `re` of a match is the compiled pattern, never the value given here.
    """
    return cast("re.Pattern[str]", _LatePattern(source, flags))
