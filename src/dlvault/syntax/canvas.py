"""File cards of a canvas (JSON Canvas 1.0), with the place of each file name."""

from __future__ import annotations

import json
import re

from dlvault.model.folding import composed
from dlvault.model.late import late
from dlvault.model.note import Link, LinkKind, ParsedNote, Problem, PropertiesState
from dlvault.model.text import LineIndex, Span

_TOKEN = late(r'"(?:[^"\\]++|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_SURROGATE = late("[\ud800-\udfff]")
_CARD_DEPTH = 3  # an object in the list "nodes" of the object at the root


def parse_canvas(text: str) -> ParsedNote:
    """Read the file cards of a canvas as links, in the order of the file.

    A text that is no valid canvas has none (spec/obsidian.md, section 10).
    """
    lines = LineIndex.of(text)
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    board = None
    try:
        board = json.loads(text) if text.strip() else None
    except json.JSONDecodeError as error:
        problems = (Problem(f"the canvas is no valid JSON: {error.msg[:1].lower()}{error.msg[1:]}", error.pos),)
    except (ValueError, RecursionError):
        problems = (Problem("the canvas is nested too deeply, or holds a number beyond measure", 0),)
    if isinstance(board, dict) and isinstance(board.get("nodes"), list):
        links = tuple(_cards(text))
    return ParsedNote(PropertiesState.ABSENT, {}, (), (), (), links, (), (), 0, lines, problems)


def _cards(text: str) -> list[Link]:
    """Walk the tokens of a valid JSON text; keep the string members of each node."""
    path: list[str] = []  # for every open object the key at hand, for every open list "["
    links: list[Link] = []
    card: dict[str, re.Match[str]] = {}
    key: re.Match[str] | None = None
    previous = ""
    for token in _TOKEN.finditer(text):
        word = token.group()
        if word in "{[":
            path.append("" if word == "{" else "[")
            if len(path) == _CARD_DEPTH:
                card = {}
        elif word in "}]":
            if word == "}" and len(path) == _CARD_DEPTH and path[0] == "nodes" and path[1] == "[":
                links.extend(_card_link(card))
            path.pop()
        elif word == ":":
            if path and key is not None:
                path[-1] = _string(key)
                _forget_first(path, card, links)
        elif word[0] == '"':
            if previous == ":" and len(path) == _CARD_DEPTH:
                card[path[-1]] = token
            key = token
        previous = word
    return links


def _forget_first(path: list[str], card: dict[str, re.Match[str]], links: list[Link]) -> None:
    """Of a key that stands twice, the last value counts."""
    if len(path) == _CARD_DEPTH:
        card.pop(path[-1], None)
    elif path == ["nodes"]:
        links.clear()


def _card_link(card: dict[str, re.Match[str]]) -> list[Link]:
    if "file" not in card or "type" not in card or _string(card["type"]) != "file":
        return []
    place = Span(card["file"].start() + 1, card["file"].end() - 1)
    target = composed(_string(card["file"]))
    subpath = _string(card["subpath"]) if "subpath" in card else ""
    if not target:
        return []
    return [Link(LinkKind.CARD, target, composed(subpath) if subpath.startswith("#") else "", None, place, place)]


def _string(token: re.Match[str]) -> str:
    """Value of a JSON string; half of a surrogate pair cannot be written to any file and is replaced."""
    word = token.group()
    return _SURROGATE.sub("\ufffd", json.loads(word)) if "\\" in word else word[1:-1]
