"""The walk through the blocks of a note: which items belong to which, and what children say of their parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.model.entry import Alternative, Entry
from dlvault.model.late import late
from dlvault.model.text import Span
from dlvault.syntax.entryline import read_child
from dlvault.syntax.inline import behind_mark
from dlvault.syntax.itemtext import ItemText, Piece
from dlvault.syntax.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlvault.model.note import Oddity
    from dlvault.syntax.entryline import Line
    from dlvault.syntax.itemtext import Known, Words
    from dlvault.syntax.leaf import Leaf
    from dlvault.syntax.state import Token

BULLET = late(r"(?:[-+*]|\d{1,3}[.)])[ \t]+(?:\[[^\n]\][ \t]+)?")
"""What begins an item, its task box included."""
_CONTEXT = 300


class Draft:
    """An entry while its children are read: what its own text says, and where it stands."""

    __slots__ = (
        *("alternatives", "comments", "context", "end", "headings", "inferred", "line", "notes", "number", "parent"),
        *("start", "types"),
    )

    def __init__(self, line: Line, types: tuple[str, ...], start: int, end: int, *, inferred: bool = False) -> None:
        """Begin with what the item itself says."""
        self.line = line
        self.types = types
        self.start = start
        self.end = end
        self.inferred = inferred
        self.number = -1
        self.headings: tuple[str, ...] = ()
        self.parent: Draft | None = None
        self.context: str | None = None
        self.alternatives: list[Alternative] = []
        self.notes: list[int] = []
        self.comments: list[str] = []

    def finished(self) -> Entry:
        """The entry with what its children say."""
        line = self.line
        return Entry(
            Span(self.start, self.end),
            self.types,
            line.title,
            line.attribution,
            line.authors,
            line.others,
            line.year,
            line.venue,
            line.url,
            line.remark,
            line.isbn,
            line.stars,
            line.citations,
            line.block,
            line.target,
            (*line.alternatives, *self.alternatives),
            tuple(self.notes),
            tuple(self.comments),
            self.headings,
            plain_text(self.context)[:_CONTEXT] or None if self.context else None,
            None if self.parent is None else self.parent.number,
            self.inferred,
        )


Outline = tuple[tuple[int, str], ...]
"""Enclosing headings with their levels, outermost first."""


class Walk(ItemText):
    """Walks through the blocks of a note; subclasses say which items are entries."""

    needs_tag = False
    """Whether only an item that begins with a tag can be an entry."""

    def __init__(self, known: Known) -> None:
        """Start outside of every heading."""
        super().__init__(known)
        self.drafts: list[Draft] = []
        self.oddities: list[Oddity] = []
        self.outline: Outline = ()
        self.headings: tuple[str, ...] = ()

    # -- blocks ------------------------------------------------------------------------------------------------

    def blocks(self, tokens: Sequence[Token], outline: Outline, end: int | None = None) -> None:
        """Read blocks that stand side by side before `end`; headings enclose what follows them, in their container."""
        end = len(self.src) if end is None else end
        self._set_outline(outline)
        for at, token in enumerate(tokens):
            kind = token["type"]
            if kind == "heading":
                level, text = token["attrs"]["level"], _heading_text(token["leaf"])
                outline = (*[row for row in outline if row[0] < level], (level, text))
                self._set_outline(outline)
            elif kind == "list":
                stop = tokens[at + 1]["span"][0] if at + 1 < len(tokens) else end
                self.items(token["children"], stop, None, None)
                self._set_outline(outline)
            elif kind == "paragraph":
                self.paragraph(token["leaf"])
            elif kind == "table":
                self.table(token)
            elif "children" in token:
                self.blocks(token["children"], outline, tokens[at + 1]["span"][0] if at + 1 < len(tokens) else end)
                self._set_outline(outline)

    def _set_outline(self, outline: Outline) -> None:
        if outline is not self.outline:
            self.outline = outline
            self.headings = tuple([text for _, text in outline])

    def items(self, items: Sequence[Token], end: int, parent: Draft | None, context: str | None) -> None:
        """Read the items of a list that ends before `end`; without a parent only those that can hold an entry."""
        last = len(items) - 1
        for at, item in enumerate(items):
            stop = items[at + 1]["span"][0] if at < last else end
            if parent is not None or self.holds_entries(item["span"][0], stop):
                self._item(item, stop, parent, context)

    def holds_entries(self, start: int, end: int) -> bool:
        """Whether there can be an entry between two offsets."""
        del start, end
        return True

    def _item(self, token: Token, end: int, parent: Draft | None, context: str | None) -> None:
        """Read a list item: its first paragraph, then what stands below it."""
        children = token["children"]
        if not children:
            return
        first = children[0]
        begin = 0
        if first["type"] == "paragraph":
            if self.known.generated and self.is_generated(first["span"][0]):
                return
            begin = 1
            parent, context = self._text(first["leaf"], parent, context)
            if len(children) == 1:
                return
        outline = self.outline
        for at in range(begin, len(children)):
            child = children[at]
            stop = children[at + 1]["span"][0] if at + 1 < len(children) else end
            if child["type"] == "list":
                self.items(child["children"], stop, parent, context)
            elif child["type"] == "paragraph":
                self.later_text(child["leaf"], parent, context)
            else:
                self.blocks((child,), outline, stop)
                self._set_outline(outline)

    def _text(self, leaf: Leaf, parent: Draft | None, context: str | None) -> tuple[Draft | None, str | None]:
        """Read the first paragraph of an item; return what its children belong to, and the text of an untyped item."""
        text, start, end = leaf.text, leaf.start, leaf.end
        if text[start] == "[":
            start = behind_mark(leaf)
        if text.find("\n", start, end) < 0:
            words = text[start:end].lstrip()
            if not words:
                return parent, context
            if parent is None and self.needs_tag and words[0] != "#":
                return None, words
            begin = end - len(words)
            if leaf.joins:
                begin = leaf.origin(begin)
            draft = self.read_alone(words, begin)
            if draft is not None:
                return self._kept(draft, parent, context)
            return self._entry((Piece(begin, words),), parent, context)
        pieces = self.pieces(leaf, start)
        cuts = [0, *(at for at in range(1, len(pieces)) if self.begins(pieces[at].text))]
        draft, context = self._entry(pieces[: cuts[1] if len(cuts) > 1 else None], parent, context)
        if len(cuts) > 1:
            self._cut_text(pieces, cuts[1:], draft, context, leaf.origin(leaf.start))
        return draft, context

    def _entry(
        self, pieces: Sequence[Piece], parent: Draft | None, context: str | None
    ) -> tuple[Draft | None, str | None]:
        words = self.words(pieces)
        draft = self.read(words, below=parent is not None)
        if draft is not None:
            return self._kept(draft, parent, context)
        if parent is not None:
            child = read_child(words.text, words.links)
            parent.alternatives += child.alternatives
            if child.note is not None:
                parent.notes.append(child.note)
            if child.comment is not None:
                parent.comments.append(child.comment)
        return None, words.text or context

    def _kept(self, draft: Draft, parent: Draft | None, context: str | None) -> tuple[Draft, None]:
        draft.parent = parent
        if parent is None:
            draft.context = context
        self.keep(draft)
        return draft, None

    def keep(self, draft: Draft) -> None:
        """Take an entry, in the order of the text."""
        draft.number = len(self.drafts)
        draft.headings = self.headings
        self.drafts.append(draft)

    def _cut_text(
        self, pieces: Sequence[Piece], cuts: Sequence[int], draft: Draft | None, context: str | None, item: int
    ) -> None:
        """Read lines of a paragraph that begin with a bullet or a type: children that are written wrong.

        `item` is where the text of the item begins.
        """
        above: list[tuple[int, Draft | None, str | None]] = [(-1, draft, context)]
        for at, cut in enumerate(cuts):
            lines = list(pieces[cut : cuts[at + 1] if at + 1 < len(cuts) else None])
            start, text = lines[0]
            column = self.column(start)
            bullet = BULLET.match(text)
            if bullet:
                lines[0] = Piece(start + bullet.end(), text[bullet.end() :])
            while above[-1][0] >= column:
                above.pop()
            _, owner, words = above[-1]
            found, below = self._entry(lines, owner, words)
            if found is not None:
                self.cut_entry(start, item if len(above) == 1 else None, bulleted=bullet is not None)
            above.append((column, found, below))

    def cut_entry(self, start: int, item: int | None, *, bulleted: bool) -> None:
        """Tell that an entry stands where Markdown sees the text of another item."""

    def later_text(self, leaf: Leaf, parent: Draft | None, context: str | None) -> None:
        """Read a further paragraph of an item: comments, and entries that lack their bullet."""
        pieces = self.pieces(leaf, leaf.start)
        cuts = [at for at, piece in enumerate(pieces) if self.begins(piece.text)]
        words = pieces[: cuts[0]] if cuts else pieces
        if words and parent is not None and not self.is_hidden(words[0].start):
            text = " ".join(piece.text for piece in words)
            if not text.startswith("^"):
                parent.comments.append(text)
        if cuts:
            self._cut_text(pieces, cuts, parent, context, leaf.origin(leaf.start))

    def paragraph(self, leaf: Leaf) -> None:
        """Read a paragraph outside of lists."""

    def table(self, token: Token) -> None:
        """Read a table."""

    def read(self, words: Words, *, below: bool) -> Draft | None:
        """Read an item as an entry, or None where it is none; `below` tells that it stands below an entry."""
        raise NotImplementedError

    def read_alone(self, text: str, begin: int) -> Draft | None:
        """Read an item of one line that stands at `begin` if it is nothing but a link to the web, or leave it."""
        del self, text, begin
        return None

    def begins(self, text: str) -> bool:
        """Whether a line of a paragraph begins an item of its own."""
        return BULLET.match(text) is not None


def _heading_text(leaf: Leaf) -> str:
    text = leaf.text[leaf.start : leaf.end]
    return " ".join([line.strip() for line in text.split("\n")]) if "\n" in text else text
