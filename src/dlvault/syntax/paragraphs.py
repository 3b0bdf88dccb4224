"""Paragraphs and headings: lines of text joined to a leaf, definitions taken off their head."""

from __future__ import annotations

from mistune.util import unikey

from dlvault.syntax import patterns
from dlvault.syntax.cursor import QUOTE, Cursor, match_blanks
from dlvault.syntax.definitions import read_definition
from dlvault.syntax.leaf import Leaf, Role

_PARAGRAPH, _QUOTE, _ITEM = Role.PARAGRAPH, Role.QUOTE, Role.ITEM


class Paragraphs(Cursor):
    """Closes the open paragraph, as text, as a heading or as definitions."""

    __slots__ = ()

    def _close_to(self, depth: int) -> None:
        """Close the open paragraph and every container from `depth` on."""
        if self.para:
            self._close_paragraph()
        if len(self.stack) > depth:
            del self.stack[depth:]
            self.children = self.stack[-1].children if depth else self.root

    def _close_paragraph(self, before: int | None = None) -> None:
        """End the open paragraph: definitions are taken off its head, the rest becomes a leaf.

        `before` is where a table begins that has taken the last line.
        """
        if not self.para:
            return
        src = self.src
        if self.defines and src[self.para[0]] == "[":
            self._take_definitions(before)
            if not self.para:
                return
        starts, children = self.para, self.children
        role = _PARAGRAPH
        if self.stack and not children:
            role = _QUOTE if self.stack[-1].type == QUOTE else _ITEM
        if len(starts) == 1 and before is None:
            start, end = starts[0], src.index("\n", starts[0])
            if src[end - 1] in " \t":
                end = _rstrip(src, start, end)
            leaf = Leaf(role, src, start, end, (), (), children[-1]["span"] if children else None)
            span = start, end
        else:
            leaf = self._paragraph_leaf(role, before)
            span = leaf.origin(leaf.start), leaf.origin(leaf.end - 1) + 1
        self.para = []
        if leaf.start < leaf.end:
            self.leaves.append(leaf)
            children.append({"type": "paragraph", "leaf": leaf, "span": span})

    def _paragraph_leaf(self, role: Role, before: int | None = None) -> Leaf:
        src, starts = self.src, self.para
        sibling = self.children[-1]["span"] if self.children else None
        if len(starts) == 1 or not self.stack:
            # At the root the text is a slice of the source, blanks before its lines included.
            stop = before - 1 if before is not None and not self.stack else src.index("\n", starts[-1])
            return Leaf(role, src, starts[0], _rstrip(src, starts[0], stop), sibling=sibling)
        lines = []
        joins = []
        at = 0
        for start in starts:
            joins.append(at)
            line = src[start : src.index("\n", start) + 1]
            lines.append(line)
            at += len(line)
        text = "".join(lines)
        return Leaf(role, text, 0, len(text.rstrip(" \t\n")), joins, tuple(starts), sibling)

    def _take_definitions(self, before: int | None = None) -> None:
        """Take link reference definitions off the head of the open paragraph (CommonMark 4.7)."""
        leaf = self._paragraph_leaf(Role.PARAGRAPH, before)
        text, at, end = leaf.text, leaf.start, leaf.end
        definitions = self.state.env["ref_links"]
        while at < end and text[at] == "[":
            found = read_definition(text, at, end)
            if found is None:
                break
            label, url, title, stop = found
            span = (leaf.origin(at), leaf.origin(stop - 1) + 1)
            definitions.setdefault(unikey(label), {"url": url, "title": title, "label": label, "span": span})
            at = match_blanks(text, min(text.index("\n", stop) + 1, end)).end()
        if at == leaf.start:
            return
        # A list does not go on behind definitions, and an item that holds one is not empty.
        self.children.append({"type": "definitions", "span": (leaf.origin(leaf.start), leaf.origin(at - 1) + 1)})
        if at >= end:
            self.para = []
        elif leaf.joins:
            self.para = [start for join, start in zip(leaf.joins, leaf.origins, strict=True) if join >= at]
        else:
            self.para = [at, *(start for start in self.para if start > at)]

    def _add_heading(self, level: int, start: int, end: int, leaf: Leaf | None = None) -> None:
        leaf = leaf or Leaf(Role.HEADING, self.src, start, end)
        self.children.append({"type": "heading", "attrs": {"level": level}, "span": (start, end), "leaf": leaf})
        self.state.headings.append((level, leaf))
        self.leaves.append(leaf)

    def _start_atx(self, matched: int) -> bool | None:
        src = self.src
        match = patterns.ATX.match(src, self.next)
        if match is None:
            return None
        self._close_to(matched)
        start, line_end = match.end(), src.index("\n", match.end())
        stop = _rstrip(src, start, line_end)
        hashes = stop
        while hashes > start and src[hashes - 1] == "#":
            hashes -= 1
        if hashes == start or src[hashes - 1] in " \t":
            stop = _rstrip(src, start, hashes)
        self._add_heading(len(match.group(1)), start, max(start, stop))
        self.pos = line_end + 1
        return False

    def _end_setext(self) -> bool:
        """Turn the open paragraph into a heading if this line underlines it."""
        match = patterns.SETEXT.match(self.src, self.next)
        if match is None:
            return False
        if self.src[self.para[0]] == "[":
            self._take_definitions()
            if not self.para:
                return False
        level = 1 if self.src[self.next] == "=" else 2
        leaf = self._paragraph_leaf(Role.HEADING)
        self.para = []
        self._add_heading(level, leaf.origin(leaf.start), leaf.origin(leaf.end - 1) + 1, leaf)
        self.pos = match.end()
        return True


def _rstrip(src: str, start: int, end: int) -> int:
    """Move `end` back over blanks and line ends."""
    while end > start and src[end - 1] in " \t\n":
        end -= 1
    return end
