"""How findings name links and their targets, and how fixes write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.model.finding import Finding
from dlvault.model.folding import fold
from dlvault.model.formats import without_note_extension
from dlvault.model.index import MissingReason
from dlvault.model.late import late
from dlvault.model.note import LinkKind, subpath_parts
from dlvault.model.text import Position, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlvault.lint.rule import RuleContext
    from dlvault.model.index import Edge
    from dlvault.model.note import Link, NotePath

_SHOWN = 80
_MARKS = late(r"[\x00-\x1f\x7f#^\[\]|\\`]|%%")
"""What cannot stand in a wikilink, would end a table cell or pairs with a mark elsewhere in the text.

In a heading all of it compares like a blank (spec/obsidian.md, section 7).
"""
_RESERVED = frozenset('%()<>[]\\"`|$:')
_SURROGATE = late("[\ud800-\udfff]")
"""A byte of a file name that is no UTF-8: no note can hold it."""
_WIKILINK_EMBED = len("![[")


# -- names in messages -------------------------------------------------------------------------------------


def shorten(text: str) -> str:
    """Cut a long text for a message."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def quoted(text: str) -> str:
    """A name in quotes, on one line."""
    return f'"{shorten(" ".join(text.split()))}"'


def one_of(names: Sequence[str]) -> str:
    """Join choices: `A`, `A or B`, `A, B or C`."""
    return " or ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def no_such(edge: Edge, reason: MissingReason) -> str:
    """Say that there is no note or file for a link."""
    thing = "file" if reason is MissingReason.NO_FILE else "note"
    return f"No {thing} named {quoted(edge.link.target)}"


def heading_path(edge: Edge) -> str:
    """The headings of a link as a reader sees them: ``A > B``."""
    return quoted(" > ".join(subpath_parts(edge.link.subpath)))


def subject_of(edge: Edge) -> str:
    """Name of what a link points at, for baselines: neither place nor display text, whatever its form.

    Where there is no file, what it should have held does not matter.
    """
    subpath = edge.link.subpath if edge.target is not None else ""
    return fold(f"{without_note_extension(edge.link.target)}{subpath}")


def shown(link: Link, target: str, subpath: str = "", label: str | None = None) -> str:
    """A link as it should read: in brackets where it is a wikilink, else its address in quotes."""
    if is_markdown(link) or link.kind in (LinkKind.CARD, LinkKind.REFERENCE):
        return quoted(target + subpath)
    mark = "!" if link.kind is LinkKind.EMBED else ""
    bar = "" if label is None else f"|{label}"
    return f"{mark}[[{shorten(' '.join((target + subpath + bar).split()))}]]"


def of_file(ctx: RuleContext, path: NotePath, message: str, *, subject: str, hint: str | None = None) -> Finding:
    """Make a finding that speaks of a file or folder as a whole."""
    rule = ctx.rule
    return Finding(rule.code, rule.name, rule.severity, message, path, Position(1, 1), None, subject, hint)


# -- links in fixes ----------------------------------------------------------------------------------------


def is_markdown(link: Link) -> bool:
    """Whether a link is written `[text](address)`; facts call both forms of an embed alike."""
    if link.kind is not LinkKind.EMBED:
        return link.kind is LinkKind.MDLINK
    offset = link.target_span.start - link.span.start
    if offset == _WIKILINK_EMBED or link.label is None:
        return False
    return not offset or offset in (len("![](") + len(link.label), len("![](<") + len(link.label))


def retarget(link: Link, target: str) -> tuple[Span, str] | None:
    """The edit that gives a link another path part and keeps the rest of it.

    None where the place of the path part is not known (references, cards, escapes of YAML), or where a link of this
    kind cannot hold that path.
    """
    if not _can_edit(link) or _SURROGATE.search(target):
        return None
    if is_markdown(link):
        return link.target_span, percent_encoded(target) + percent_encoded(link.subpath, keep="#^")
    return (link.target_span, target) if _is_writable(link, target) else None


def keeping_text(link: Link, edit: tuple[Span, str] | None) -> tuple[Span, str] | None:
    """Let the edit of a wikilink in running text keep what the reader sees: the name as it was written."""
    plain = link.kind is LinkKind.WIKILINK and link.property_key is None
    if edit is None or not plain or link.label is not None or link.subpath or "|" in link.target or "/" in link.target:
        return edit
    return edit[0], f"{edit[1]}{bar(link)}{link.target}"


def bar(link: Link) -> str:
    """The bar before a display text; in a table it needs a backslash."""
    return "\\|" if link.in_cell else "|"


def resubpath(link: Link, headings: Sequence[str]) -> tuple[Span, str] | None:
    """The edit that lets a link lead to other headings; None as for `retarget`."""
    subpath = "".join(f"#{heading_text(heading)}" for heading in headings)
    if not _can_edit(link):
        return None
    if is_markdown(link):
        return link.target_span, percent_encoded(link.target) + percent_encoded(subpath, keep="#")
    if not _is_writable(link, subpath.replace("#", "")):
        return None
    start, end = link.target_span.end, link.span.end - len("]]")
    if link.label is None:
        return Span(start, end), subpath
    if end - start != len(link.subpath) + len("|") + len(link.label):
        return None  # blanks around the bar, or a backslash before it: which of the two, the facts do not say
    return Span(start, start + len(link.subpath)), subpath


def heading_text(text: str) -> str:
    """A heading as a link can hold it."""
    return " ".join(_MARKS.sub(" ", text).split())


def percent_encoded(text: str, keep: str = "") -> str:
    """Write a path or subpath as the address of a Markdown link."""
    reserved = _RESERVED.union("#^").difference(keep).union("&" if ";" in text else "")
    return "".join(
        char if char.isprintable() and not char.isspace() and char not in reserved else _percent(char) for char in text
    )


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))


def _can_edit(link: Link) -> bool:
    kinds = (LinkKind.WIKILINK, LinkKind.EMBED, LinkKind.MDLINK)
    return link.kind in kinds and link.target_span != link.span


def _is_writable(link: Link, text: str) -> bool:
    quotes = link.property_key is not None and ('"' in text or "'" in text)
    return not quotes and text == text.strip() and not _MARKS.search(text)
