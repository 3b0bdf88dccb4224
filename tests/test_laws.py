"""What holds for any text: nothing raises, every place is the place of what it names, nothing is missed.

Documents are of three sorts: any characters, marks in any order, and notes built block by block from which it is
known what must be found where: `v1`, `v2`.. are visible, `h1`, `h2`.. stand where no link or tag counts.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dlvault.model.folding import composed
from dlvault.model.note import LinkKind, TagOrigin
from dlvault.syntax.parse import parse
from dlvault.syntax.targets import read_wikilink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from dlvault.model.note import Link, ParsedNote

BLOCK_MARKS = [
    *(
        "- ",
        "1. ",
        "> ",
        ">",
        "    ",
        "\t",
        " ",
        "\n",
        "\n",
        "\n",
        "\n\n",
        "# ",
        "## ",
        "---\n",
        "===\n",
        "***\n",
        "```\n",
    ),
    *("$$", "$$\n", "<div>\n", "<!--", "-->", "[^1]: ", "[r]: /u\n", '[r]: <u> "t"\n', "- [ ] ", "> [!x] ", "- x\n"),
    *("|", "a | b\n", "--|--\n", "|-|\n", "^id", " ^id\n", "---\n", "tags: ", "a: ", '"[[n]]"\n', "%%", "\\", "~~~\n"),
]
INLINE_MARKS = [
    *("[[n]]", "![[n]]", "[[n#h|l]]", "[[", "]]", "[", "]", "![", "](", "](u)", "](<u v>)", '](u "t")', "[r]", "][r]"),
    *("(", ")", "`", "``", "$", "<", ">", "<b>", '<b c="', '">', "<x:y>", "<a@b.c>", "https://a.b/c", "www.a.b", "://"),
    *("&amp;", "%20", "#t", " #t/u ", "#1", "#", "*", "**", "_", "!", "\\", "w", " ", ".", "é", "\u00a0", "\U0001f600"),
    *("|", "^"),
]
texts = st.one_of(
    st.text(),
    st.text(alphabet="[]()!#|`<>$%\\^- \n\tab\"'&:;/~=_*+.1", max_size=60),
    st.lists(st.sampled_from(BLOCK_MARKS + INLINE_MARKS), max_size=40).map("".join),
).map(lambda text: text.replace("\r\n", "\n").replace("\r", "\n"))


@settings(max_examples=400)
@given(texts)
def test_every_place_is_the_place_of_what_it_names(text: str) -> None:
    note = parse(text)
    assert note == parse(text)
    for link in note.links:
        check_link(text, link)
    for tag in note.tags:
        if tag.origin is TagOrigin.BODY:
            assert text[slice(*tag.span)] == f"#{tag.name}"
    for heading in note.headings:
        written = text[slice(*heading.span)]
        assert 1 <= heading.level <= 6
        assert "\n" in written or written == heading.text == heading.text.strip(" \t")
    for block in note.blocks:
        assert text[slice(*block.span)] == f"^{block.id}"
        assert block.content.start <= block.span.start
        assert block.content.end <= block.span.end
    for comment in note.comments:
        assert re.fullmatch(r"%%.*%%|<!--.*-->", text[slice(*comment)], re.DOTALL)
    check_order(note)


def check_link(text: str, link: Link) -> None:
    """Check that the slices of a link are the link, by its kind."""
    written = text[slice(*link.span)]
    assert link.span.start <= link.target_span.start <= link.target_span.end <= link.span.end
    if link.property_key is not None:
        assert link.kind is LinkKind.WIKILINK
        return
    if link.kind is LinkKind.EMBED:
        assert written.startswith("![")
        if written.endswith("]]"):
            check_wikilink(text, link, written[3:-2])
    elif link.kind is LinkKind.WIKILINK:
        assert written.startswith("[[")
        assert written.endswith("]]")
        check_wikilink(text, link, written[2:-2])
    elif link.kind is LinkKind.AUTOLINK:
        address = written[1:-1] if written.startswith("<") else written
        assert link.target in {address, f"mailto:{address}", f"http://{address}"}
    else:
        assert written.startswith(("[", "!["))
        assert written.endswith("]" if link.kind is LinkKind.REFERENCE else (")", "]"))


def check_wikilink(text: str, link: Link, content: str) -> None:
    """Check that what stands in the brackets, read again, is the same link."""
    assert "\n" not in content
    target = read_wikilink(content)
    assert (target.path, target.subpath, target.label) == (link.target, link.subpath, link.label)
    assert composed(text[slice(*link.target_span)]).strip() == link.target


def check_order(note: ParsedNote) -> None:
    """Check that facts come in document order, those of properties first, and that no two begin alike."""
    body = [link.span for link in note.links if link.property_key is None]
    properties = [link.span for link in note.links if link.property_key is not None]
    assert list(note.links[: len(properties)]) == [link for link in note.links if link.property_key is not None]
    assert all(end <= body[0].start for _, end in properties if body)
    tags = [tag.span for tag in note.tags if tag.origin is TagOrigin.BODY]
    for spans in (body, tags, [heading.span for heading in note.headings], [block.span for block in note.blocks]):
        assert all(one.start <= two.start for one, two in pairwise(spans))


# -- notes of which is known what they say --------------------------------------------------------------

VISIBLE = [
    *(
        "[[{v}]]",
        "![[{v}]]",
        "**[[{v}]]**",
        "==[[{v}]]==",
        "x [[{v}]] y",
        "#{v}",
        "x #{v} y",
        "\\` [[{v}]]",
        "%% [[{v}]] %%",
    ),
    *("$5 [[{v}]]", "<b>[[{v}]]</b>", "[[{v}]] `x`", "(see [[{v}]])", "[t [[{v}]]", "*x* #{v}", "\U0001f600 [[{v}]]"),
    *("x\u00a0[[{v}]]", "a | [[{v}]]"),
]
HIDDEN = [
    *(
        "`[[{h}]]`",
        "``x ` [[{h}]]``",
        "$[[{h}]]$",
        "<!-- [[{h}]] #{h} -->",
        "x#{h}",
        "\\#{h}",
        "\\[[{h}\\]]",
        "[[ [{h}]",
    ),
    *('<b title="[[{h}]]">', "<xy:[[{h}]]>", "`x #{h}`", "$$ #{h} $$", "\\[\\[{h}]]", "(#{h})", "[t](u#{h})", "[[]]"),
]
FACT = re.compile(r"(?:!?\[\[|#)v\d+(?:\]\])?")
FOUND = re.compile(r"[vh]\d+")
Lines = list[str]


@st.composite
def paragraph(draw: st.DrawFn) -> Lines:
    lines = draw(st.lists(st.lists(st.sampled_from(VISIBLE + HIDDEN), min_size=1, max_size=3), min_size=1, max_size=4))
    return ["x " + " ".join(pieces) for pieces in lines]


def _pad(line: str, width: int) -> str:
    return " " * width + line


@st.composite
def leaf(draw: st.DrawFn) -> Lines:
    """One block without blocks inside; hidden facts in it are of any shape."""
    lines = draw(paragraph())
    secret = [re.sub(r"\{v\}", "{h}", line) for line in lines]
    kind = draw(st.integers(0, 9))
    fence = draw(st.sampled_from(["```", "~~~", "````"]))
    shapes: dict[int, Lines] = {
        0: [f"{fence}x", *secret, "", *secret, fence],
        1: [_pad(line, 4) for line in ["x", *secret]],
        2: ["<div>", *secret, "</div>"],
        3: ["<!--", *[line.replace("-->", "") for line in secret], "", "x", "-->"],
        4: [f"## {lines[0]}"],
        5: [*lines, "---"],
        6: ["| x | y |", "| - | :-: |", *[f"| {line.replace('a | ', '')} | [[{{v}}]] |" for line in lines]],
        7: ["$$", *[line.replace("$", "") for line in secret], "", "$$"],
    }
    return shapes.get(kind, lines)


@st.composite
def note(draw: st.DrawFn, depth: int = 3) -> Lines:
    """Blocks with empty lines between them, some inside quotes, items and footnotes."""
    lines: Lines = []
    for at in range(draw(st.integers(1, 3))):
        inner = draw(leaf() if depth == 0 or draw(st.booleans()) else note(depth - 1))
        if depth:
            inner = wrap(inner, draw(st.integers(0, 9)), at)
        # An HTML comment keeps lists and indented code apart, which else might go on.
        lines += ["<!-- -->", "", *inner, ""] if lines else [*inner, ""]
    return lines[:-1]


def wrap(lines: Lines, kind: int, number: int) -> Lines:
    """Put lines into a container."""
    marker = {0: "- ", 1: "* ", 2: "-   ", 3: f"{number + 1}. ", 4: f"{number + 10})  ", 5: "[^x]: "}.get(kind)
    if marker is not None and lines[0].startswith("    "):
        return ["1.", *[_pad(line, 3) if line else "" for line in lines]]  # code cannot begin on the line of the mark
    if marker is not None:
        width = 4 if marker == "[^x]: " else len(marker)
        return [marker + lines[0], *[_pad(line, width) if line else "" for line in lines[1:]]]
    if kind == 6:
        return ["> [!note]- x [[{v}]]", ">", *[f"> {line}" for line in lines]]
    if kind == 7 and not any(line.startswith((" ", "\t")) for line in lines):
        return [f">{line}" for line in lines]
    return [f"> {line}" for line in lines]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A note as text: facts numbered, some of the blanks at line starts written as tabs."""
    numbers: Iterator[int] = iter(range(10**6))
    text = re.sub(r"\{([vh])\}", lambda match: f"{match[1]}{next(numbers)}", "\n".join(draw(note())))
    if draw(st.booleans()):
        text = re.sub(r"^(?: {4})+", lambda match: "\t" * (len(match[0]) // 4), text, flags=re.MULTILINE)
    return text + draw(st.sampled_from(["", "\n", "\n\n"]))


@settings(max_examples=250)
@given(documents())
def test_what_is_visible_is_found_where_it_stands_and_nothing_else(text: str) -> None:
    parsed = parse(text)
    facts = [link.span for link in parsed.links if link.target and FOUND.fullmatch(link.target)]
    facts += [tag.span for tag in parsed.tags]
    assert sorted(text[slice(*span)] for span in facts) == sorted(FACT.findall(text))
    assert sorted(facts) == [match.span() for match in FACT.finditer(text)]


# -- an oracle for inline text ------------------------------------------------------------------------------

ORACLE = MarkdownIt("commonmark", {"maxNesting": 1000})
PROBES = ["[[n]]", " #tag ", "![[n|l]]", "[[n#h]]"]
SOUP = [
    *PROBES,
    *PROBES,
    *(
        "`",
        "``",
        "<b>",
        '<b c="',
        '">',
        "[a](",
        "](u)",
        "[r]",
        "<!-- ",
        " -->",
        "*",
        "x",
        "(",
        ")",
        "<?",
        "?>",
        "'",
        "&amp;",
        "\n",
    ),
]
_PROBE = re.compile(r"\[\[n[^\]\n]*\]\]|(?<!\S)#tag(?!\S)")
_FIRST = 0xE000
_REST = "\uf8ff"


def visible(text: str) -> list[int]:
    """Offsets of the probes that show as text, after markdown-it.

    Each probe is replaced by characters of private use, which mean nothing to Markdown; the first of them tells
    which probe it is.
    """
    probes = list(_PROBE.finditer(text))
    numbers = iter(range(_FIRST, _FIRST + len(probes)))
    masked = _PROBE.sub(lambda probe: chr(next(numbers)) + _REST * (len(probe[0]) - 1), text)
    shown: list[int] = []

    def walk(tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "text":
                shown.extend(ord(char) - _FIRST for char in token.content if _FIRST <= ord(char) < ord(_REST))
            walk(token.children or [])

    walk(ORACLE.parse(masked))
    return [probes[number].start() for number in sorted(set(shown))]


@settings(max_examples=250)
@given(
    st.lists(st.lists(st.sampled_from(SOUP), max_size=12).map("".join), min_size=1, max_size=4),
    st.sampled_from([("", ""), ("> ", "> "), ("- ", "  "), ("> 1. ", ">    "), ("- > - ", "  >   "), ("\t", "")]),
)
def test_a_probe_counts_where_plain_markdown_shows_it(lines: list[str], prefixes: tuple[str, str]) -> None:
    words = [f"x{line.strip()}" for line in "\n".join(lines).split("\n")]
    first, rest = prefixes if prefixes != ("\t", "") else ("x\n", "\t")
    text = "\n".join([first + words[0], *[rest + word for word in words[1:]]])
    parsed = parse(text)
    found = [link.span.start for link in parsed.links if text[slice(*link.span)].endswith("]]")]
    found = [start + text.startswith("!", start) for start in found]
    found += [tag.span.start for tag in parsed.tags]
    assert sorted(found) == visible(text)
