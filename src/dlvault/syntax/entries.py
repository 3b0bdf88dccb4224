"""Typed entries of a note: which list items are one, and what is written wrong (spec/resources.md)."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from dlvault.model.late import late
from dlvault.model.note import Oddity, OddityKind, TagOrigin
from dlvault.model.text import Span
from dlvault.syntax.attribution import EXTRA_PARENTHESIS
from dlvault.syntax.entryline import is_web, read_head, read_line, read_link
from dlvault.syntax.entrypieces import take_end
from dlvault.syntax.inferred import heading_type, hints_at_type
from dlvault.syntax.inline import behind_mark
from dlvault.syntax.itemtext import Known
from dlvault.syntax.itemwalk import BULLET, Draft, Walk
from dlvault.syntax.leaf import Role

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from dlvault.model.entry import Entry
    from dlvault.model.note import TagUse
    from dlvault.syntax.entryline import Head, Line
    from dlvault.syntax.itemtext import Words
    from dlvault.syntax.leaf import Leaf
    from dlvault.syntax.state import Token

__all__ = ["Known", "read_entries", "unknown_types"]

_HEAD_OF_ITEM = late(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)+(?:\[[^\n]\][ \t]+)?(?:#[^\s#]+[ \t]+)*")
_TAGS_ALONE = late(r"(?:[ \t]+[#^][^\s#]+)*[ \t]*(?:\n|\Z)")
_STAR = "\u2605"
_TAB = 4
_MOST_HEADS = 1000


def read_entries(
    known: Known, tokens: Sequence[Token], tags: Iterable[TagUse], headings: Iterable[str]
) -> tuple[tuple[Entry, ...], list[Oddity]]:
    """Read the entries of a note in document order (spec/resources.md), and what is wrong with their form.

    Typed entries are looked for only where a type is used as a tag; entries are inferred only where there are none.
    """
    vocabulary = known.vocabulary
    marks = [span[0] for name, span, _ in tags if name in vocabulary or name.partition("/")[0].upper() in vocabulary]
    if marks:
        walk = _Typed(known, marks)
        walk.blocks(tokens, ())
        if walk.drafts:
            return tuple([draft.finished() for draft in walk.drafts]), walk.oddities
    if known.infer and (_STAR in known.text or any(map(heading_type, filter(hints_at_type, headings)))):
        inferred = _Inferred(known)
        inferred.blocks(tokens, ())
        return tuple([draft.finished() for draft in inferred.drafts]), []
    return (), []


def unknown_types(text: str, tags: Iterable[TagUse], vocabulary: Container[str]) -> list[Oddity]:
    """Tags in capitals at the head of list items that are no types; a rule says whether they are near one."""
    found = []
    for tag in tags:
        name = tag.name.partition("/")[0]
        if name.isupper() and name not in vocabulary and tag.origin is TagOrigin.BODY:
            start = tag.span.start
            head = _HEAD_OF_ITEM.fullmatch(text, text.rfind("\n", 0, start) + 1, start)
            if head and not _TAGS_ALONE.match(text, tag.span.end):
                found.append(Oddity(OddityKind.UNKNOWN_TYPE, tag.span, name))
    return found


@lru_cache(maxsize=8)
def _types_by_head(vocabulary: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Types of the tags that stood alone at the head of an item, as far as they were met, by the tag and a blank."""
    del vocabulary
    return {}


class _Typed(Walk):
    """Entries are items that begin with the tag of a type."""

    needs_tag = True

    def __init__(self, known: Known, marks: Sequence[int]) -> None:
        super().__init__(known)
        self._marks = marks  # where the tags of types stand
        self._heads = _types_by_head(known.vocabulary)

    def holds_entries(self, start: int, end: int) -> bool:
        at = bisect_left(self._marks, start)
        return at < len(self._marks) and self._marks[at] < end

    def read(self, words: Words, *, below: bool) -> Draft | None:
        del below
        text = words.text
        if not text.startswith("#"):
            return None
        begin = text.find(" ") + 1
        types = self._heads.get(text[:begin])
        glued = None
        if types is None or text.startswith("#", begin):
            head = read_head(text, self.known.vocabulary)
            if head is None or head.end == len(text):
                return None
            types = self._types(head)
            begin, glued = head.end, head.glued
        line = read_line(text, begin, words.links, types[0])
        if line.title is None and line.url is None and line.target is None:
            return None
        first, last = words.pieces[0], words.pieces[-1]
        start, end = first.start, last.start + len(last.text)
        if glued is not None:
            tag = Span(*map(words.origin, glued))
            edit = tag, f"{text[slice(*glued)]} "
            self.oddities.append(Oddity(OddityKind.TAG_GLUED, tag, text[glued[0] + 1 : glued[1]], edit))
        if line.bare_title is not None:
            place = Span(*map(words.origin, line.bare_title))
            self.oddities.append(Oddity(OddityKind.TITLE_WITHOUT_URL, place, line.title or ""))
        if line.mistyped is not None:
            self.oddities.append(self._mistyped(words, line))
        return Draft(line, types, start, end)

    def read_alone(self, text: str, begin: int) -> Draft | None:
        known = self.known
        head = text.find(" ") + 1
        types = self._heads.get(text[:head])
        if types is None or known.hidden:
            return None
        at = bisect_left(self.starts, begin + head)
        end = begin + len(text)
        if at == len(known.links) or known.links[at].span != (begin + head, end):
            return None
        line = read_link(text, head, known.links[at], types[0])
        return None if line is None or line.mistyped is not None else Draft(line, types, begin, end)

    def _mistyped(self, words: Words, line: Line) -> Oddity:
        """What is wrong with an attribution, at the parenthesis, or at the one too many behind it."""
        raw = line.attribution or ""
        at = words.text.find(raw)
        start, end = (at, at + len(raw)) if raw and at >= 0 else (0, len(words.text))
        edit = None
        if line.mistyped == EXTRA_PARENTHESIS and words.text.startswith(")", end):
            start, end = end, end + 1
            edit = Span(words.origin(start), words.origin(end)), ""
        place = Span(words.origin(start), words.origin(end))
        return Oddity(OddityKind.MISTYPED_ATTRIBUTION, place, line.mistyped or "", edit)

    def _types(self, head: Head) -> tuple[str, ...]:
        vocabulary = self.known.vocabulary
        names = [name.partition("/")[0].upper() for name in head.names]
        types = tuple(dict.fromkeys([name.lower() for name in names if name in vocabulary]))
        if len(names) == 1 and head.glued is None and len(self._heads) < _MOST_HEADS:
            self._heads[f"#{head.names[0]} "] = types
        return types

    def cut_entry(self, start: int, item: int | None, *, bulleted: bool) -> None:
        line = self.src.rfind("\n", 0, start) + 1
        edit = None
        alone = not self.src[line:start].strip(" \t")
        if item is not None and alone and (bulleted or self.column(start) < self.column(item)):
            edit = Span(line, start), self._below(item) + ("" if bulleted else "- ")
        elif not bulleted:
            edit = Span(start, start), "- "
        kind = OddityKind.TOO_DEEP if bulleted else OddityKind.BULLET_MISSING
        self.oddities.append(Oddity(kind, Span(start, self.drafts[-1].end), "", edit))

    def _below(self, item: int) -> str:
        """The blanks that set a line one level below an item, whose text begins at an offset."""
        above = self.src.rfind("\n", 0, item) + 1
        text = self.src[above:item]
        blanks = text[: len(text) - len(text.lstrip(" \t"))]
        column, wanted = self.column(above + len(blanks)), self.column(item)
        tab = column + _TAB - column % _TAB
        return blanks + ("\t" if wanted <= tab < wanted + _TAB else " " * (wanted - column))

    def begins(self, text: str) -> bool:
        if text.startswith("#"):
            head = read_head(text, self.known.vocabulary)
            return head is not None and bool(text[head.end :].strip())
        return BULLET.match(text) is not None


class _Inferred(Walk):
    """Entries are items with a link under a heading that names a type, and whatever ends in stars."""

    def __init__(self, known: Known) -> None:
        super().__init__(known)
        self._types: dict[str, str | None] = {}
        self._below: tuple[str, ...] = ()
        self._kind_here: str | None = None  # of what stands below those headings
        self._has_stars = _STAR in known.text

    def _kind(self) -> str | None:
        """The type that the nearest heading gives which names one."""
        if self.headings is not self._below:
            self._below = self.headings
            self._kind_here = next(filter(None, map(self._type_of, reversed(self.headings))), None)
        return self._kind_here

    def _type_of(self, heading: str) -> str | None:
        if heading not in self._types:
            self._types[heading] = heading_type(heading)
        return self._types[heading]

    def read(self, words: Words, *, below: bool) -> Draft | None:
        kind = self._kind()
        text, links = words.text, words.links
        if self._has_stars and _STAR in text and take_end(text, 0)[2] is not None:
            return self._made(words, kind)
        if below or kind is None:
            return None
        linked = any(is_web(link) and not text.startswith("!", at) for at, _, link, _ in links)
        return self._made(words, kind) if linked else None

    def _made(self, words: Words, kind: str | None) -> Draft | None:
        links = words.links
        if len(links) > 1:
            links = [placed for placed in links if is_web(placed.link)] or links
        line = read_line(words.text, 0, links, kind, inferred=True)
        if line.title is None and line.url is None:
            return None
        first, last = words.pieces[0], words.pieces[-1]
        types = () if kind is None else (kind,)
        return Draft(line, types, first.start, last.start + len(last.text), inferred=True)

    def later_text(self, leaf: Leaf, parent: Draft | None, context: str | None) -> None:
        before = len(self.drafts)
        self.paragraph(leaf)
        if len(self.drafts) == before:
            super().later_text(leaf, parent, context)

    def paragraph(self, leaf: Leaf) -> None:
        """Each line that ends in stars is an entry."""
        if self._has_stars and leaf.text.find(_STAR, leaf.start, leaf.end) >= 0:
            begin = behind_mark(leaf) if leaf.role is Role.QUOTE else leaf.start
            titled = begin > leaf.start  # the first line of a callout is its title
            for piece in self.pieces(leaf, leaf.start)[titled:]:
                if _STAR in piece.text and not self.is_generated(piece.start):
                    words = self.words((piece,))
                    draft = self._made(words, self._kind()) if take_end(words.text, 0)[2] is not None else None
                    if draft is not None:
                        self.keep(draft)

    def table(self, token: Token) -> None:
        """Each row with a link in its first column is an entry; the head is none."""
        kind = self._kind()
        if kind is None or self.is_generated(token["span"][0]):
            return
        for row in token["children"][1:]:
            cell = row["leaves"][0] if row["leaves"] else None
            pieces = self.pieces(cell, cell.start) if cell is not None else ()
            draft = self.read(self.words(pieces), below=False) if pieces else None
            if draft is not None:
                self.keep(draft)
