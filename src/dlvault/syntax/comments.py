"""What comments and conflict marks say to the linter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.model.late import late
from dlvault.model.note import Directive, Oddity, OddityKind
from dlvault.model.text import Span, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dlvault.model.text import LineIndex
    from dlvault.syntax.state import Token

_DIRECTIVE = late(r"(?P<mark>%%|<!--)[ \t]*dlvault-ignore(?![\w-])(?P<rest>[^\n]{0,400}?)(?P<end>%%|-->)")
_REASON = late(r"\s--(?:\s|\Z)")
_SELECTOR = late(r"[A-Za-z][A-Za-z0-9-]*")
_MARKS = late(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t>]+)*(?:\[[^\n]\][ \t]+)?")
"""What may stand before a comment that has its line to itself: marks of quotes, items and tasks."""
_BLANKS = late(r"\s*")
_GENERATED = late(r"^<!-- dlvault:(begin|end)\b[^\n]*?-->", re.MULTILINE)
_CONFLICT = late(r"^(?:<<<<<<< [^\n]*|=======|>>>>>>> [^\n]*)$", re.MULTILINE)


def read_directives(
    text: str, lines: LineIndex, comments: Iterable[Span], tokens: Iterable[Token]
) -> tuple[Directive, ...]:
    """Find ``%% dlvault-ignore L101 -- reason %%`` and its HTML form among the comments of a note.

    A comment that has its line to itself speaks of the line below, any other one of its own line.
    """
    if "dlvault-ignore" not in text:
        return ()
    starts = {span.start for span in comments}
    blocks = _Places(tokens, "block_html")
    found = []
    for match in _DIRECTIVE.finditer(text):
        if (match.group("mark") == "%%") != (match.group("end") == "%%"):
            continue
        if match.start() not in starts and match.start() not in blocks:
            continue
        line = lines.line(match.start())
        begin = lines.starts[line - 1]
        finish = lines.starts[line] if line < len(lines.starts) else len(text)
        marks = _MARKS.fullmatch(text, begin, match.start()) is not None
        alone = marks and _BLANKS.fullmatch(text, match.end(), finish) is not None
        selectors = tuple(dict.fromkeys(_SELECTOR.findall(_REASON.split(match.group("rest"), maxsplit=1)[0])))
        span = Span(match.start(), match.end())
        if alone and begin == span.start:
            whole = _line(text, span, parts=match.start() in blocks.starts)
        elif alone or match.start() in blocks.starts:
            # Without it the rest of the line would be no HTML any more, or an item or quote would have an empty line.
            whole = Span(span.start, span.start)
        else:
            whole = span if marks else _with_blanks(text, span)
        found.append(Directive(selectors, span, line + 1 if alone else line, match.group(), whole))
    return tuple(found)


def _line(text: str, span: Span, *, parts: bool) -> Span:
    """A comment with the end of its line, unless what stands around it would come together then.

    `parts` says that it is a block of HTML, which parts paragraphs.
    """
    start, end = span
    following = text.find("\n", end) + 1
    if not following:
        return span
    if start == 0:
        joins = text.startswith("---", following)  # the rest would become properties
    else:
        joins = parts and not text.endswith("\n\n", 0, start) and not text.startswith("\n", following)
    return span if joins else Span(start, following)


def _with_blanks(text: str, span: Span) -> Span:
    """A comment behind a text, with the blanks before it if blanks or nothing stand behind it too."""
    start, end = span
    if text[end : end + 1].strip():
        return span
    while text[start - 1] in " \t":
        start -= 1
    return Span(start, end)


def find_conflicts(text: str, tokens: Iterable[Token]) -> list[Oddity]:
    """Find the marks that git leaves in a file it could not merge, but for those shown as code."""
    if "<<<<<<< " not in text or ">>>>>>> " not in text:
        return []
    code = _Places(tokens, "block_code")
    found = []
    start, divided = None, False
    for match in _CONFLICT.finditer(text):
        mark = match.group()[0]
        if mark == "<":
            start, divided = match, False
        elif mark == "=":
            divided = True
        elif start is not None and divided:
            if start.start() not in code:
                found.append(Oddity(OddityKind.MERGE_CONFLICT, Span(*start.span())))
            start = None
    return found


def find_generated(text: str, tokens: Iterable[Token]) -> tuple[Span, ...]:
    """Find the blocks that dlvault wrote, marks included; a mark without its partner marks nothing."""
    if "<!-- dlvault:begin" not in text:
        return ()
    blocks = _Places(tokens, "block_html")
    found = []
    start = None
    for match in _GENERATED.finditer(text):
        if match.start() not in blocks.starts:
            continue
        if match.group(1) == "begin":
            start = match.start()
        elif start is not None:
            found.append(Span(start, match.end()))
            start = None
    return tuple(found)


class _Places:
    """Blocks of one kind, to be asked whether they hold an offset."""

    def __init__(self, tokens: Iterable[Token], kind: str) -> None:
        self._spans = sorted(Span(*span) for found, span in _leaf_spans(tokens) if found == kind)
        self.starts = frozenset(start for start, _ in self._spans)

    def __contains__(self, offset: int) -> bool:
        return holds(self._spans, offset)


def _leaf_spans(tokens: Iterable[Token]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Kinds and places of all blocks, without recursion: nesting is the author's choice."""
    stack = list(tokens)
    while stack:
        token = stack.pop()
        stack.extend(token.get("children", ()))
        yield token["type"], token["span"]
