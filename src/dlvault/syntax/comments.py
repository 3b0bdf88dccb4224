"""What comments and conflict marks say to the linter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.model.note import Directive, Oddity, OddityKind
from dlvault.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dlvault.model.text import LineIndex
    from dlvault.syntax.state import Token

_DIRECTIVE = re.compile(r"(?P<mark>%%|<!--)\s*dlvault-ignore\b(?P<rest>[^\n]*?)(?P<end>%%|-->)")
_REASON = re.compile(r"\s--(?:\s|\Z)")
_SELECTOR = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_CONFLICT = re.compile(
    r"^<<<<<<< [^\n]*\n(?:(?!<<<<<<< )[^\n]*\n)*?=======\n(?:[^\n]*\n)*?>>>>>>> [^\n]*$", re.MULTILINE
)


def read_directives(
    text: str, lines: LineIndex, comments: Iterable[Span], tokens: Iterable[Token]
) -> tuple[Directive, ...]:
    """Find ``%% dlvault-ignore L101 -- reason %%`` and its HTML form among the comments of a note.

    A comment that has its line to itself speaks of the line below, any other one of its own line.
    """
    if "dlvault-ignore" not in text:
        return ()
    starts = {span.start for span in comments}
    blocks = [span for kind, span in _leaf_spans(tokens) if kind == "block_html"]
    found = []
    for match in _DIRECTIVE.finditer(text):
        inside = any(start <= match.start() < end for start, end in blocks)
        if (match.group("mark") == "%%") != (match.group("end") == "%%") or not (match.start() in starts or inside):
            continue
        words = _REASON.split(match.group("rest"), maxsplit=1)[0]
        line = lines.line(match.start())
        begin = lines.starts[line - 1]
        finish = lines.starts[line] if line < len(lines.starts) else len(text)
        alone = not (text[begin : match.start()] + text[match.end() : finish]).strip(" \t\n>-*+")
        span = Span(match.start(), match.end())
        found.append(Directive(tuple(_SELECTOR.findall(words)), span, line + 1 if alone else line))
    return tuple(found)


def find_conflicts(text: str, tokens: Iterable[Token]) -> list[Oddity]:
    """Find the marks that git leaves in a file it could not merge, but for those shown as code."""
    if "<<<<<<< " not in text or ">>>>>>> " not in text:
        return []
    code = [span for kind, span in _leaf_spans(tokens) if kind == "block_code"]
    return [
        Oddity(OddityKind.MERGE_CONFLICT, Span(match.start(), text.find("\n", match.start())))
        for match in _CONFLICT.finditer(text)
        if not any(start <= match.start() < end for start, end in code)
    ]


def _leaf_spans(tokens: Iterable[Token]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Kinds and places of all blocks, without recursion: nesting is the author's choice."""
    stack = list(tokens)
    while stack:
        token = stack.pop()
        stack.extend(token.get("children", ()))
        yield token["type"], token["span"]
