"""Property blocks as nearly everybody writes them, read without YAML: `key: words`, `key: [a, b]`, lists of lines.

Only what YAML can read in no other way is read here; any other block is left to `frontmatter.py`, which both give
the same answer (docs/adr/0014).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.model.note import PropertiesState
from dlvault.model.text import Span
from dlvault.syntax.properties import LISTS_OF_WORDS, RENAMED, WHOLE_LINK, Properties, PropertyLink, PropertyWord

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 100_000
"""A longer block may hold more values than are allowed, which only the other reader counts."""

_LETTER = r"[^\W\d_]"
_NUMBER = r"(?P<number>-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?)"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_IN_FLOW = r"[\w./()'\u2019+&!=-]"
_IN_LINE = r"[\w./()'\u2019+&!=?,;:-]"


def _words(char: str) -> str:
    """A text that begins with a letter: words of the given characters, no blank at its end, no word with a colon at it.

    What repeats holds nothing that could match in two ways, so that no text takes long to be refused.
    """
    return rf"{_LETTER}{char}*+(?<!:)(?:\ ++{char}++(?<!:))*"


_QUOTED = (
    r"\"(?P<double>[\w !#$%&'()*+,./:;<=>?@\[\]^`{|}~\u2013\u2014\u2019-]*+)\""
    r"|'(?P<single>[\w !\"#$%&()*+,./:;<=>?@\[\]^`{|}~\u2013\u2014\u2019-]*+)'"
)
_SCALAR = rf"(?:(?P<text>{_words(_IN_LINE)}|{_DATE})|{_NUMBER}|{_QUOTED})"
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _SCALAR)
_FLOW_SCALAR = rf"(?:(?P<text>{_words(_IN_FLOW)}|{_DATE})|{_NUMBER}|{_QUOTED})"
_UNNAMED_IN_FLOW = re.sub(r"\?P<\w+>", "?:", _FLOW_SCALAR)

_PAIR = re.compile(
    rf"(?P<key>{_LETTER}[\w-]{{0,99}}+):"
    rf"(?:\ ++(?:{_SCALAR}|(?P<flow>\[\ *+(?:{_UNNAMED_IN_FLOW}\ *+(?:,\ *+{_UNNAMED_IN_FLOW}\ *+)*)?\])))?\ *+\n"
)
_LINES = re.compile(rf"(?:-\ ++{_UNNAMED}\ *+\n)+|(?:\ \ -\ ++{_UNNAMED}\ *+\n)+")
_NEXT_IN_FLOW = re.compile(rf"[\[,]\ *+{_FLOW_SCALAR}")
_NEXT_LINE = re.compile(rf"\ *+-\ ++{_SCALAR}\ *+\n")
_CLOSING = re.compile(r"---[ \t]*(?:\n|\Z)")
_WORDS_OF_YAML: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL"), None),
}


def read_plain(text: str, start: int) -> Properties | None:
    """Read the block whose first pair stands at `start`, or give None where it takes a reader of YAML.

    That is also so where something is wrong with the block or worth a word to the linter.
    """
    block = _Block(text)
    behind = start
    while match := _PAIR.match(text, behind):
        taken = block.take(match)
        if taken is None:
            return None
        behind = taken
    closing = _CLOSING.match(text, behind)
    if closing is None or not block.values or behind - start > _LONGEST:
        return None
    tags, aliases = block.words.values()
    return Properties(PropertiesState.OK, block.values, tuple(block.links), tuple(tags), tuple(aliases), closing.end())


class _Block:
    """The pairs of a block read so far."""

    __slots__ = ("links", "text", "values", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: dict[str, object] = {}
        self.links: list[PropertyLink] = []
        self.words: dict[str, list[PropertyWord]] = {"tags": [], "aliases": []}

    def take(self, match: re.Match[str]) -> int | None:
        """Take a pair, with the lines of a list below it; give the offset behind it, or None where it is not plain."""
        key, kind = match["key"], match.lastgroup or ""
        low = key.lower()
        if key in self.values or low in RENAMED:
            return None
        if kind == "flow":
            self._take_items(key, low, _NEXT_IN_FLOW.finditer(self.text, *match.span("flow")))
        elif kind == "key":
            lines = _LINES.match(self.text, match.end())
            if lines is not None:
                self._take_items(key, low, _NEXT_LINE.finditer(self.text, *lines.span()))
                return lines.end()
            self.values[key] = None
        else:
            value = self._value(match, kind, key)
            if low in LISTS_OF_WORDS and isinstance(value, str):
                return None
            self.values[key] = value
        return match.end()

    def _take_items(self, key: str, low: str, places: Iterator[re.Match[str]]) -> None:
        items: list[object] = []
        words = self.words.get(low)
        for item in places:
            kind = item.lastgroup or ""
            value = self._value(item, kind, key, len(items))
            items.append(value)
            if words is not None and isinstance(value, str):
                words.append(PropertyWord(value, Span(*item.span(kind))))
        self.values[key] = items

    def _value(self, match: re.Match[str], kind: str, key: str, at: int | None = None) -> object:
        written = match[kind]
        if kind == "text":
            return _WORDS_OF_YAML.get(written, written)
        if kind == "number":
            return float(written) if "." in written else int(written)
        if written.startswith("[[") and WHOLE_LINK.fullmatch(written):
            key = key if at is None else f"{key}.{at}"
            self.links.append(PropertyLink(key, written[2:-2], Span(*match.span(kind))))
        return written
