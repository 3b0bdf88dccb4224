"""The cursor over one note: lines, columns, and the containers that a line goes on with (CommonMark 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dlvault.syntax import patterns

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from dlvault.syntax.state import NoteState, Token

QUOTE, ITEM, FOOTNOTE = "block_quote", "list_item", "footnote_item"
TAB = 4

match_blanks = cast("Callable[[str, int], re.Match[str]]", patterns.BLANKS.match)  # it matches anywhere


class Frame:
    """An open container: a quote, a list item or a footnote text."""

    __slots__ = ("children", "need", "type")

    def __init__(self, kind: str, need: int, children: list[Token]) -> None:
        """Open a container that goes on where a line is indented by `need` columns."""
        self.type = kind
        self.need = need
        self.children = children


class Cursor:
    """The line at hand, the open containers and the open paragraph."""

    __slots__ = (
        *("children", "col", "defines", "end", "leaves", "next", "next_col", "para", "pos", "root", "src", "stack"),
        "state",
    )

    def __init__(self, state: NoteState) -> None:
        """Stand at the cursor of `state`, inside no container."""
        self.state = state
        self.src = state.src
        self.defines = "]:" in state.src  # whether there can be a definition at all
        self.pos = state.cursor
        self.end = state.cursor_max
        self.stack: list[Frame] = []
        self.root = state.tokens
        self.children = state.tokens  # of the innermost open container
        self.leaves = state.leaves
        self.para: list[int] = []  # where the text of each line of the open paragraph begins
        self.col = 0  # column behind the matched containers
        self.next = 0  # offset of the first character behind the blanks
        self.next_col = 0

    def _skip_blanks(self, offset: int, column: int) -> None:
        """Set `next` and `next_col` to the first character from `offset` on that is no blank."""
        end = match_blanks(self.src, offset).end()
        self.next = end
        self.next_col = column + end - offset
        if end > offset and "\t" in self.src[offset:end]:
            self.next_col = _columns(self.src, offset, end, column)

    def _match_root(self) -> int:
        self.col = 0
        self._skip_blanks(self.pos, 0)
        return 0

    def _match_containers(self) -> int:
        """Match the open containers against the line at `pos`; return how many of them go on."""
        src = self.src
        self.col = 0
        self._skip_blanks(self.pos, 0)
        for depth, frame in enumerate(self.stack):
            char = src[self.next]
            if frame.type == QUOTE:
                if char != ">" or self.next_col - self.col >= TAB:
                    return depth
                self._enter_quote()
            elif char == "\n":
                if frame.type == ITEM and not frame.children and not self.para:
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

    def _next_line(self) -> bool:
        """Step to the next line inside all open containers; False where one of them ends, or the note."""
        if self.pos >= self.end:
            return False
        if not self.stack:
            self._match_root()
            return True
        return self._match_containers() == len(self.stack)

    def _line_end(self) -> int:
        return self.src.index("\n", self.next) + 1


def _columns(src: str, start: int, end: int, column: int) -> int:
    """Column behind the blanks from `start` to `end`; a tab goes to the next multiple of four."""
    for char in src[start:end]:
        column += TAB - column % TAB if char == "\t" else 1
    return column
