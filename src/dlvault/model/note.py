"""What one note says, before anybody asks what it means: links, headings, blocks, tags, properties."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, NewType

from dlvault.model.text import holds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dlvault.model.entry import Entry
    from dlvault.model.text import LineIndex, Span

NotePath = NewType("NotePath", str)
"""Path of a file from the vault root, with ``/``, spelled as on the disk."""


class LinkKind(StrEnum):
    """How a link is written; the values are those of the conformance cases (`card`: a canvas file card)."""

    WIKILINK = "wikilink"
    EMBED = "embed"
    MDLINK = "mdlink"
    REFERENCE = "reference"
    URL = "url"
    AUTOLINK = "autolink"
    CARD = "card"


class Link(NamedTuple):
    """One link as written.

    `target` is the path part (trimmed, NFC, percent codes of Markdown links decoded; the address of an
    external link), `subpath` everything from the first ``#`` on, or ``""``. `label` is the display text
    where one is written. `span` covers the whole link, `target_span` the path part, of a Markdown link its whole
    destination. `property_key` is the key of a property link, list entries as ``key.index``; `in_cell` tells that
    the link stands in a table, where a bar needs a backslash.
    """

    kind: LinkKind
    target: str
    subpath: str
    label: str | None
    span: Span
    target_span: Span
    property_key: str | None = None
    in_cell: bool = False

    @property
    def is_external(self) -> bool:
        """Whether the link leaves the vault by a scheme."""
        return self.kind in _EXTERNAL or (self.kind in _EITHER and has_scheme(self.target))

    @property
    def display(self) -> str:
        """The display text, or the one that Obsidian shows by default: ``Note > A > B``."""
        if self.label is not None:
            return self.label
        parts = (self.target, *subpath_parts(self.subpath))
        return " > ".join(part for part in parts if part)


_EXTERNAL = frozenset((LinkKind.URL, LinkKind.AUTOLINK))
_EITHER = frozenset((LinkKind.REFERENCE,))


def has_scheme(address: str) -> bool:
    """Whether an address begins with a URI scheme of two or more characters (CommonMark 6.5)."""
    scheme, colon, _ = address.partition(":")
    return (
        bool(colon)
        and 2 <= len(scheme) <= 32  # noqa: PLR2004 - the bounds of CommonMark
        and scheme.isascii()
        and scheme[0].isalpha()
        and scheme.replace("+", "a").replace(".", "a").replace("-", "a").isalnum()
    )


def lacks_scheme(link: Link) -> bool:
    """Whether the destination of a Markdown link is a web address without scheme (spec/resources.md, section 8)."""
    return link.kind in (LinkKind.MDLINK, LinkKind.REFERENCE) and link.target[:4].lower() == "www."


def subpath_parts(subpath: str) -> tuple[str, ...]:
    """Split ``#A#B`` into its headings; empty parts are dropped (spec/obsidian.md, section 7)."""
    return tuple(part for raw in subpath.split("#") if (part := raw.strip()))


class Heading(NamedTuple):
    """A heading: its level from 1 to 6, its raw text and the place of that text."""

    level: int
    text: str
    span: Span


class Block(NamedTuple):
    """A block id: the id without caret, the place of ``^id`` and the place of the block it names."""

    id: str
    span: Span
    content: Span


class TagOrigin(StrEnum):
    """Where a tag stands."""

    BODY = "body"
    PROPERTY = "property"


class TagUse(NamedTuple):
    """One use of a tag; `name` is without ``#``, as spelled here."""

    name: str
    span: Span
    origin: TagOrigin


class PropertiesState(StrEnum):
    """State of the property block at the top of a note."""

    OK = "ok"
    INVALID = "invalid"
    ABSENT = "absent"


class Problem(NamedTuple):
    """Something wrong with the text of a file as a whole, at a place."""

    message: str
    offset: int


class OddityKind(StrEnum):
    """A thing in a text that is not what its author meant; each is reported by one rule."""

    UNESCAPED_PIPE = "unescaped-pipe"
    EMPTY_LINK = "empty-link"
    UNCLOSED_LINK = "unclosed-link"
    NESTED_LINK = "nested-link"
    STRAY_BRACKET = "stray-bracket"
    BLANKS_IN_LINK = "blanks-in-link"
    BLOCK_ID_IN_LINK = "block-id-in-link"
    UNDEFINED_REFERENCE = "undefined-reference"
    DEPRECATED_PROPERTY = "deprecated-property"
    UNQUOTED_LINK = "unquoted-link"
    WORDS_AS_TEXT = "words-as-text"
    MERGE_CONFLICT = "merge-conflict"
    TAG_GLUED = "tag-glued"
    UNKNOWN_TYPE = "unknown-type"
    BULLET_MISSING = "bullet-missing"
    TOO_DEEP = "too-deep"
    TITLE_WITHOUT_URL = "title-without-url"
    MISTYPED_ATTRIBUTION = "mistyped-attribution"
    BLANKS_IN_URL = "blanks-in-url"
    MISSING_SCHEME = "missing-scheme"
    TWO_URLS = "two-urls"


class Oddity(NamedTuple):
    """One such thing: its place, a word about it (a label, a key), and the edit that would mend it, if any."""

    kind: OddityKind
    span: Span
    detail: str = ""
    edit: tuple[Span, str] | None = None


class Directive(NamedTuple):
    """A comment that keeps rules quiet: the selectors it names (none: all), its place, and the line it speaks of.

    `text` is the comment as written; `whole` is what goes when it is deleted, empty where it had better stay.
    """

    selectors: tuple[str, ...]
    span: Span
    line: int
    text: str
    whole: Span


class ParsedNote(NamedTuple):
    """All that one text says. It knows no path: two equal files are parsed alike.

    `generated` are the blocks that dlvault itself wrote into the note, marks included.
    """

    state: PropertiesState
    properties: Mapping[str, object]
    aliases: tuple[str, ...]
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    tags: tuple[TagUse, ...]
    comments: tuple[Span, ...]
    words: int
    lines: LineIndex
    problems: tuple[Problem, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    directives: tuple[Directive, ...] = ()
    alias_spans: tuple[Span, ...] = ()
    entries: tuple[Entry, ...] = ()
    generated: tuple[Span, ...] = ()

    def entry_at(self, offset: int) -> Entry | None:
        """The entry whose own text holds an offset, if one does."""
        at = bisect_right(self.entries, offset, key=_start_of_entry) - 1
        return self.entries[at] if at >= 0 and offset < self.entries[at].span.end else None


def _start_of_entry(entry: Entry) -> int:
    return entry.span.start


class Enclosing:
    """Looks up the headings that enclose a place of a note, outermost first; a skipped level leaves no gap."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        """Find the heading above each one, once."""
        self._headings = headings
        self._starts = [heading.span.start for heading in headings]
        self._above: list[int] = []
        for at, heading in enumerate(headings):
            above = at - 1
            while above >= 0 and headings[above].level >= heading.level:
                above = self._above[above]
            self._above.append(above)

    def of(self, offset: int) -> tuple[Heading, ...]:
        """Headings that enclose an offset."""
        found = []
        at = bisect_right(self._starts, offset) - 1
        while at >= 0:
            found.append(self._headings[at])
            at = self._above[at]
        return tuple(reversed(found))


class NoteKind(StrEnum):
    """What sort of file links from."""

    NOTE = "note"
    CANVAS = "canvas"


class Note(NamedTuple):
    """A file that can hold links: a Markdown note or a canvas. `digest` names the bytes that were read."""

    path: NotePath
    kind: NoteKind
    parsed: ParsedNote
    size: int
    mtime_ns: int
    readable: bool = True
    digest: str = ""

    @property
    def is_generated(self) -> bool:
        """Whether dlvault itself wrote it: link checks read it, and nothing else does (product.md, section 8)."""
        return self.parsed.properties.get("dlvault") == "generated" or self.path.startswith("exports/")

    def written_tags(self) -> Sequence[TagUse]:
        """Tags of a note but for those in what dlvault wrote."""
        if self.is_generated:
            return ()
        tags = self.parsed.tags
        return [use for use in tags if not self.generated_at(use.span)] if self.parsed.generated else tags

    def generated_at(self, span: Span) -> bool:
        """Whether dlvault itself wrote what stands at a span: link checks read it, and nothing else does."""
        return self.is_generated or holds(self.parsed.generated, span.start)


class Attachment(NamedTuple):
    """Any other visible file of the vault."""

    path: NotePath
    size: int
    mtime_ns: int
