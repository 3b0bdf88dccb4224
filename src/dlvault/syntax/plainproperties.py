"""Property blocks as nearly everybody writes them, read without YAML: `key: words`, `key: [a, b]`, lists of lines.

Only what YAML can read in no other way is read here; any other block is left to `yamlproperties.py`, which gives the
same answer to these (docs/adr/0014).
"""

from __future__ import annotations

import re

from dlvault.model.late import late
from dlvault.model.note import PropertiesState
from dlvault.model.text import Span
from dlvault.syntax.properties import LISTS_OF_WORDS, RENAMED, WHOLE_LINK, Properties, PropertyLink, PropertyWord

_LONGEST = 100_000
"""A longer block may hold more values than are allowed, which only the other reader counts."""
_UNSURE = late("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML takes for the end of a line or for no text. The classes below leave all that is no ASCII to this one."""

# What repeats holds nothing that could match in two ways, so that no text takes long to be refused.
_BEGINNING = r"(?:[^\x00-@\[-`{-\x7f]|[1-9][0-9]{0,8}+[\ -]?[A-DF-Za-df-z])"
"""A letter, or a figure with a letter behind it with which no number can go on."""
_WORDS = rf"{_BEGINNING}[^\x00-\x20\x7f]*+(?<!:)(?:\ ++[^\x00-\x20#\x7f][^\x00-\x20\x7f]*+(?<!:))*"
"""A text no word of which begins with the sign of a comment or ends in a colon."""
_WORDS_IN_FLOW = rf"{_BEGINNING}[^\x00-\x20#,:?\[\]{{}}\x7f]*+(?:\ ++[^\x00-\x20#,:?\[\]{{}}\x7f]++)*"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[T\ ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?"
_REST = (
    r"(?P<number>-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?)"
    r'|"(?P<double>[^\x00-\x1f"\\\x7f]*+)"'
    r"|'(?P<single>[^\x00-\x1f'\x7f]*+)'"
)
_SCALAR = rf"(?:(?P<text>{_WORDS}|{_DATE}(?:{_TIME})?)|{_REST})"
_END = r"\ *+\n(?:\ *+\n)*"
"""The end of a line, and the empty lines behind it."""

_PAIR = re.compile(
    rf"(?P<key>[^\W\d_][\w-]{{0,99}}+(?:\ [A-Za-z0-9_]{{1,99}}+){{0,5}}+):"
    rf"(?:(?:\ ++(?:{_SCALAR}|(?P<empty>\[\ *+\])))?{_END}|\ ++(?P<flow>\[)(?!\[))"
)
_LINE = late(rf"(?P<indent>\ {{0,8}}+)-\ ++{_SCALAR}{_END}")
_IN_FLOW = late(rf"\ *+(?:(?P<text>{_WORDS_IN_FLOW}|{_DATE})|{_REST})\ *+(?:,|\]{_END})")
_EMPTY_LINES = re.compile(r"(?:\ *+\n)+")
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
    end = text.find("\n---", start - 1) + 1
    if not 0 < end <= start + _LONGEST:
        return None
    written = text[start:end]
    if not written.isascii() and _UNSURE.search(written):
        return None
    block = _Block(text)
    empty = _EMPTY_LINES.match(text, start, end)
    behind: int | None = empty.end() if empty else start
    while behind is not None and (match := _PAIR.match(text, behind, end)):
        behind = block.take(match, end)
    closing = _CLOSING.match(text, end)
    if behind != end or closing is None:
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

    def take(self, match: re.Match[str], end: int) -> int | None:
        """Take a pair, with the lines of a list below it; give the offset behind it, or None where it is not plain."""
        key, kind = match["key"], match.lastgroup or ""
        low = key.lower()
        if key in self.values or low in RENAMED:
            return None
        if kind == "flow":
            return self._take_flow(match.end(), end, key, low)
        if kind == "key":
            return self._take_lines(match.end(), end, key, low)
        value: object = [] if kind == "empty" else self._value(match, kind, key)
        if low in LISTS_OF_WORDS and isinstance(value, str):
            if low == "aliases" or len(value.split()) != 1 or "," in value:
                return None
            self.words[low].append(PropertyWord(value, Span(*match.span(kind))))
        self.values[key] = value
        return match.end()

    def _take_flow(self, at: int, end: int, key: str, low: str) -> int | None:
        items: list[object] = []
        self.values[key] = items
        while item := _IN_FLOW.match(self.text, at, end):
            self._take_item(item, key, low, items)
            at = item.end()
            if self.text[at - 1] != ",":
                return at
        return None

    def _take_lines(self, at: int, end: int, key: str, low: str) -> int:
        """Take the lines of a list that stand equally deep; a key without any has no value."""
        first = item = _LINE.match(self.text, at, end)
        if first is None:
            self.values[key] = None
            return at
        items: list[object] = []
        self.values[key] = items
        while item and item["indent"] == first["indent"]:
            self._take_item(item, key, low, items)
            at = item.end()
            item = _LINE.match(self.text, at, end)
        return at

    def _take_item(self, item: re.Match[str], key: str, low: str, items: list[object]) -> None:
        kind = item.lastgroup or ""
        value = self._value(item, kind, f"{key}.{len(items)}")
        items.append(value)
        if low in self.words and isinstance(value, str):
            self.words[low].append(PropertyWord(value, Span(*item.span(kind))))

    def _value(self, match: re.Match[str], kind: str, key: str) -> object:
        written = match[kind]
        if kind == "text":
            return _WORDS_OF_YAML.get(written, written)
        if kind == "number":
            return float(written) if "." in written else int(written)
        if written.startswith("[[") and WHOLE_LINK.fullmatch(written):
            self.links.append(PropertyLink(key, written[2:-2], Span(*match.span(kind))))
        return written
