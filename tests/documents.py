"""Generated notes for tests: lines of nasty blocks, and soups of inline marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIXES = [
    *("- ", "1. ", "2) ", "> ", ">", "  ", "    ", " "),
    *("   ", "* ", "+ ", "-", "10. ", "-     ", "01. ", "      "),
]
TABBED = ["- ", "1. ", "2) ", "\t", "\t\t", "-\t", "1.\t", "  ", "    ", "* ", " \t", "*\t\t", "   "]
"""Tabs where no quote is: markdown-it counts the columns behind a quote mark otherwise than CommonMark."""
BODIES = [
    *("w", "w w", "w\\", "    w", "", ""),
    *("# w", "#", "## w ##", "####### w", "===", "=", "--", "---", "***", "- - -", "* * *", "_ _ _"),
    *("```", "```w", "~~~", "````", "`", "-", "1.", "*", "- w", "1. w", "2. w", "+w", "1)"),
    *("<div>", "</div>", "<!-- w", "-->", "<!-->", "<script>", "</script>", "<pre>w", "</pre>", "<style"),
    *("<?w", "?>", "<!W", ">", "<![CDATA[", "]]>", "<b>"),
    *("<w>", "<b>w", '<a href="w">', "</a >", "<del", "<br/>", "<hr>w"),
]
"""Ends of lines; `w` stands for a word of its own."""
TABS = ["\tw", "-\tw", "-\t", "\t```", "#\tw", "---\t", "\t", "1.\tw"]
DEFINITIONS = ["[w]: /u\n", '[w]: /u "w"\n', '[w]: /u "w\nw"\n', "[w]: <w w>\n", "[w]: w w\n", "[w]:\n", "[w]: <\n"]
"""An empty line follows, for markdown-it ends a definition at once and CommonMark where its paragraph ends."""

INLINE = [
    *("[", "]", "![", "](", "w", "w ", " w", " ", "\nw", "\n", "*", "**", "_", "!", "\\!", ":", "u", "&amp;"),
    *("](u)", '](u "t")', "](u 't')", "](u (t))", "](<u>)", "](<u v>)", "("),
    *(")", "(u)", "(u v)", "((u))", "(u(v)w)", "()"),
    *("(\\))", "( u )", "(\nu\n)", '(u"t")', '(u "t)', '("t")'),
    *("(<u)", "(<>)", "(&amp;)", "(\\&amp;)", "(u\\", "(<u\\>>)"),
    *('(u\n"t\nt")', "[a](u)", "![a](u)", "`", "``", "```", "\\", "\\[", "\\]", "\\`", "\\\\", '"', "'"),
    *("<", ">", "<b>", "</b>", '<b c="', '">', "<!--", "-->"),
    *("<?", "?>", "<!A", "<![CDATA[", "]]>", "<b\n", "<a href=u>"),
    *("<ax:w>", "<ax:", "<u@v.w>"),
]
REFERENCES = [
    *("[", "]", "![", "[r]", "[R]", "][r]", "][]"),
    *("[a][r]", "[r2]", "][nope]", "[nope]", "[r\nx]", "][r\n x]", "[ r ]"),
    *("w", " ", "\n", "\\[", "\\]", "`", "``", "<b>", "<ax:w>"),
    *("<!--", "-->", '<b c="', '">', "*", "!", "\\", "[r]: w"),
]
"""No parentheses: where a destination cannot be read, markdown-it takes a label behind it for that of the link."""
LABELS = '\n\n[r]: /r1\n[R2]: </r2> "t"\n[r x]: /rx\n'


CONTAINERS = [
    *(("", ""), ("> ", "> "), ("- ", "  "), ("1. ", "   ")),
    *(("- > ", "  > "), ("> - ", ">   "), ("- - ", "    ")),
]
HEADS = ["| w | w |", "|w|w", "| w \\| w | w |", "|w w|`w`|"]
BARE_HEADS = ["w | w", "w|w|"]
DELIMITERS = ["| - | - |", "-|-", "|:-:|--:|", ":--|---", "|-|-|  ", " - | :-:"]
ROWS = [
    *("| w | w |", "| w |", "w", "`w | w`", "| `w | w` |", "| w \\| w | w |"),
    *("| w", "w |", "|", "||", "| | w |", "[w]"),
    "\\|w",
]
AFTER = [
    *("", "> w", "# w", "- w", "```", "<div>", "***", "1. w"),
    *("2. w", "w", "---", "===", "<!-- w -->", "~~~\nw", "\nw"),
]


def number_words(text: str) -> str:
    """Give each `w` that stands alone a number."""
    pieces = re.split(r"(?<![A-Za-z])w(?![A-Za-z])", text)
    return "".join(f"{piece}w{at}" for at, piece in enumerate(pieces[:-1])) + pieces[-1]


@st.composite
def block_soup(draw: st.DrawFn, prefixes: Sequence[str], bodies: Sequence[str], *, lines: int = 12) -> str:
    """Lines that begin with random marks, or with those of the line before, or with blanks as wide as those."""
    line = st.tuples(
        st.sampled_from([0, 0, 1, 1, 2, 3]),
        st.lists(st.sampled_from(prefixes), max_size=3),
        st.sampled_from(bodies),
    )
    text, before = [], ""
    for mode, marks, body in draw(st.lists(line, min_size=1, max_size=lines)):
        if mode == 0:
            before = "".join(marks)
        elif mode > 1:
            before = re.sub(r"[^>\t]", " ", before) + "".join(marks[: mode - 2])
        text += [before + part if part else "" for part in body.split("\n")] if body else [before]
    return number_words("\n".join(text) + draw(st.sampled_from(["", "\n"])))


def _one_paragraph(marks: list[str]) -> str:
    text = re.sub(r"\[(?=\[)", "[ ", "p " + "".join(marks))
    return "\n".join(stripped for line in text.split("\n") if (stripped := line.lstrip()))


def paragraph(marks: Sequence[str], *, most: int = 24) -> st.SearchStrategy[str]:
    """Marks in any order, but for double brackets, as one paragraph."""
    return st.lists(st.sampled_from(marks), min_size=1, max_size=most).map(_one_paragraph)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table in a container, with text before it and a block behind."""
    first, further = draw(st.sampled_from(CONTAINERS))
    bare = BARE_HEADS if first == further else []  # `- a | b` begins a list, markdown-it says a table
    before = draw(st.sampled_from([[], ["w"], ["w", ""], ["# w"], ["w", "w"]]))
    rows = draw(st.lists(st.sampled_from(ROWS), max_size=3))
    after = draw(st.sampled_from(AFTER)).split("\n")
    lines = [*before, draw(st.sampled_from(HEADS + bare)), draw(st.sampled_from(DELIMITERS)), *rows, *after]
    marked = [(further if at else first) + line for at, line in enumerate(lines)]
    return number_words("\n".join(marked) + draw(st.sampled_from(["", "\n"])))


NOTE_LINES = [
    *("$$", "$$ w", "w $$", "$w$", "$", "%%", "w %% w", "[^1]: w", "[^1]: ", "    w", "w ^id", "^id", "***", ""),
    *(
        "[[w]]",
        "![[w|w]] #t",
        "[[w#w]] [[",
        "#t",
        "w#t #1",
        "[w](w)",
        "[w](",
        "w)",
        "![w",
        "](w)",
        "][r]",
        "^[w",
        "n]]",
    ),
    *("`", "``", "<!-- w", "--> w", "<b>", "<div>", "</div>", 'w <b c="', '">', "<? [[w]]", "?>", "\\", "\\[", "&amp;"),
    *("> [!note] w", "- [ ] w", "- [x](u)", "[!x]", "[x]", "[r]", "[r]: u", "[r]: <u", "# h #t", "h\n---", "h\n==="),
    *(
        "| w | [[w]] |",
        "| - | - |",
        "|-|",
        "w | w",
        "https://a.b/c",
        "<https://a.b>",
        "*w*",
        "==w==",
        "w w",
        "```",
        "~~~",
    ),
]


@st.composite
def note_soup(draw: st.DrawFn) -> str:
    """Lines with all that Obsidian knows, with marks of containers before them."""
    line = st.tuples(
        st.sampled_from([0, 0, 1, 2, 3, 3]),
        st.lists(st.sampled_from(PREFIXES), max_size=2),
        st.sampled_from(NOTE_LINES),
    )
    text, before = [], ""
    for mode, marks, body in draw(st.lists(line, min_size=1, max_size=12)):
        before = ("".join(marks), re.sub(r"[^>]", " ", before), before, "")[mode]
        text += [before + part for part in body.split("\n")]
    return number_words("\n".join(text))
