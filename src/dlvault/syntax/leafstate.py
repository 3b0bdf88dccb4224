"""What scanning the leaves of a note collects: links, tags, block ids, comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mistune.core import InlineState

from dlvault.model.note import Block
from dlvault.model.text import Span
from dlvault.syntax.leaf import Leaf, Role

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from dlvault.model.note import Link, Oddity, TagUse


LONGEST_ID = 256
"""A block id is looked for so far from the end of its block."""


class Opener(NamedTuple):
    """An opening bracket that may turn out to begin a Markdown link."""

    start: int
    text: int
    image: bool
    links: int
    """How many links had been found when it was met."""


class LeafState(InlineState):
    """mistune's inline state for one leaf, with the facts that the whole note collects."""

    def __init__(self, env: MutableMapping[str, object]) -> None:
        """Share the definitions of the note through `env`."""
        super().__init__(env)
        self.leaf = Leaf(Role.PARAGRAPH, "", 0, 0)
        self.end = 0
        self.whole = True  # whether the text of the leaf is that of the note
        self.floor = 0  # what stands before it belongs to something already read
        self.has_www = False
        self.links: list[Link] = []
        self.tags: list[TagUse] = []
        self.blocks: list[Block] = []
        self.comments: list[Span] = []
        self.oddities: list[Oddity] = []
        self.open_comment: int | None = None
        self.openers: list[Opener] = []
        self.inactive = 0  # openers below this cannot begin a link any more: a link stands inside them
        self.runs: dict[int, list[int]] | None = None
        self.closers: dict[str, int] = {}
        self.marks: list[int] = []

    def enter(self, leaf: Leaf, at: int) -> None:
        """Begin a new leaf at an offset of its text."""
        self.leaf = leaf
        self.floor = at
        self.src = leaf.text
        self.end = leaf.end
        self.whole = not leaf.joins
        self.inactive = 0
        self.runs = None
        if self.openers:
            self.openers.clear()
        if self.closers:
            self.closers.clear()
        if self.marks:
            self.marks.clear()

    def follows_bang(self, at: int) -> bool:
        """Whether a free ``!`` stands before an offset."""
        return at > self.floor and self.src[at - 1] == "!"

    def span(self, start: int, end: int) -> Span:
        """Span in the source of a range of the leaf."""
        if self.whole:
            return Span(start, end)
        return Span(self.leaf.origin(start), self.leaf.origin(end - 1) + 1)

    def find(self, mark: str, start: int) -> int:
        """Find a closing mark in the leaf, or -1; remember where, so that no text is searched twice."""
        found = self.closers.get(mark)
        if found is None or 0 <= found < start:
            found = self.closers[mark] = self.src.find(mark, start, self.end)
        return found


def read_block_id(leaf: Leaf, state: LeafState) -> None:
    """Take the id at the end of a block (spec/obsidian.md, section 8)."""
    text, end = leaf.text, leaf.end
    caret = text.rfind("^", max(leaf.start, end - LONGEST_ID), end)
    if caret < 0:
        return
    name = text[caret + 1 : end]
    if not name or not name.replace("-", "a").isalnum() or not name.isascii():
        return
    if caret > leaf.start and not text[caret - 1].isspace():
        return
    state.leaf, state.whole = leaf, not leaf.joins
    span = state.span(caret, end)
    if caret == leaf.start and leaf.sibling is not None:
        content = Span(leaf.sibling[0], span.start)
    else:
        content = state.span(leaf.start, end)
    state.blocks.append(Block(name, span, content))


def pair_comments(state: LeafState) -> None:
    """Turn comment marks into spans: in pairs, or one at a line start that a later leaf closes."""
    for mark in state.marks:
        place = state.leaf.origin(mark)
        if state.open_comment is not None:
            state.comments.append(Span(state.open_comment, place + 2))
            state.open_comment = None
        else:
            state.open_comment = place
    if state.open_comment is not None:
        mark = state.marks[-1]
        line = max(state.leaf.start, state.src.rfind("\n", state.leaf.start, mark) + 1)
        if state.src[line:mark].strip(" \t"):
            state.open_comment = None
