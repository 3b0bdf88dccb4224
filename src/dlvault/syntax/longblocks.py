"""Blocks that take several lines at once: code, raw HTML, display math, tables."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dlvault.syntax import patterns
from dlvault.syntax.cursor import TAB, match_blanks
from dlvault.syntax.leaf import Leaf, Role
from dlvault.syntax.oddities import split_wikilinks
from dlvault.syntax.paragraphs import Paragraphs
from dlvault.syntax.tables import cells_of, count_cells

if TYPE_CHECKING:
    from dlvault.syntax.state import Token


@lru_cache(maxsize=32)
def _closing(mark: str, *, at_root: bool) -> re.Pattern[str]:
    """The line that closes a fence, or what stands on it behind the containers."""
    pattern = re.escape(mark[0]) + "{" + str(len(mark)) + r",}[ \t]*\n"
    return re.compile(r"^ {0,3}" + pattern if at_root else pattern, re.MULTILINE)


class LongBlocks(Paragraphs):
    """Reads on from the first line of a block to its last, inside the containers that hold it.

    The token of a block is added before its further lines are read: an item that holds a block may go on
    after a blank line.
    """

    __slots__ = ()

    def _start_fence(self, matched: int) -> bool | None:
        src = self.src
        match = patterns.FENCE.match(src, self.next)
        if match is None:
            return None
        self._close_to(matched)
        start, mark = self.next, match.group(1) or match.group(3)
        info = (match.group(2) or match.group(4) or "").strip()
        token: Token = {"type": "block_code", "attrs": {"info": info}, "span": (start, start)}
        self.children.append(token)
        self.pos = match.end()
        if not self.stack:
            found = _closing(mark, at_root=True).search(src, self.pos)
            self.pos = found.end() if found else self.end
        else:
            closing = _closing(mark, at_root=False)
            while self._next_line():
                self.pos = self._line_end()
                if self.next_col - self.col < TAB and closing.match(src, self.next):
                    break
        token["span"] = (start, self.pos)
        return False

    def _start_math(self, matched: int) -> bool | None:
        """Begin a block of display math if its end stands in the same container."""
        match = patterns.MATH.match(self.src, self.next)
        if match is None:
            return None
        place = self.pos, self.col, self.next, self.next_col
        stack, self.stack = self.stack, self.stack[:matched]
        siblings = self.stack[-1].children if matched else self.root
        start, self.pos = self.next, self._line_end()
        token: Token = {"type": "block_math", "span": (start, start)}
        siblings.append(token)  # for the look ahead only
        close = self._find_math_end()
        siblings.pop()
        self.stack = stack
        if close < 0:
            self.pos, self.col, self.next, self.next_col = place
            return None
        self._close_to(matched)
        token["span"] = (start, close)
        self.children.append(token)
        self._resume_after(close, self.src.index("\n", close) + 1)
        return False

    def _find_math_end(self) -> int:
        """Offset behind the closing ``$$``, or -1 if a container ends before it."""
        while self._next_line():
            line_end = self._line_end()
            close = self.src.find("$$", self.next, line_end)
            if close >= 0:
                return close + 2
            self.pos = line_end
        return -1

    def _resume_after(self, offset: int, line_end: int) -> None:
        """Take what stands behind the end of a block on its last line as text."""
        rest = match_blanks(self.src, offset).end()
        if self.src[rest] != "\n":
            self.para.append(rest)
        self.pos = line_end

    def _start_html(self, matched: int, *, lazy: bool) -> bool | None:
        src, start = self.src, self.next
        for kind, (begin, _) in enumerate(patterns.HTML_STARTS):
            match = begin.match(src, start)
            if match and not (kind == patterns.HTML_LONE_TAG and lazy):
                break
        else:
            return None
        finish = patterns.HTML_STARTS[kind][1]
        self._close_to(matched)
        token: Token = {"type": "block_html", "span": (start, start)}
        self.children.append(token)
        stop = self._line_end()
        self.pos = stop
        if finish is None or not finish.search(src, start + 1, stop):
            while self._next_line():
                if finish is None and src[self.next] == "\n":
                    break
                self.pos = self._line_end()
                if finish is not None and finish.search(src, self.next, self.pos):
                    break
        token["span"] = (start, self.pos)
        return False

    def _read_indented_code(self) -> None:
        start = self.next
        token: Token = {"type": "block_code", "span": (start, start)}
        self.children.append(token)
        self.pos = stop = self._line_end()
        while self._next_line():
            if self.src[self.next] != "\n":
                if self.next_col - self.col < TAB:
                    break
                stop = self._line_end()
            self.pos = self._line_end()
        token["span"] = (start, stop)

    def _start_table(self) -> bool:
        """Turn the last line of the open paragraph into a table head if this line is its delimiter row."""
        src = self.src
        match = patterns.DELIMITER_ROW.match(src, self.next)
        if match is None or not self.para:
            return False
        head = self.para[-1]
        head_end = src.index("\n", head)
        if not self.stack:
            # At the root a run of plain lines keeps only its first and last line start.
            head = match_blanks(src, head).end()
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
            rows.append(self._table_row(self.next, stop - 1, width))
            self.pos = stop
        self.children.append({"type": "table", "children": rows, "span": (head, self.pos)})
        return True

    def _table_row(self, start: int, end: int, width: int | None = None) -> Token:
        """Take the cells of a row; `width` is how many it should have, None for the head."""
        leaves = [Leaf(Role.CELL, self.src, *cell) for cell in cells_of(self.src, start, end)]
        self.leaves.extend(leaves)
        if self.src.find("[[", start, end) >= 0:
            self.state.oddities += split_wikilinks(
                self.src, start, end, spare=width is not None and len(leaves) > width
            )
        return {"type": "table_row", "leaves": leaves, "span": (start, end)}

    def _ends_table(self) -> bool:
        """Whether the line at `next` begins another block (GFM: the table is broken there)."""
        src, at = self.src, self.next
        if self.next_col - self.col >= TAB:
            return True  # indented code
        char = src[at]
        if char == "<":
            return any(begin.match(src, at) for begin, _ in patterns.HTML_STARTS)
        if char == "[":
            return patterns.FOOTNOTE.match(src, at) is not None
        if char == ">":
            return True
        block = patterns.ATX, patterns.FENCE, patterns.THEMATIC, patterns.ITEM
        return char in patterns.STARTERS and any(pattern.match(src, at) for pattern in block)
