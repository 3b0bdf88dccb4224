"""Typed entries: list items that name a paper, a book, some code, and what each of them says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dlvault.model.text import Span


class Alternative(NamedTuple):
    """Another address of a resource, from a child of its entry; `label` is the text of the link, if it has one."""

    url: str
    label: str | None


class Entry(NamedTuple):
    """One list item that names a resource, as written (spec/resources.md).

    `types` are lower case and without sub-types, the main one first; none where only stars made it an entry.
    `attribution` is the parenthesis behind the title with its marks; `others` tells that it says "et al.". `url` is
    the primary address. `target` and `notes` are places in `ParsedNote.links`: the link of an entry that points to
    a note, and those of its children. `headings` are the enclosing ones, outermost first, `context` is the text of
    the untyped item above. `parent` is a place in `ParsedNote.entries`. `span` goes from the first tag (without
    tags: from the first character) to the end of the text of the item itself.
    """

    span: Span
    types: tuple[str, ...]
    title: str | None = None
    attribution: str | None = None
    authors: tuple[str, ...] = ()
    others: bool = False
    year: int | None = None
    venue: str | None = None
    url: str | None = None
    remark: str | None = None
    isbn: str | None = None
    stars: int | None = None
    citations: int | None = None
    block: str | None = None
    target: int | None = None
    alternatives: tuple[Alternative, ...] = ()
    notes: tuple[int, ...] = ()
    comments: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    context: str | None = None
    parent: int | None = None
    inferred: bool = False

    @property
    def type(self) -> str | None:
        """The main type, if there is any."""
        return self.types[0] if self.types else None
