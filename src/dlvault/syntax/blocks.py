"""Block structure, line by line as CommonMark decides it; the leaves keep their places in the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mistune

from dlvault.syntax import patterns
from dlvault.syntax.cursor import FOOTNOTE, ITEM, QUOTE, TAB, Frame, match_blanks
from dlvault.syntax.longblocks import LongBlocks
from dlvault.syntax.state import NoteState

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from mistune.core import BlockState

    from dlvault.syntax.state import Token

MAX_DEPTH = 100
"""Containers inside containers beyond this are read as text, so that a hostile note cannot exhaust the stack."""

_FOOTNOTE_INDENT = 4
_BULLET_WIDTH = 2


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


class _Reader(LongBlocks):
    """Reads the lines of one note: containers that go on, new blocks, text."""

    __slots__ = ()

    def run(self) -> None:  # noqa: C901, PLR0912 - each line of a note passes here, and calls cost
        """Read line after line to the end."""
        src, plain, empty = self.src, patterns.PLAIN_LINES.match, patterns.EMPTY_LINES.match
        item = patterns.PLAIN_ITEM.match
        while self.pos < self.end:
            start = self.pos
            if self.stack and not self.para and src[start] not in patterns.NO_TEXT:
                self._close_to(0)
            if not self.stack:
                match = plain(src, start)
                if match:
                    # At the root a run of lines that begin no block is one piece of text.
                    self.para.append(match_blanks(src, start).end() if src[start] == " " else start)
                    last = src.rfind("\n", start, match.end() - 1) + 1
                    if last > start:
                        self.para.append(last)
                    self.pos = match.end()
                    continue
                match = empty(src, start)
                if match:
                    self._close_paragraph()
                    self.pos = match.end()
                    continue
            char = src[start]
            if char == "#":
                self.next = start
                if self._start_atx(0) is not None:  # no container goes on with such a line
                    continue
            elif char == "\n":
                self._take_empty_line()
                continue
            elif char == "`":
                self.next, self.next_col, self.col = start, 0, 0
                if self._start_fence(0) is not None:
                    continue
            elif char in "-*+ \t":
                match = item(src, start)
                if match and self._take_item(match):
                    continue
            self._line()
        self._close_to(0)

    def _take_empty_line(self) -> None:
        """Take an empty line inside of containers: it ends quotes, and items that would begin with a second one."""
        for depth, frame in enumerate(self.stack):
            if frame.type == QUOTE or (frame.type == ITEM and not frame.children and not self.para):
                self._close_to(depth)
                break
        else:
            self._close_paragraph()
        self.pos += 1

    def _take_item(self, match: re.Match[str]) -> bool:
        """Begin an item at a line that begins one wherever it stands, unless it is indented as code is."""
        blanks, bullet = match.groups()
        column = len(blanks) * TAB if blanks[:1] == "\t" else len(blanks)
        col = matched = 0
        for frame in self.stack:
            if frame.type == QUOTE or column - col < frame.need:
                break
            col += frame.need
            matched += 1
        if column - col >= TAB or matched >= MAX_DEPTH:
            return False
        self._close_to(matched)
        start = match.start(2)
        self._open_item(start, bullet, None, column - col + _BULLET_WIDTH)
        self.para.append(start + _BULLET_WIDTH)
        self.pos = match.end()
        return True

    def _line(self) -> None:  # noqa: C901 - each line of a note passes here, and calls cost
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
            if self.next_col - self.col >= TAB:
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

    # -- starts of blocks -------------------------------------------------------------------------------

    def _start(self, char: str, matched: int, *, lazy: bool) -> bool | None:  # noqa: C901, PLR0911 - a row a block
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

    def _open(self, frame: Frame) -> None:
        self.stack.append(frame)
        self.children = frame.children

    def _start_quote(self, matched: int) -> bool | None:
        if matched >= MAX_DEPTH:
            return None
        self._close_to(matched)
        children: list[Token] = []
        self.children.append({"type": QUOTE, "children": children, "span": (self.next, self.next)})
        self._open(Frame(QUOTE, 0, children))
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
        after = match_blanks(src, match.end()).end()
        blank = src[after] == "\n"
        if own and (blank or (number is not None and int(number) != 1)):
            return None  # such an item cannot interrupt a paragraph
        self._close_to(matched)
        self._skip_blanks(match.end(), column)
        spaces = self.next_col - column
        padding = width + (1 if blank or spaces > TAB else spaces)
        bullet = src[match.end() - 1]
        self._open_item(start, bullet, number, indent + padding)
        self.col = base + indent + padding
        return True

    def _open_item(self, start: int, bullet: str, number: str | None, need: int) -> None:
        """Begin an item at `start`, in the list of the item before it or in a new one."""
        siblings = self.children
        last = siblings[-1] if siblings else None
        if last is None or last["type"] != "list" or last["bullet"] != bullet:
            attrs: Token = {"depth": len(self.stack), "ordered": number is not None}
            if number is not None and int(number) != 1:
                attrs["start"] = int(number)
            last = {"type": "list", "bullet": bullet, "attrs": attrs, "children": [], "span": (start, start)}
            siblings.append(last)
        children: list[Token] = []
        last["children"].append({"type": ITEM, "children": children, "span": (start, start)})
        self.stack.append(Frame(ITEM, need, children))
        self.children = children

    def _start_footnote(self, matched: int) -> bool | None:
        match = patterns.FOOTNOTE.match(self.src, self.next)
        if match is None or matched >= MAX_DEPTH:
            return None
        self._close_to(matched)
        children: list[Token] = []
        key = match.group()[2 : match.group().rindex("]")]
        self.children.append(
            {"type": FOOTNOTE, "attrs": {"key": key}, "children": children, "span": (self.next, self.next)}
        )
        self._open(Frame(FOOTNOTE, _FOOTNOTE_INDENT, children))
        self.next_col += match.end() - self.next
        self.next = match.end()
        self.col = self.next_col
        return True
