"""Block structure, line by line as CommonMark decides it; the leaves keep their places in the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import mistune
from mistune.core import BlockState
from mistune.util import unikey

from dlvault.syntax import patterns
from dlvault.syntax.definitions import read_definition
from dlvault.syntax.leaf import Leaf, Role
from dlvault.syntax.tables import cells_of, count_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Token: TypeAlias = dict[str, Any]

MAX_DEPTH = 100
"""Containers inside containers beyond this are read as text, so that a hostile note cannot exhaust the stack."""

_QUOTE, _ITEM, _FOOTNOTE = "block_quote", "list_item", "footnote_item"
_TAB = 4
_FOOTNOTE_INDENT = 4

_match_blanks = cast("Callable[[str, int], re.Match[str]]", patterns.BLANKS.match)  # it matches anywhere


class NoteState(BlockState):
    """mistune's block state with the leaves in document order, each with its way back to the source."""

    def __init__(self, parent: NoteState | None = None) -> None:
        """Start with an empty text."""
        super().__init__(parent)
        self.leaves: list[Leaf] = []
        self.headings: list[tuple[int, Leaf]] = []


class BlockParser(mistune.BlockParser):
    """mistune's block parser with a loop of our own: containers are matched line by line."""

    state_cls = NoteState

    def parse(self, state: BlockState, rules: Sequence[str] | None = None) -> None:
        """Read `state.src` from `state.cursor` on; fill tokens, leaves, headings and definitions.

        `rules` is part of mistune's signature; the grammar here is fixed.
        """
        del rules
        assert isinstance(state, NoteState)  # noqa: S101 - mistune makes the state from state_cls
        _Reader(state).run()
        state.cursor = state.cursor_max


class _Frame:
    """An open container: a quote, a list item or a footnote text."""

    __slots__ = ("children", "need", "type")

    def __init__(self, kind: str, need: int, children: list[Token]) -> None:
        self.type = kind
        self.need = need
        self.children = children


class _Reader:
    """The cursor over one note: the line at hand, the open containers and the open paragraph."""

    __slots__ = ("children", "col", "end", "leaves", "next", "next_col", "para", "pos", "root", "src", "stack", "state")

    def __init__(self, state: NoteState) -> None:
        self.state = state
        self.src = state.src
        self.pos = state.cursor
        self.end = state.cursor_max
        self.stack: list[_Frame] = []
        self.root = state.tokens
        self.children = state.tokens  # of the innermost open container
        self.leaves = state.leaves
        self.para: list[int] = []  # where the text of each line of the open paragraph begins
        self.col = 0  # column behind the matched containers
        self.next = 0  # offset of the first character behind the blanks
        self.next_col = 0

    def run(self) -> None:
        """Read line after line to the end."""
        src, plain, empty = self.src, patterns.PLAIN_LINES.match, patterns.EMPTY_LINES.match
        while self.pos < self.end:
            if not self.stack:
                match = plain(src, self.pos)
                if match:
                    # At the root a run of lines that begin with a letter is one piece of text.
                    self.para.append(self.pos)
                    last = src.rfind("\n", self.pos, match.end() - 1) + 1
                    if last > self.pos:
                        self.para.append(last)
                    self.pos = match.end()
                    continue
                match = empty(src, self.pos)
                if match:
                    self._close_paragraph()
                    self.pos = match.end()
                    continue
            self._line()
        self._close_to(0)

    # -- lines and columns ------------------------------------------------------------------------------

    def _skip_blanks(self, offset: int, column: int) -> None:
        """Set `next` and `next_col` to the first character from `offset` on that is no blank."""
        end = _match_blanks(self.src, offset).end()
        self.next = end
        self.next_col = column + end - offset
        if end > offset and "\t" in self.src[offset:end]:
            self.next_col = _columns(self.src, offset, end, column)

    def _match_containers(self) -> int:
        """Match the open containers against the line at `pos`; return how many of them go on."""
        src = self.src
        self.col = 0
        self._skip_blanks(self.pos, 0)
        for depth, frame in enumerate(self.stack):
            char = src[self.next]
            if frame.type == _QUOTE:
                if char != ">" or self.next_col - self.col >= _TAB:
                    return depth
                self._enter_quote()
            elif char == "\n":
                if frame.type == _ITEM and not frame.children and not self.para:
                    return depth  # an item may begin with at most one blank line
            elif self.next_col - self.col >= frame.need:
                self.col += frame.need
            else:
                return depth
        return len(self.stack)

    def _enter_quote(self) -> None:
        """Step over a quote mark and one blank behind it."""
        after = self.next + 1
        column = self.next_col + 1
        self.col = column + 1 if self.src[after] in " \t" else column
        self._skip_blanks(after, column)

    def _line_end(self) -> int:
        return self.src.index("\n", self.next) + 1

    def _line(self) -> None:
        """Read one line: containers that go on, new blocks, text."""
        matched = self._match_containers() if self.stack else self._match_root()
        src = self.src
        char = src[self.next]
        if char == "\n":
            if matched < len(self.stack):
                self._close_to(matched)
            else:
                self._close_paragraph()
            self.pos = self.next + 1
            return
        lazy = bool(self.para)  # an open paragraph takes a line that begins no block, wherever it stands
        while True:
            char = src[self.next]
            if self.next_col - self.col >= _TAB:
                if not lazy and char != "\n":
                    self._close_to(matched)
                    self._read_indented_code()
                    return
                break
            if char not in patterns.STARTERS:
                break
            started = self._start(char, matched, lazy=lazy)
            if started is None:
                break
            if not started:
                return
            matched = len(self.stack)
            lazy = False
            if src[self.next] == "\n":
                self.pos = self.next + 1
                return
        if not (lazy and self.para):
            self._close_to(matched)
        self.para.append(self.next)
        self.pos = self._line_end()

    def _match_root(self) -> int:
        self.col = 0
        self._skip_blanks(self.pos, 0)
        return 0

    # -- starts of blocks -------------------------------------------------------------------------------

    def _start(self, char: str, matched: int, *, lazy: bool) -> bool | None:
        """Try to begin a block at `next`.

        Returns True when a container was opened (the line goes on), False when the block has taken the line
        and what follows, None when the line is text.
        """
        if char == ">":
            return self._start_quote(matched)
        if char == "#":
            return self._start_atx(matched)
        if char in "`~":
            return self._start_fence(matched)
        if char == "<":
            return self._start_html(matched, lazy=lazy)
        if char == "$":
            return self._start_math(matched)
        if char == "[":
            return self._start_footnote(matched)
        own = lazy and matched == len(self.stack)  # the open paragraph is the one of this line
        if own and char in "-=" and self._end_setext():
            return False
        if own and char in "-:|" and self._start_table():
            return False
        if char in "-_*":
            match = patterns.THEMATIC.match(self.src, self.next)
            if match:
                self._close_to(matched)
                self.children.append({"type": "thematic_break", "span": (self.next, match.end() - 1)})
                self.pos = match.end()
                return False
        if char in "-+*0123456789":
            return self._start_item(matched, own=own)
        return None

    def _open(self, frame: _Frame) -> None:
        self.stack.append(frame)
        self.children = frame.children

    def _start_quote(self, matched: int) -> bool | None:
        if matched >= MAX_DEPTH:
            return None
        self._close_to(matched)
        children: list[Token] = []
        self.children.append({"type": _QUOTE, "children": children, "span": (self.next, self.next)})
        self._open(_Frame(_QUOTE, 0, children))
        self._enter_quote()
        return True

    def _start_item(self, matched: int, *, own: bool) -> bool | None:
        src, start = self.src, self.next
        match = patterns.ITEM.match(src, start)
        if match is None or matched >= MAX_DEPTH:
            return None
        number = match.group(1)
        indent = self.next_col - self.col
        base, width = self.col, match.end() - start
        column = self.next_col + width
        after = _match_blanks(src, match.end()).end()
        blank = src[after] == "\n"
        if own and (blank or (number is not None and int(number) != 1)):
            return None  # such an item cannot interrupt a paragraph
        self._close_to(matched)
        self._skip_blanks(match.end(), column)
        spaces = self.next_col - column
        padding = width + (1 if blank or spaces > _TAB else spaces)
        bullet = src[match.end() - 1]
        siblings = self.children
        if not (siblings and siblings[-1]["type"] == "list" and siblings[-1]["bullet"] == bullet):
            attrs: Token = {"depth": matched, "ordered": number is not None}
            if number is not None and int(number) != 1:
                attrs["start"] = int(number)
            siblings.append({"type": "list", "bullet": bullet, "attrs": attrs, "children": [], "span": (start, start)})
        children: list[Token] = []
        siblings[-1]["children"].append({"type": _ITEM, "children": children, "span": (start, start)})
        self._open(_Frame(_ITEM, indent + padding, children))
        self.col = base + indent + padding
        return True

    def _start_footnote(self, matched: int) -> bool | None:
        match = patterns.FOOTNOTE.match(self.src, self.next)
        if match is None or matched >= MAX_DEPTH:
            return None
        self._close_to(matched)
        children: list[Token] = []
        key = match.group()[2 : match.group().rindex("]")]
        self.children.append(
            {"type": _FOOTNOTE, "attrs": {"key": key}, "children": children, "span": (self.next, self.next)}
        )
        self._open(_Frame(_FOOTNOTE, _FOOTNOTE_INDENT, children))
        self.next_col += match.end() - self.next
        self.next = match.end()
        self.col = self.next_col
        return True

    def _start_atx(self, matched: int) -> bool | None:
        match = patterns.ATX.match(self.src, self.next)
        if match is None:
            return None
        self._close_to(matched)
        start, stop = match.end(), self.src.index("\n", match.end())
        text = self.src[start:stop]
        text = patterns.ATX_END.sub("", text).rstrip(" \t")
        self._add_heading(len(match.group(1)), start, start + len(text))
        self.pos = stop + 1
        return False

    def _add_heading(self, level: int, start: int, end: int, leaf: Leaf | None = None) -> None:
        leaf = leaf or Leaf(Role.HEADING, self.src, start, end)
        self.children.append({"type": "heading", "attrs": {"level": level}, "span": (start, end), "leaf": leaf})
        self.state.headings.append((level, leaf))
        self.leaves.append(leaf)

    def _end_setext(self) -> bool:
        """Turn the open paragraph into a heading if this line underlines it."""
        match = patterns.SETEXT.match(self.src, self.next)
        if match is None:
            return False
        self._take_definitions()
        if not self.para:
            return False
        level = 1 if self.src[self.next] == "=" else 2
        leaf = self._paragraph_leaf(Role.HEADING)
        self.para = []
        self._add_heading(level, leaf.origin(leaf.start), leaf.origin(leaf.end - 1) + 1, leaf)
        self.pos = match.end()
        return True

    # -- leaves that take several lines -----------------------------------------------------------------

    def _next_line(self) -> bool:
        """Step to the next line inside all open containers; False where one of them ends, or the note."""
        if self.pos >= self.end:
            return False
        if not self.stack:
            self._match_root()
            return True
        return self._match_containers() == len(self.stack)

    def _start_fence(self, matched: int) -> bool | None:
        src = self.src
        match = patterns.FENCE.match(src, self.next)
        if match is None:
            return None
        self._close_to(matched)
        start, mark = self.next, match.group(1) or match.group(3)
        info = (match.group(2) or match.group(4) or "").strip()
        self.pos = match.end()
        closing = re.compile(re.escape(mark[0]) + "{" + str(len(mark)) + r",}[ \t]*\n")
        if not self.stack:
            found = re.compile(r"^ {0,3}" + closing.pattern, re.MULTILINE).search(src, self.pos)
            self.pos = found.end() if found else self.end
        else:
            while self._next_line():
                self.pos = self._line_end()
                if self.next_col - self.col < _TAB and closing.match(src, self.next):
                    break
        self.children.append({"type": "block_code", "attrs": {"info": info}, "span": (start, self.pos)})
        return False

    def _start_math(self, matched: int) -> bool | None:
        """Begin a block of display math if its end stands in the same container."""
        match = patterns.MATH.match(self.src, self.next)
        if match is None:
            return None
        place = self.pos, self.col, self.next, self.next_col
        stack, self.stack = self.stack, self.stack[:matched]
        start, self.pos = self.next, self._line_end()
        while self._next_line():
            line_end = self._line_end()
            close = self.src.find("$$", self.next, line_end)
            if close >= 0:
                self.stack = stack
                self._close_to(matched)
                self.children.append({"type": "block_math", "span": (start, close + 2)})
                self._resume_after(close + 2, line_end)
                return False
            self.pos = line_end
        self.stack = stack
        self.pos, self.col, self.next, self.next_col = place
        return None

    def _resume_after(self, offset: int, line_end: int) -> None:
        """Take what stands behind the end of a block on its last line as text."""
        rest = _match_blanks(self.src, offset).end()
        if self.src[rest] != "\n":
            self.para.append(rest)
        self.pos = line_end

    def _start_html(self, matched: int, *, lazy: bool) -> bool | None:
        src, start = self.src, self.next
        for kind, (begin, finish) in enumerate(patterns.HTML_STARTS):
            match = begin.match(src, start)
            if match and not (kind == patterns.HTML_LONE_TAG and lazy):
                break
        else:
            return None
        self._close_to(matched)
        stop = self._line_end()
        self.pos = stop
        if finish is None or not finish.search(src, start + 1, stop):
            while self._next_line():
                if finish is None and src[self.next] == "\n":
                    break
                self.pos = self._line_end()
                if finish is not None and finish.search(src, self.next, self.pos):
                    break
        self.children.append({"type": "block_html", "span": (start, self.pos)})
        return False

    def _read_indented_code(self) -> None:
        start = self.next
        self.pos = stop = self._line_end()
        while self._next_line():
            if self.src[self.next] != "\n":
                if self.next_col - self.col < _TAB:
                    break
                stop = self._line_end()
            self.pos = self._line_end()
        self.children.append({"type": "block_code", "span": (start, stop)})

    def _start_table(self) -> bool:
        """Turn the last line of the open paragraph into a table head if this line is its delimiter row."""
        src = self.src
        match = patterns.DELIMITER_ROW.match(src, self.next)
        if match is None:
            return False
        head = self.para[-1]
        head_end = src.index("\n", head)
        if not self.stack:
            # At the root a run of plain lines keeps only its first and last line start.
            head = _match_blanks(src, head).end()
        width = count_cells(src, self.next, match.end() - 1)
        if "|" not in src[head:head_end] + match.group() or count_cells(src, head, head_end) != width:
            return False
        self.para.pop()
        if self.para:
            self._close_paragraph(before=head)
        rows = [self._table_row(head, head_end)]
        self.pos = match.end()
        while self._next_line() and src[self.next] != "\n" and not self._ends_table():
            stop = self._line_end()
            rows.append(self._table_row(self.next, stop - 1))
            self.pos = stop
        self.children.append({"type": "table", "children": rows, "span": (head, self.pos)})
        return True

    def _table_row(self, start: int, end: int) -> Token:
        leaves = [Leaf(Role.CELL, self.src, *cell) for cell in cells_of(self.src, start, end)]
        self.leaves.extend(leaves)
        return {"type": "table_row", "leaves": leaves, "span": (start, end)}

    def _ends_table(self) -> bool:
        """Whether the line at `next` begins another block (GFM: the table is broken there)."""
        src, at = self.src, self.next
        char = src[at]
        if self.next_col - self.col >= _TAB or char not in patterns.STARTERS:
            return False
        if char == "<":
            return any(begin.match(src, at) for begin, _ in patterns.HTML_STARTS[: patterns.HTML_LONE_TAG])
        if char == "[":
            return patterns.FOOTNOTE.match(src, at) is not None
        if char == ">":
            return True
        block = patterns.ATX, patterns.FENCE, patterns.THEMATIC, patterns.ITEM
        return any(pattern.match(src, at) for pattern in block)

    # -- paragraphs -------------------------------------------------------------------------------------

    def _paragraph_leaf(self, role: Role) -> Leaf:
        src, starts = self.src, self.para
        last = starts[-1]
        stop = src.index("\n", last)
        if len(starts) == 1 or not self.stack:
            return Leaf(role, src, starts[0], _rstrip(src, last, stop), sibling=self._sibling())
        lines = []
        joins = []
        at = 0
        for start in starts:
            joins.append(at)
            line = src[start : src.index("\n", start) + 1]
            lines.append(line)
            at += len(line)
        text = "".join(lines)
        return Leaf(role, text, 0, len(text.rstrip(" \t\n")), joins, tuple(starts), self._sibling())

    def _sibling(self) -> tuple[int, int] | None:
        return self.children[-1]["span"] if self.children else None

    def _close_paragraph(self, before: int | None = None) -> None:
        """End the open paragraph: definitions are taken off its head, the rest becomes a leaf.

        `before` is where a table begins that has taken the last line.
        """
        if not self.para:
            return
        if self.src[self.para[0]] == "[":
            self._take_definitions(before)
            if not self.para:
                return
        role = Role.PARAGRAPH
        if self.stack and not self.children:
            role = Role.QUOTE if self.stack[-1].type == _QUOTE else Role.ITEM
        if before is not None and not self.stack:
            start, stop = self.para[0], _rstrip(self.src, self.para[0], before - 1)
            leaf = Leaf(role, self.src, start, stop, sibling=self._sibling())
        else:
            leaf = self._paragraph_leaf(role)
        self.para = []
        if leaf.start < leaf.end:
            self.leaves.append(leaf)
            span = (leaf.origin(leaf.start), leaf.origin(leaf.end - 1) + 1)
            self.children.append({"type": "paragraph", "leaf": leaf, "span": span})

    def _take_definitions(self, before: int | None = None) -> None:
        """Take link reference definitions off the head of the open paragraph (CommonMark 4.7)."""
        src = self.src
        while self.para and src[self.para[0]] == "[":
            if self.stack:
                leaf = self._paragraph_leaf(Role.PARAGRAPH)
            else:
                end = before if before is not None else src.index("\n", self.para[-1]) + 1
                leaf = Leaf(Role.PARAGRAPH, src, self.para[0], end)
            found = read_definition(leaf.text, leaf.start, max(leaf.end, leaf.start))
            if found is None:
                return
            label, url, title, end = found
            key = unikey(label)
            span = (leaf.origin(leaf.start), leaf.origin(min(end, leaf.end) - 1) + 1)
            self.state.env["ref_links"].setdefault(key, {"url": url, "title": title, "label": label, "span": span})
            if leaf.joins:
                self.para = [start for join, start in zip(leaf.joins, leaf.origins, strict=True) if join >= end]
            elif self.stack or end >= leaf.end:
                self.para = []
            else:
                begin = _match_blanks(src, end).end()
                self.para = [begin, *(start for start in self.para if start > begin)]

    def _close_to(self, depth: int) -> None:
        """Close the open paragraph and every container from `depth` on."""
        self._close_paragraph()
        if len(self.stack) > depth:
            del self.stack[depth:]
            self.children = self.stack[-1].children if self.stack else self.root


def _columns(src: str, start: int, end: int, column: int) -> int:
    """Column behind the blanks from `start` to `end`; a tab goes to the next multiple of four."""
    for char in src[start:end]:
        column += _TAB - column % _TAB if char == "\t" else 1
    return column


def _rstrip(src: str, start: int, end: int) -> int:
    """Move `end` back over blanks and line ends."""
    while end > start and src[end - 1] in " \t\n":
        end -= 1
    return end
