"""A property block as YAML reads it: its typed values, the links in them with their places."""

from __future__ import annotations

import json
import re
from typing import Any, cast

import yaml
from frontmatter.default_handlers import SafeLoader, YAMLHandler

from dlvault.model.late import late
from dlvault.model.note import Problem, PropertiesState
from dlvault.model.text import Span
from dlvault.syntax.properties import WHOLE_LINK, Properties, PropertyLink, PropertyWord
from dlvault.syntax.property_oddities import property_oddities

MAX_NESTING = 100
"""Deeper nested values are refused: no note of a person has them, and they could exhaust the stack."""

MAX_VALUES = 100_000
"""So many values a block may stand for."""

_DEEP = late(r"(?:[-?:][ \t]+){20}|^[ ]{100}", re.MULTILINE)
"""What may nest deeply without brackets: indicators in a row, or lines indented far."""
_NODE_PROPERTIES = late(r"(?:[&!][^\s,\[\]{}]*+\s++)*")
"""Anchor and tag in front of a value."""
_OLD_LINE_ENDS = "\x85\u2028\u2029"
_PRIVATE_USE = range(0xE000, 0xF900)
_SURROGATE_PAIR = late(r"((?<!\\)(?:\\\\)*)\\u([dD][89aAbB]..)\\u([dD][c-fC-F]..)")
_INTEGER = late(r"[-+]?[0-9]+")


class _NodeLoader(SafeLoader):  # type: ignore[misc, valid-type]  # the C one or PyYAML's own
    """python-frontmatter's loader with the YAML 1.2 core schema, as Obsidian uses, giving nodes with marks.

    Dates, `yes`, `no`, `12:30` and `010` stay the written text.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's protocol

    def get_single_data(self) -> object:
        """Give the node instead of the value: only nodes know their place."""
        return self.get_single_node()


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        "-+.0123456789",
    ),
):
    _NodeLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), [*_first, *([""] if _tag == "null" else [])]
    )

_HANDLER = YAMLHandler()


def read_yaml(block: str, start: int, body: int) -> Properties:
    """Read the block that begins at `start` of its note, whose text begins at `body`."""
    try:
        return _read_block(block, start, body)
    except yaml.YAMLError as error:
        if block.lstrip().startswith("{"):
            return _read_json(block, start, body, error)
        problem = Problem(_explain(error), start + _error_offset(error, block))
    except RecursionError:
        problem = Problem("the values are nested too deeply", start)
    except UnicodeEncodeError as error:
        problem = Problem("half of a surrogate pair stands here", start + error.start)
    return _invalid(body, problem)


def _invalid(body: int, problem: Problem) -> Properties:
    return Properties(PropertiesState.INVALID, {}, (), (), (), body, problem)


def _read_block(block: str, start: int, body: int) -> Properties:
    if block.count("[") + block.count("{") > MAX_NESTING or _DEEP.search(block):
        _refuse_deep_nesting(block)
    node = _compose(block)
    if node is None or (isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")):
        return Properties(PropertiesState.OK, {}, (), (), (), body)
    if not isinstance(node, yaml.MappingNode):
        message = "the block is no list of `key: value` lines"
        return _invalid(body, Problem(message, start + node.start_mark.index))
    walk = _Walk(block, start)
    values = walk.mapping(node, "")
    return Properties(
        PropertiesState.OK,
        values,
        tuple(walk.links),
        tuple(walk.words["tags"]),
        tuple(walk.words["aliases"]),
        body,
        oddities=tuple(property_oddities(node, block, start)),
    )


def _compose(block: str) -> yaml.Node | None:
    """Give the root node. What only YAML 1.1 takes for line ends is hidden from PyYAML meanwhile."""
    breaks = [char for char in _OLD_LINE_ENDS if char in block]
    spare = (chr(code) for code in _PRIVATE_USE if chr(code) not in block)
    hidden = dict(zip(breaks, spare, strict=False)) if breaks else {}
    for char, stand_in in hidden.items():
        block = block.replace(char, stand_in)
    root = cast("yaml.Node | None", _HANDLER.load(block, Loader=_NodeLoader))
    if hidden and root is not None:
        for node in _scalars(root):
            for char, stand_in in hidden.items():
                node.value = str(node.value).replace(stand_in, char)
    return root


def _scalars(root: yaml.Node) -> list[yaml.ScalarNode]:
    """All scalar nodes, each once."""
    seen: set[int] = set()
    found = []
    pending = [root]
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            found.append(node)
        elif isinstance(node, yaml.MappingNode):
            pending += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            pending += node.value
    return found


class _Walk:
    """Turns nodes into plain values and notes links, tags and aliases on the way."""

    def __init__(self, block: str, start: int) -> None:
        self.block = block
        self.start = start
        self.links: list[PropertyLink] = []
        self.words: dict[str, list[PropertyWord]] = {"tags": [], "aliases": []}
        self.seen: dict[int, object] = {}
        self.sizes: dict[int, int] = {}
        self.total = 0

    def mapping(self, node: yaml.MappingNode, prefix: str) -> dict[str, object]:
        """Read a mapping; a key written twice makes the whole block invalid.

        Raises:
            yaml.YAMLError: a duplicate key.
        """
        values: dict[str, object] = {}
        self.seen[id(node)] = values
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key in values:
                raise yaml.constructor.ConstructorError(
                    None, None, f'the key "{key}" stands twice', key_node.start_mark
                )
            if not prefix and key.lower() in self.words:
                self._collect_words(key.lower(), value_node)
            values[key] = self.value(value_node, f"{prefix}{key}")
        return values

    def _key(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        return self.block[node.start_mark.index : node.end_mark.index].strip()

    def value(self, node: yaml.Node, key: str) -> object:
        """Read any value; a node that an anchor repeats is read once."""
        if id(node) in self.seen:
            self._count(node, self.sizes.get(id(node), MAX_VALUES))  # without a size, an anchor holds itself
            if isinstance(node, yaml.ScalarNode):
                self._take_link(node, key)
            return self.seen[id(node)]
        before = self.total
        self._count(node, 1)
        value = self._new_value(node, key)
        self.sizes[id(node)] = self.total - before
        return value

    def _count(self, node: yaml.Node, values: int) -> None:
        """Count values as if every anchor were written out, so that a short block cannot stand for billions."""
        self.total += values
        if self.total > MAX_VALUES:
            raise yaml.MarkedYAMLError(None, None, "the anchors repeat too many values", node.start_mark)

    def _new_value(self, node: yaml.Node, key: str) -> object:
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, f"{key}.")
        if isinstance(node, yaml.SequenceNode):
            items: list[object] = []
            self.seen[id(node)] = items
            items.extend(self.value(item, f"{key}.{at}") for at, item in enumerate(node.value))
            return items
        scalar = _scalar(node)
        self.seen[id(node)] = scalar
        if isinstance(node, yaml.ScalarNode):
            self._take_link(node, key)
        return scalar

    def _take_link(self, node: yaml.ScalarNode, key: str) -> None:
        """Note a value that is as a whole a link; one that an anchor repeats stands where the anchor does."""
        scalar = self.seen[id(node)]
        if isinstance(scalar, str) and scalar.startswith("[[") and WHOLE_LINK.fullmatch(scalar.rstrip("\n")):
            self.links.append(PropertyLink(key, scalar.rstrip("\n")[2:-2], self.place(node)))

    def place(self, node: yaml.ScalarNode) -> Span:
        """Place of the text of a scalar, inside its quotes."""
        block, begin, end = self.block, node.start_mark.index, node.end_mark.index
        properties = _NODE_PROPERTIES.match(block, begin, end)
        if properties is not None:
            begin = properties.end()
        if node.style in ("'", '"'):
            begin, end = begin + 1, end - 1
        elif node.style in ("|", ">"):
            begin = min(block.find("\n", begin, end) + 1, end)
            text = block[begin:end].rstrip()
            begin, end = begin + len(text) - len(text.lstrip()), begin + len(text)
        return Span(self.start + begin, self.start + max(begin, end))

    def _collect_words(self, name: str, node: yaml.Node) -> None:
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for item in nodes:
            if isinstance(item, yaml.ScalarNode) and isinstance(text := _scalar(item), str):
                if name == "tags" and item is node and "," in text:
                    continue  # several words in one string are no tags
                self.words[name].append(PropertyWord(text, self.place(item)))


def _scalar(node: yaml.Node) -> object:
    """Value of a scalar after the core schema; a number too long to hold stays text."""
    text = str(node.value)
    kind = node.tag.rpartition(":")[2]
    if kind == "bool":
        return text.lower() == "true"
    if kind == "null":
        return None
    try:
        if kind == "int":
            return int(text, 10) if _INTEGER.fullmatch(text) else int(text, 0)
        if kind == "float":
            return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
    return text


def _refuse_deep_nesting(block: str) -> None:
    """Walk the events, which needs no stack, and refuse what the composer could not take."""
    depth = 0
    for event in yaml.parse(block, Loader=SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_NESTING:
                raise yaml.MarkedYAMLError(
                    None, None, "the values are nested too deeply", cast("Any", event.start_mark)
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _explain(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError):
        return ": ".join(part for part in (error.context, error.problem) if part)
    reason = getattr(error, "reason", "") or "the block is no YAML"
    return str(reason)


def _error_offset(error: yaml.YAMLError, block: str) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    offset = mark.index if mark is not None else int(getattr(error, "position", 0) or 0)
    return max(0, min(offset, len(block.rstrip("\n"))))


def _read_json(block: str, start: int, body: int, error: yaml.YAMLError) -> Properties:
    """Read a block that YAML refuses (tabs, pairs of surrogates) but that is a JSON object."""
    try:
        json.loads(block)
    except (ValueError, RecursionError):
        return _invalid(body, Problem(_explain(error), start + _error_offset(error, block)))
    # In JSON a tab outside a string is a blank like any other; inside one it is written as \t.
    try:
        return _read_block(_SURROGATE_PAIR.sub(_join_pair, block.replace("\t", " ")), start, body)
    except (yaml.YAMLError, RecursionError):
        return _invalid(body, Problem(_explain(error), start + _error_offset(error, block)))


def _join_pair(match: re.Match[str]) -> str:
    """Write a pair as YAML does, behind an escaped line end, which says nothing and keeps the length."""
    before, high, low = match.groups()
    code = 0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00
    return f"{before}\\\n\\U{code:08x}"
