"""Properties that are read otherwise than their author meant: old names, text for lists, links without quotes."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import yaml

from dlvault.model.late import late
from dlvault.model.note import Oddity, OddityKind
from dlvault.model.text import Span
from dlvault.syntax.properties import LISTS_OF_WORDS, RENAMED

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG_BREAK = late(r"[,\s]+")
_WORD = late(r"[\w/-]+")
_PLAIN = late(r"[^\W\d_][\w/-]*")
_NO_TEXT = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
"""Words that some reader of YAML takes for another value than text."""
_ENDS_LINE = late("[\n\x85\u2028\u2029]")
_UNPRINTED = late("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class _Block(NamedTuple):
    """The text of a property block, and where it begins in the note."""

    text: str
    start: int

    def span(self, node: yaml.Node) -> Span:
        """Place of a node in the note."""
        return Span(self.start + node.start_mark.index, self.start + node.end_mark.index)

    def written(self, node: yaml.Node) -> str:
        """What stands at a node."""
        return self.text[node.start_mark.index : node.end_mark.index]

    def is_marked(self, node: yaml.Node) -> bool:
        """Whether a node begins with an anchor or a tag, which an edit would take away."""
        return self.written(node)[:1] in ("&", "!")


def property_oddities(root: yaml.MappingNode, block: str, start: int) -> list[Oddity]:
    """Look at the pairs of a property block that begins at `start` of the text (spec/obsidian.md, section 3)."""
    source = _Block(block, start)
    keys = Counter(str(key.value).lower() for key, _ in root.value if isinstance(key, yaml.ScalarNode))
    found: list[Oddity] = []
    for key_node, value in root.value:
        if not isinstance(key_node, yaml.ScalarNode):
            continue
        key = str(key_node.value).lower()
        if key in RENAMED:
            free = not keys[RENAMED[key]] and keys[key] == 1
            found.append(_renamed(key_node, value, source, free=free))
        elif key in LISTS_OF_WORDS and isinstance(value, yaml.ScalarNode) and value.tag.endswith(":str"):
            found += _text_for_list(key_node, value, source, flow=bool(root.flow_style))
    found += _unquoted_links(root, source)
    return found


def _renamed(key_node: yaml.ScalarNode, value: yaml.Node, block: _Block, *, free: bool) -> Oddity:
    """An old name; renaming it is an edit only while the new name is free and the value a list or one word."""
    key, span = str(key_node.value).lower(), block.span(key_node)
    simple = isinstance(value, yaml.SequenceNode) or (
        isinstance(value, yaml.ScalarNode) and (key == "cssclass" or _WORD.fullmatch(str(value.value).lstrip("#")))
    )
    quotes = 1 if key_node.style in ("'", '"') else 0
    name = Span(span.start + quotes, span.end - quotes)
    edit = (name, RENAMED[key]) if free and simple and not block.is_marked(key_node) else None
    return Oddity(OddityKind.DEPRECATED_PROPERTY, span, key, edit)


def _text_for_list(key_node: yaml.ScalarNode, value: yaml.ScalarNode, block: _Block, *, flow: bool) -> list[Oddity]:
    """Several tags in one string, or one string for the list of aliases; one tag alone is read as meant.

    A string for `aliases` is one alias, commas and all (spec/obsidian.md, section 3).
    """
    key = str(key_node.value).lower()
    text = str(value.value).strip()
    words = [word for word in (_TAG_BREAK.split(text) if key == "tags" else [text]) if word]
    if not words or (key == "tags" and len(words) == 1):
        return []
    if value.start_mark.index < key_node.end_mark.index:
        return [Oddity(OddityKind.WORDS_AS_TEXT, block.span(key_node), key)]  # the text stands at an anchor above
    start = block.span(value).start
    span = Span(start, start + len(block.written(value).rstrip()))
    if value.style in ("|", ">") or block.is_marked(value):
        return [Oddity(OddityKind.WORDS_AS_TEXT, span, key)]
    listed = ", ".join(word if not flow and _is_plain(word) else _quoted(word) for word in words)
    return [Oddity(OddityKind.WORDS_AS_TEXT, span, key, (span, f"[{listed}]"))]


def _is_plain(word: str) -> bool:
    """Whether a word is text in YAML without quotes."""
    return _PLAIN.fullmatch(word) is not None and word.lower() not in _NO_TEXT


def _quoted(text: str) -> str:
    return _UNPRINTED.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))


def _unquoted_links(root: yaml.MappingNode, block: _Block) -> Iterator[Oddity]:
    """``[[Note]]`` without quotes, which YAML reads as a list in a list, at any depth."""
    stack: list[tuple[yaml.Node, bool]] = [(root, False)]
    seen: set[int] = set()
    while stack:
        node, in_flow = stack.pop()
        if not isinstance(node, yaml.CollectionNode) or id(node) in seen:
            continue
        seen.add(id(node))
        items = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else node.value
        text = block.written(node) if len(items) == 1 else ""
        if text.startswith("[[") and text.endswith("]]") and _reads_like_a_link(items[0], in_flow=in_flow):
            span = block.span(node)
            alone = len(items[0].value) == 1 and not _ENDS_LINE.search(text)
            yield Oddity(OddityKind.UNQUOTED_LINK, span, text, (span, _quoted(text)) if alone else None)
        else:
            stack.extend((item, bool(node.flow_style)) for item in reversed(items))


def _reads_like_a_link(inner: yaml.Node, *, in_flow: bool) -> bool:
    """Whether the inner list holds a name without quotes, or a name with commas; numbers make it a table."""
    if not isinstance(inner, yaml.SequenceNode) or not inner.value:
        return False
    first = inner.value[0]
    if len(inner.value) == 1 and isinstance(first, yaml.MappingNode):  # [[Note: with a colon]]
        return first.start_mark.index == inner.start_mark.index + 1 and not in_flow
    texts = all(isinstance(item, yaml.ScalarNode) and item.tag.endswith(":str") for item in inner.value)
    plain = all(isinstance(item, yaml.ScalarNode) and not item.style for item in inner.value)
    return plain and (texts or (len(inner.value) == 1 and not in_flow))
