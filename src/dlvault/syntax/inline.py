"""Links, tags, block ids and comments inside the leaves of a note, each with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import mistune
from mistune.helpers import HTML_TAGNAME
from mistune.util import unikey

from dlvault.model.late import late
from dlvault.model.note import Link, LinkKind, OddityKind, TagOrigin, TagUse, has_scheme
from dlvault.model.text import Span
from dlvault.syntax.destinations import read_inline_destination
from dlvault.syntax.leaf import Leaf, Role
from dlvault.syntax.leafstate import LONGEST_ID, LeafState, Opener, pair_comments, read_block_id
from dlvault.syntax.oddities import (
    add,
    around_wikilink,
    failed_link,
    inner_address,
    leftovers,
    look_at_address,
)
from dlvault.syntax.targets import read_destination, read_wikilink, resolve_escapes
from dlvault.syntax.triggers import (
    ADDRESS,
    BEGINS_ENTRY,
    ENTRY,
    LABEL,
    PATH,
    TAG,
    TAG_END,
    TRIGGER,
    TRIGGER_WITH_WWW,
    WIKILINK,
)
from dlvault.syntax.urls import bare_url_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    _Match: TypeAlias = Callable[[str, int, int], re.Match[str] | None]
    _Take: TypeAlias = Callable[[re.Match[str], LeafState], int]
    _Target: TypeAlias = tuple[str, str, str | None, int, int]

_ATTRIBUTES = (
    r"(?:\s++[A-Za-z_:][A-Za-z0-9_.:-]*+"
    r"(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?)*"
)
RULES = {
    # name: first character, pattern at that character. Of two rules with one character the first is tried first.
    "escape": ("\\", r"\\[!-/:-@\[-`{-~]"),
    "codespan": ("`", r"`+"),
    "wikilink": ("[", r"\[\[(?!\[)(?:[^\[\]\n]++|\](?!\])|\[(?!\[))+\]\]"),
    "link": ("[", r"\["),
    "link_close": ("]", r"\]"),
    "inline_html": ("<", r"<(?:/?[A-Za-z]|!|\?)"),
    "inline_math": ("$", r"\$\$?"),
    "hashtag": ("#", rf"#[^{TAG_END}]+"),
    "comment": ("%", r"%%"),
    "url_link": (":", r"://"),
    "www_link": ("w", r"(?<![A-Za-z0-9_./@:-])www\.(?=[^\s<.])"),
}
_TAG = late(rf"<{HTML_TAGNAME}{_ATTRIBUTES}\s*+/?>|</{HTML_TAGNAME}\s*+>|<![A-Za-z][^>]*+>")
_SPANS = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
"""Inline HTML that is no tag: how it begins and ends."""
_AUTOLINK = late(r"<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^<>\x00-\x20]*)>")
_EMAIL = late(
    r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]++@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*)>"
)
_MATH = late(r"\$(?![\s$])((?:[^$\\\n]++|\\.)*?)(?<!\s)\$(?![0-9])|\$\$(?:[^$\\]++|\\.)*\$\$", re.DOTALL)
_URL, _ADDRESS, _WIKILINK, _BODY = LinkKind.URL, LinkKind.AUTOLINK, LinkKind.WIKILINK, TagOrigin.BODY
_CELL, _ITEM = Role.CELL, Role.ITEM
_MAX_LABEL = 999
_LABEL = late(r"\[((?:[^\\\[\]]++|\\.)*)\]", re.DOTALL)
_MAX_INSIDE = 100
"""A bracket around more links than this begins none, so that deep nesting cannot take up the memory."""
_TASK_BOX = late(r"\[[^\n]\](?=[ \t\n]|\Z)")
_CALLOUT = late(r"\[![^\[\]\n]+\](?!\()[+-]?")
_BACKTICKS = late(r"`+")
_SCHEME_TAIL = late(r"(?<![A-Za-z0-9])https?\Z", re.IGNORECASE)


class InlineParser(mistune.InlineParser):
    """mistune's inline parser with Obsidian's rules, reading facts with places instead of text tokens."""

    state_cls = LeafState

    def __init__(self) -> None:
        """Register the rules; emphasis and line breaks change no fact and are left out."""
        super().__init__()
        self.rules.clear()
        self._by_character: dict[str, list[tuple[_Match, _Take]]] = {}
        for name, (first, pattern) in RULES.items():
            self.specification[name] = pattern
            self.rules.append(name)
            take = getattr(self, f"take_{name}")
            self._methods[name] = take
            self._by_character.setdefault(first, []).append((re.compile(pattern).match, take))
        self._short_ways: dict[int | None, _Take] = {
            WIKILINK: self._short_wikilink,
            ADDRESS: self._short_address,
            PATH: self._short_path,
            TAG: self.take_hashtag,
        }

    def read(self, leaves: Iterable[Leaf], state: LeafState) -> None:  # noqa: C901, PLR0912 - each mark passes
        """Scan leaves in document order into `state`.

        One search for the few characters that can begin something skips the text between them.
        """
        by_character, short_way = self._by_character, self._short_ways.get
        search = (TRIGGER_WITH_WWW if state.has_www else TRIGGER).search
        for leaf in leaves:
            role, src, at, end = leaf[:4]
            if role >= _ITEM:
                if role is _ITEM and src.startswith(BEGINS_ENTRY, at) and not leaf.joins and _short_entry(leaf, state):
                    continue
                if src.startswith("[", at):
                    at = behind_mark(leaf)
            found = search(src, at, end)
            if found:
                state.enter(leaf, at)
                while found:
                    short = short_way(found.lastindex)
                    at = short(found, state) if short else 0
                    if not at:
                        at = found.start()
                        for match_rule, take in by_character[src[at]]:
                            match = match_rule(src, at, end)
                            if match:
                                at = take(match, state)
                                break
                        else:
                            at += 1
                    state.floor = at
                    found = search(src, at, end)
                if state.marks:
                    pair_comments(state)
                if state.openers:
                    leftovers(state)
            if role is not _CELL and src.rfind("^", max(leaf.start, end - LONGEST_ID), end) >= 0:
                read_block_id(leaf, state)

    # -- short ways: constructs that hold nothing else; each gives the offset behind it, or 0 for the long way ---

    def _short_wikilink(self, m: re.Match[str], state: LeafState) -> int:
        """Take a wikilink that is nothing but a name."""
        content = m[WIKILINK]
        if "|" in content or "#" in content or not content.isascii() or content != content.strip():
            return self.take_wikilink(m, state)
        start, end = m.span()
        return self._add_wikilink((content, "", None, 0, len(content)), start, end, state)

    @staticmethod
    def _short_address(m: re.Match[str], state: LeafState) -> int:
        """Take a link to the web."""
        label, address = m.group(LABEL, ADDRESS)
        if state.has_www and "www." in label:
            return 0
        start, end = m.span()
        if start > state.floor and m.string[start - 1] == "!":
            start -= 1
        else:
            state.inactive = len(state.openers)
        span = Span if state.whole else state.span
        state.links.append(Link(_URL, address, "", label, span(start, end), span(*m.span(ADDRESS))))
        return end

    @staticmethod
    def _short_path(m: re.Match[str], state: LeafState) -> int:
        """Take a link into the vault."""
        label, written = m.group(LABEL, PATH)
        if written[:4].lower() in ("http", "www.") or (state.has_www and "www." in label):
            return 0
        start, end = m.span()
        kind = LinkKind.MDLINK
        if state.follows_bang(start):
            start, kind = start - 1, LinkKind.EMBED
        else:
            state.inactive = len(state.openers)
        path, subpath = read_destination(written)
        span = Span if state.whole else state.span
        state.links.append(Link(kind, path, subpath, label, span(start, end), span(*m.span(PATH))))
        return end

    # -- what hides text --------------------------------------------------------------------------------

    def take_escape(self, m: re.Match[str], state: LeafState) -> int:
        """A backslash before punctuation: both are text."""
        del state
        return m.end()

    def take_codespan(self, m: re.Match[str], state: LeafState) -> int:
        """Skip to the run of backticks of the same length, if there is one in the leaf."""
        size = m.end() - m.start()
        if size == 1:
            close = m.string.find("`", m.end(), state.end)
            if close < 0 or not m.string.startswith("`", close + 1, state.end):
                return close + 1 or m.end()
        if state.runs is None:
            state.runs = {}
            for run in _BACKTICKS.finditer(state.src, m.start(), state.end):
                state.runs.setdefault(run.end() - run.start(), []).append(run.start())
            for starts in state.runs.values():
                starts.reverse()
        starts = state.runs.get(size, [])
        while starts and starts[-1] < m.end():
            starts.pop()
        return starts[-1] + size if starts else m.end()

    def take_inline_html(self, m: re.Match[str], state: LeafState) -> int:
        """Skip a tag or an HTML comment, or take an autolink."""
        src, start, end = state.src, m.start(), state.end
        for opening, closing in _SPANS:
            if src.startswith(opening, start):
                if src.startswith(("<!-->", "<!--->"), start):
                    return src.index(">", start) + 1
                close = state.find(closing, start + len(opening))
                if close < 0:
                    return start + 1
                close += len(closing)
                if closing == "-->":
                    state.comments.append(state.span(start, close))
                return close
        if state.find(">", start) < 0:
            return start + 1
        match = _AUTOLINK.match(src, start, end) or _EMAIL.match(src, start, end)
        if match:
            address = match.group(1)
            if ":" not in address:  # an address of mail has none, a URI has one behind its scheme
                address = f"mailto:{address}"
            span = state.span(start, match.end())
            state.links.append(Link(LinkKind.AUTOLINK, address, "", None, span, state.span(*match.span(1))))
            return match.end()
        tag = _TAG.match(src, start, end)
        return tag.end() if tag else start + 1

    def take_inline_math(self, m: re.Match[str], state: LeafState) -> int:
        """Skip math; a dollar sign that opens none is text."""
        match = _MATH.match(state.src, m.start(), state.end)
        return match.end() if match else m.end()

    def take_comment(self, m: re.Match[str], state: LeafState) -> int:
        """Remember a comment mark: links and tags inside count, so the text goes on."""
        state.marks.append(m.start())
        return m.end()

    # -- links ------------------------------------------------------------------------------------------

    def take_wikilink(self, m: re.Match[str], state: LeafState) -> int:
        """Take a wikilink or an embed."""
        start, end = m.span()
        return self._add_wikilink(read_wikilink(state.src[start + 2 : end - 2]), start, end, state)

    @staticmethod
    def _add_wikilink(target: _Target, start: int, end: int, state: LeafState) -> int:
        path, subpath, label, first, last = target
        inner = start + 2
        span = Span if state.whole else state.span
        place = span(inner + first, inner + last) if path else span(inner, inner)
        kind = _WIKILINK
        if start > state.floor and state.src[start - 1] == "!":
            kind, start = LinkKind.EMBED, start - 1
        in_cell = state.leaf.role is _CELL
        state.links.append(Link(kind, path, subpath, label, span(start, end), place, None, in_cell))
        if kind is _WIKILINK:
            if state.openers or state.src.startswith("]", end):
                around_wikilink(state, end)
            state.inactive = len(state.openers)  # a link cannot hold another
        return end

    def take_link(self, m: re.Match[str], state: LeafState) -> int:
        """Remember a bracket that may begin a Markdown link."""
        start, end = m.span()
        image = state.follows_bang(start)
        state.openers.append(Opener(start - image, end, image, len(state.links)))
        return end

    def take_link_close(self, m: re.Match[str], state: LeafState) -> int:
        """Close a bracket: a destination or a defined label behind it makes a link."""
        if not state.openers:
            return m.end()
        opener = state.openers.pop()
        depth = len(state.openers)
        active = (opener.image or depth >= state.inactive) and len(state.links) - opener.links <= _MAX_INSIDE
        state.inactive = min(state.inactive, depth)
        if not active:
            return m.end()
        end = self._close_inline(opener, m.start(), state) or self._close_reference(opener, m.start(), state)
        if end is None:
            failed_link(state, opener, m.start())
            return m.end()
        if not opener.image:
            state.inactive = depth
        return end

    def _close_inline(self, opener: Opener, close: int, state: LeafState) -> int | None:
        if not state.src.startswith("(", close + 1):
            return None
        found = read_inline_destination(state.src, close + 1, state.end)
        if found is None:
            return None
        raw, start, stop, end = found
        address = resolve_escapes(raw)
        if address:
            place = state.span(start, stop) if stop > start else None
            self._add_link(opener, close, end, address, place, state)
            if address[:4].lower() in ("http", "www."):
                look_at_address(state, (opener.start, close + 2, end), (start, stop), address)
        else:
            add(state, OddityKind.EMPTY_LINK, opener.start, end)
        return end

    def _close_reference(self, opener: Opener, close: int, state: LeafState) -> int | None:
        definitions = state.env["ref_links"]
        if not definitions:
            return None
        src, end = state.src, close + 1
        match = _LABEL.match(src, end, min(state.end, end + _MAX_LABEL + 2))
        label = match.group(1) if match else ""
        if match:
            end = match.end()
        if not label:
            if close - opener.text > _MAX_LABEL:
                return None
            label = src[opener.text : close]
        if label.startswith("^") or (opener.start > state.leaf.start and src[opener.start - 1] == "^"):
            return None  # a footnote mark or an inline footnote
        definition = definitions.get(unikey(label))
        if definition is None:
            return None
        address = resolve_escapes(definition["url"])
        if address:
            self._add_link(opener, close, end, address, None, state, kind=LinkKind.REFERENCE)
        return end

    def _add_link(  # noqa: PLR0913, PLR0917 - what a link is made of
        self,
        opener: Opener,
        close: int,
        end: int,
        address: str,
        place: Span | None,
        state: LeafState,
        *,
        kind: LinkKind = LinkKind.MDLINK,
    ) -> None:
        links = state.links
        if not opener.image and len(links) > opener.links:
            # An address inside the text of a link is part of that text.
            links[opener.links :] = [link for link in links[opener.links :] if link.kind is not LinkKind.AUTOLINK]
        subpath = ""
        inner = inner_address(address) if address[0] in "![" else None
        if inner is not None:
            # A link where a destination should be leads where that link leads (spec/resources.md, section 8).
            add(state, OddityKind.NESTED_LINK, opener.start, end)
            address = inner
        if has_scheme(address):
            kind = LinkKind.URL if kind is LinkKind.MDLINK else kind
        else:
            address, subpath = read_destination(address)
            if opener.image:
                kind = LinkKind.EMBED
        span = state.span(opener.start, end)
        label = state.src[opener.text : close]
        # In document order a link stands before what its text holds.
        links.insert(opener.links, Link(kind, address, subpath, label, span, place or span))

    def take_url_link(self, m: re.Match[str], state: LeafState) -> int:
        """Take a bare web address (GFM autolinks): the scheme stands before the mark that was met."""
        head = _SCHEME_TAIL.search(state.src, max(state.floor, m.start() - 6), m.start())
        if head is None:
            return m.end()
        end = bare_url_end(state.src, head.start(), state.end)
        if end > m.end():
            span = state.span(head.start(), end)
            state.links.append(Link(LinkKind.AUTOLINK, state.src[head.start() : end], "", None, span, span))
        return max(end, m.end())

    def take_www_link(self, m: re.Match[str], state: LeafState) -> int:
        """Take a bare web address without scheme; GFM reads it as `http`."""
        end = bare_url_end(state.src, m.start(), state.end)
        if end > m.end():
            span = state.span(m.start(), end)
            address = f"http://{state.src[m.start() : end]}"
            state.links.append(Link(LinkKind.AUTOLINK, address, "", None, span, span))
            add(state, OddityKind.MISSING_SCHEME, m.start(), end, edit=(*m.span(), f"http://{m.group()}"))
        return max(end, m.end())

    # -- tags -------------------------------------------------------------------------------------------

    def take_hashtag(self, m: re.Match[str], state: LeafState) -> int:
        """Take a tag that stands at the start or after white space and is not digits alone."""
        start, end = m.span()
        if start > state.leaf.start and not state.src[start - 1].isspace():
            return end
        name = state.src[start + 1 : end]
        if not name.isdecimal():
            state.tags.append(TagUse(name, (Span if state.whole else state.span)(start, end), _BODY))
        return end


def _short_entry(leaf: Leaf, state: LeafState) -> bool:
    """Take an item that is a link to the web and nothing else but a tag before it, or leave it."""
    found = ENTRY.fullmatch(leaf.text, leaf.start, leaf.end)
    if found is None:
        return False
    tag, label, address, bare = found.groups()
    if (tag is not None and tag.isdecimal()) or (state.has_www and label is not None and "www." in label):
        return False
    begin = leaf.start
    if tag is not None:
        stop = found.end(1)
        state.tags.append(TagUse(tag, Span(begin, stop), _BODY))
        begin = stop + 1
    span = Span(begin, leaf.end)
    if label is None:
        state.links.append(Link(_ADDRESS, bare, "", None, span, span))
    else:
        state.links.append(Link(_URL, address, "", label, span, Span(*found.span(3))))
    return True


def behind_mark(leaf: Leaf) -> int:
    """Offset behind the task box of an item or the callout mark of a quote; both are never links."""
    pattern = _TASK_BOX if leaf.role is Role.ITEM else _CALLOUT
    match = pattern.match(leaf.text, leaf.start, leaf.end)
    return match.end() if match else leaf.start
