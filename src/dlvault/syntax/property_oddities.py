"""Properties that are read otherwise than their author meant: old names, text for lists, links without quotes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import yaml

from dlvault.model.note import Oddity, OddityKind
from dlvault.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_RENAMED = {"tag": "tags", "alias": "aliases", "cssclass": "cssclasses"}
_LISTS = {"tags": re.compile(r"[,\s]+"), "aliases": re.compile(r"\s*,\s*")}
_PLAIN = re.compile(r"[\w/-]+")


def property_oddities(root: yaml.MappingNode, block: str, start: int) -> list[Oddity]:
    """Look at the pairs of a property block that begins at `start` of the text (spec/obsidian.md, section 3)."""
    keys = {str(key.value).lower() for key, _ in root.value if isinstance(key, yaml.ScalarNode)}
    found: list[Oddity] = []
    for key_node, value in root.value:
        if not isinstance(key_node, yaml.ScalarNode):
            continue
        key = str(key_node.value).lower()
        if key in _RENAMED:
            found.append(_renamed(key_node, value, key, start, free=_RENAMED[key] not in keys))
        elif key in _LISTS and isinstance(value, yaml.ScalarNode) and value.tag.endswith(":str"):
            found += _text_for_list(value, key, start)
        found += _unquoted_links(value, block, start)
    return found


def _span(node: yaml.Node, start: int) -> Span:
    return Span(start + node.start_mark.index, start + node.end_mark.index)


def _renamed(key_node: yaml.ScalarNode, value: yaml.Node, key: str, start: int, *, free: bool) -> Oddity:
    """An old name; renaming it is an edit only while the new name is free and the value a list or one word."""
    span = _span(key_node, start)
    simple = isinstance(value, yaml.SequenceNode) or (
        isinstance(value, yaml.ScalarNode) and (key == "cssclass" or _PLAIN.fullmatch(str(value.value).lstrip("#")))
    )
    edit = (span, _RENAMED[key]) if free and simple else None
    return Oddity(OddityKind.DEPRECATED_PROPERTY, span, key, edit)


def _text_for_list(value: yaml.ScalarNode, key: str, start: int) -> list[Oddity]:
    """Several tags in one string, or one string for the list of aliases; one tag alone is read as meant."""
    text = str(value.value).strip()
    words = [word for word in _LISTS[key].split(text) if word]
    if not words or (key == "tags" and len(words) == 1):
        return []
    span = _span(value, start)
    if value.style in ("|", ">"):
        return [Oddity(OddityKind.WORDS_AS_TEXT, span, key)]
    listed = ", ".join(_item(word) for word in words)
    return [Oddity(OddityKind.WORDS_AS_TEXT, span, key, (span, f"[{listed}]"))]


def _item(word: str) -> str:
    return word if _PLAIN.fullmatch(word) and not word.isdecimal() else json.dumps(word, ensure_ascii=False)


def _unquoted_links(value: yaml.Node, block: str, start: int) -> Iterator[Oddity]:
    """``[[Note]]`` without quotes, which YAML reads as a list in a list."""
    nodes = [value]
    if isinstance(value, yaml.SequenceNode) and not value.flow_style:
        nodes = value.value
    for node in nodes:
        if isinstance(node, yaml.SequenceNode) and node.flow_style and len(node.value) == 1:
            text = block[node.start_mark.index : node.end_mark.index]
            if isinstance(node.value[0], yaml.SequenceNode) and text.startswith("[[") and text.endswith("]]"):
                span = _span(node, start)
                edit = (span, json.dumps(text, ensure_ascii=False)) if "\n" not in text else None
                yield Oddity(OddityKind.UNQUOTED_LINK, span, text, edit)
