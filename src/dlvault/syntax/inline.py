"""Links, tags, block ids and comments inside the leaves of a note, each with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import mistune
from mistune.core import InlineState
from mistune.helpers import HTML_TAGNAME, parse_link_href, parse_link_label, parse_link_title
from mistune.util import unikey

from dlvault.model.note import Block, Link, LinkKind, TagOrigin, TagUse, has_scheme
from dlvault.model.text import Span
from dlvault.syntax.leaf import Leaf, Role
from dlvault.syntax.targets import read_destination, read_wikilink, resolve_escapes
from dlvault.syntax.urls import bare_url_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping
    from typing import TypeAlias

    _Match: TypeAlias = Callable[[str, int, int], re.Match[str] | None]
    _Take: TypeAlias = "Callable[[re.Match[str], LeafState], int | None]"

_ATTRIBUTES = (
    r"(?:\s++[A-Za-z_:][A-Za-z0-9_.:-]*+"
    r"(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+)*+"
)
_TAG_END = r"\s!\"#$%&'()*+,.:;<=>?@\[\\\]^`{|}~\u2000-\u206f\u2e00-\u2e7f"
"""What ends a tag (spec/obsidian.md, section 9)."""

RULES = {
    # name: first character, pattern at that character. Of two rules with one character the first is tried first.
    "escape": ("\\", r"\\[!-/:-@\[-`{-~]"),
    "codespan": ("`", r"`+"),
    "wikilink": ("[", r"\[\[(?!\[)(?:[^\[\]\n]++|\](?!\])|\[(?!\[))++\]\]"),
    "link": ("[", r"\["),
    "link_close": ("]", r"\]"),
    "inline_html": ("<", r"<(?:/?[A-Za-z]|!|\?)"),
    "inline_math": ("$", r"\$\$?"),
    "hashtag": ("#", rf"#[^{_TAG_END}]+"),
    "comment": ("%", r"%%"),
    "url_link": (":", r"://"),
    "www_link": ("w", r"(?<![A-Za-z0-9_./@:-])www\.(?=[^\s<.])"),
}
_CHARACTERS = "".join(dict.fromkeys(re.escape(first) for name, (first, _) in RULES.items() if name != "www_link"))
_TRIGGER = re.compile(f"[{_CHARACTERS}]")
_TRIGGER_WITH_WWW = re.compile(f"[{_CHARACTERS}w]")

_TAG = re.compile(
    rf"<{HTML_TAGNAME}{_ATTRIBUTES}\s*+/?>|</{HTML_TAGNAME}\s*+>|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<![A-Za-z][^>]*+>",
    re.DOTALL,
)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^<>\x00-\x20]*)>")
_EMAIL = re.compile(
    r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]++@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*)>"
)
_SIMPLE_DESTINATION = re.compile(r"\(([^\s()<>\\\x00-\x20\x7f]++(?:\([^\s()<>\\\x00-\x20\x7f]*+\)[^\s()<>\\\x00-\x20\x7f]*+)*+)\)")
_MATH = re.compile(r"\$(?![\s$])((?:[^$\\\n]++|\\.)*?)(?<!\s)\$(?![0-9])|\$\$(?:[^$\\]++|\\.)*+\$\$", re.DOTALL)
_TASK_BOX = re.compile(r"\[[^\n]\](?=[ \t\n]|\Z)")
_CALLOUT = re.compile(r"\[![^\]\n]+\][+-]?")
_BACKTICKS = re.compile(r"`+")
_SCHEME_TAIL = re.compile(r"(?<![A-Za-z0-9])https?\Z", re.IGNORECASE)


class _Opener(NamedTuple):
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
        self.floor = 0  # what stands before it belongs to something already read
        self.has_www = False
        self.links: list[Link] = []
        self.tags: list[TagUse] = []
        self.blocks: list[Block] = []
        self.comments: list[Span] = []
        self.open_comment: int | None = None
        self.openers: list[_Opener] = []
        self.inactive = 0  # openers below this cannot begin a link any more: a link stands inside them
        self.runs: dict[int, list[int]] | None = None
        self.no_closer: set[str] = set()
        self.marks: list[int] = []

    def enter(self, leaf: Leaf, at: int) -> None:
        """Begin a new leaf at an offset of its text."""
        self.leaf = leaf
        self.floor = at
        self.src = leaf.text
        self.end = leaf.end
        self.openers.clear()
        self.inactive = 0
        self.runs = None
        self.no_closer.clear()
        self.marks.clear()

    def follows_bang(self, at: int) -> bool:
        """Whether a free ``!`` stands before an offset."""
        return at > self.floor and self.src[at - 1] == "!"

    def span(self, start: int, end: int) -> Span:
        """Span in the source of a range of the leaf."""
        if not self.leaf.joins:
            return Span(start, end)
        return Span(self.leaf.origin(start), self.leaf.origin(end - 1) + 1)


class InlineParser(mistune.InlineParser):
    """mistune's inline parser with Obsidian's rules, reading facts with places instead of text tokens."""

    state_cls = LeafState
    DEFAULT_RULES = ()

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

    def read(self, leaves: Iterable[Leaf], state: LeafState) -> None:
        """Scan leaves in document order into `state`.

        One search for the few characters that can begin something skips the text between them.
        """
        by_character = self._by_character
        search = (_TRIGGER_WITH_WWW if state.has_www else _TRIGGER).search
        for leaf in leaves:
            src, at, end = leaf.text, leaf.start, leaf.end
            if leaf.role >= Role.ITEM:
                at = _behind_mark(leaf)
            found = search(src, at, end)
            if found:
                state.enter(leaf, at)
                while found:
                    at = found.start()
                    for match_rule, take in by_character[src[at]]:
                        match = match_rule(src, at, end)
                        if match:
                            at = take(match, state) or match.end()
                            break
                    else:
                        at += 1
                    state.floor = at
                    found = search(src, at, end)
                if state.marks:
                    _pair_comments(state)
            if leaf.role != Role.CELL:
                _read_block_id(leaf, state)

    # -- what hides text --------------------------------------------------------------------------------

    def take_escape(self, m: re.Match[str], state: LeafState) -> int:
        """A backslash before punctuation: both are text."""
        del state
        return m.end()

    def take_codespan(self, m: re.Match[str], state: LeafState) -> int:
        """Skip to the run of backticks of the same length, if there is one in the leaf."""
        size = m.end() - m.start()
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

    def take_inline_html(self, m: re.Match[str], state: LeafState) -> int | None:
        """Skip a tag or an HTML comment, or take an autolink."""
        src, start = state.src, m.start()
        if src.startswith("<!--", start):
            if src.startswith(("<!-->", "<!--->"), start):
                return src.index(">", start) + 1
            close = self._find("-->", start + 4, state)
            if close < 0:
                return None
            state.comments.append(state.span(start, close + 3))
            return close + 3
        match = _AUTOLINK.match(src, start, state.end) or _EMAIL.match(src, start, state.end)
        if match:
            address = match.group(1)
            if match.re is _EMAIL:
                address = f"mailto:{address}"
            span = state.span(start, match.end())
            state.links.append(Link(LinkKind.AUTOLINK, address, "", None, span, state.span(*match.span(1))))
            return match.end()
        tag = _TAG.match(src, start, state.end) if self._find(">", start, state) >= 0 else None
        return tag.end() if tag else None

    def _find(self, mark: str, start: int, state: LeafState) -> int:
        """Find a closing mark in the leaf; remember that there is none, so that no text is searched twice."""
        if mark in state.no_closer:
            return -1
        found = state.src.find(mark, start, state.end)
        if found < 0:
            state.no_closer.add(mark)
        return found

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
        inner = start + 2
        target = read_wikilink(state.src[inner : end - 2])
        kind = LinkKind.WIKILINK
        if state.follows_bang(start):
            kind, start = LinkKind.EMBED, start - 1
        place = state.span(inner + target.start, inner + target.end) if target.path else state.span(inner, inner)
        state.links.append(Link(kind, target.path, target.subpath, target.label, state.span(start, end), place))
        if kind is LinkKind.WIKILINK:
            state.inactive = len(state.openers)  # a link cannot hold another
        return end

    def take_link(self, m: re.Match[str], state: LeafState) -> int:
        """Remember a bracket that may begin a Markdown link."""
        start, end = m.span()
        image = state.follows_bang(start)
        state.openers.append(_Opener(start - image, end, image, len(state.links)))
        return end

    def take_link_close(self, m: re.Match[str], state: LeafState) -> int:
        """Close a bracket: a destination or a defined label behind it makes a link."""
        if not state.openers:
            return m.end()
        opener = state.openers.pop()
        depth = len(state.openers)
        active = opener.image or depth >= state.inactive
        state.inactive = min(state.inactive, depth)
        if not active:
            return m.end()
        end = self._close_inline(opener, m.start(), state) or self._close_reference(opener, m.start(), state)
        if end is None:
            return m.end()
        if not opener.image:
            state.inactive = depth
        return end

    def _close_inline(self, opener: _Opener, close: int, state: LeafState) -> int | None:
        src = state.src
        if not src.startswith("(", close + 1):
            return None
        match = _SIMPLE_DESTINATION.match(src, close + 1, state.end)
        if match:
            raw, (start, stop), end = match.group(1), match.span(1), match.end()
        else:
            found = _read_long_destination(src, close + 2, state.end)
            if found is None:
                return None
            raw, (start, stop), end = found
        address = resolve_escapes(raw)
        if address:
            self._add_link(opener, close, end, address, state.span(start, stop) if stop > start else None, state)
        return end

    def _close_reference(self, opener: _Opener, close: int, state: LeafState) -> int | None:
        definitions = state.env["ref_links"]
        if not definitions:
            return None
        src, end = state.src, close + 1
        label = None
        if src.startswith("[", end):
            label, after = parse_link_label(src, end + 1)
            if label is not None and after is not None and after <= state.end:
                end = after
            else:
                label = None
        if not label:
            label = src[opener.text : close]
        if label.startswith("^") or src.startswith("^", opener.start - 1):
            return None  # a footnote mark or an inline footnote
        definition = definitions.get(unikey(label))
        if definition is None:
            return None
        address = resolve_escapes(definition["url"])
        if address:
            self._add_link(opener, close, end, address, None, state, kind=LinkKind.REFERENCE)
        return end

    def _add_link(
        self,
        opener: _Opener,
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
        return max(end, m.end())

    # -- tags -------------------------------------------------------------------------------------------

    def take_hashtag(self, m: re.Match[str], state: LeafState) -> int:
        """Take a tag that stands at the start or after white space and is not digits alone."""
        start = m.start()
        name = state.src[start + 1 : m.end()]
        if start > state.leaf.start and not state.src[start - 1].isspace():
            return m.end()
        if not name.isdecimal():
            state.tags.append(TagUse(name, state.span(start, m.end()), TagOrigin.BODY))
        return m.end()


def _behind_mark(leaf: Leaf) -> int:
    """Offset behind the task box of an item or the callout mark of a quote; both are never links."""
    pattern = _TASK_BOX if leaf.role is Role.ITEM else _CALLOUT
    match = pattern.match(leaf.text, leaf.start, leaf.end)
    return match.end() if match else leaf.start


def _read_long_destination(src: str, start: int, end: int) -> tuple[str, tuple[int, int], int] | None:
    """Read a destination with blanks, angle brackets, escapes or a title, up to its closing parenthesis.

    Returns the raw destination, its place and the offset behind the parenthesis.
    """
    body = src if end == len(src) else src[start:end]
    shift = 0 if end == len(src) else start
    href, after = parse_link_href(body, start - shift)
    if href is None or after is None:
        return None
    _, title_end = parse_link_title(body, after, len(body))
    close = title_end or after
    while close < len(body) and body[close] in " \t\n":
        close += 1
    if close >= len(body) or body[close] != ")":
        return None
    stop = after - 1 if body[after - 1] == ">" and body[after - 1 - len(href) - 1] == "<" else after
    return href, (stop - len(href) + shift, stop + shift), close + 1 + shift


def _read_block_id(leaf: Leaf, state: LeafState) -> None:
    """Take the id at the end of a block (spec/obsidian.md, section 8)."""
    text, end = leaf.text, leaf.end
    caret = text.rfind("^", max(leaf.start, end - 256), end)
    if caret < 0:
        return
    name = text[caret + 1 : end]
    if not name or not name.replace("-", "a").isalnum() or not name.isascii():
        return
    if caret > leaf.start and not text[caret - 1].isspace():
        return
    state.leaf = leaf
    span = state.span(caret, end)
    if caret == leaf.start and leaf.sibling is not None:
        content = Span(leaf.sibling[0], span.start)
    else:
        content = state.span(leaf.start, end)
    state.blocks.append(Block(name, span, content))


def _pair_comments(state: LeafState) -> None:
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
        at_line_start = mark == state.leaf.start or state.src[mark - 1] == "\n"
        if not at_line_start:
            state.open_comment = None
