"""Generated notes for tests: lines of nasty blocks, and soups of inline marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIXES = ["- ", "1. ", "2) ", "> ", ">", "  ", "    ", " ", "   ", "* ", "+ ", "-", "10. ", "-     ", "01. ", "      "]
TABBED = ["- ", "1. ", "2) ", "\t", "\t\t", "-\t", "1.\t", "  ", "    ", "* ", " \t", "*\t\t", "   "]
"""Tabs where no quote is: markdown-it counts the columns behind a quote mark otherwise than CommonMark."""
BODIES = [
    *("w", "w w", "w\\", "    w", "", ""),
    *("# w", "#", "## w ##", "####### w", "===", "=", "--", "---", "***", "- - -", "* * *", "_ _ _"),
    *("```", "```w", "~~~", "````", "`", "-", "1.", "*", "- w", "1. w", "2. w", "+w", "1)"),
    *("<div>", "</div>", "<!-- w", "-->", "<!-->", "<script>", "</script>", "<pre>w", "</pre>", "<style"),
    *("<?w", "?>", "<!W", ">", "<![CDATA[", "]]>", "<b>", "<w>", "<b>w", '<a href="w">', "</a >", "<del", "<br/>", "<hr>w"),
]
"""Ends of lines; `w` stands for a word of its own."""
TABS = ["\tw", "-\tw", "-\t", "\t```", "#\tw", "---\t", "\t", "1.\tw"]
DEFINITIONS = ["[w]: /u\n", '[w]: /u "w"\n', '[w]: /u "w\nw"\n', "[w]: <w w>\n", "[w]: w w\n", "[w]:\n", "[w]: <\n"]
"""An empty line follows, for markdown-it ends a definition at once and CommonMark where its paragraph ends."""

INLINE = [
    *("[", "]", "![", "](", "w", "w ", " w", " ", "\nw", "\n", "*", "**", "_", "!", "\\!", ":", "u", "&amp;"),
    *("](u)", '](u "t")', "](u 't')", "](u (t))", "](<u>)", "](<u v>)", "(", ")", "(u)", "(u v)", "((u))", "(u(v)w)", "()"),
    *("(\\))", "( u )", "(\nu\n)", '(u"t")', '(u "t)', '("t")', "(<u)", "(<>)", "(&amp;)", "(\\&amp;)", "(u\\", "(<u\\>>)"),
    *('(u\n"t\nt")', "[a](u)", "![a](u)", "`", "``", "```", "\\", "\\[", "\\]", "\\`", "\\\\", '"', "'"),
    *("<", ">", "<b>", "</b>", '<b c="', '">', "<!--", "-->", "<?", "?>", "<!A", "<![CDATA[", "]]>", "<b\n", "<a href=u>"),
    *("<ax:w>", "<ax:", "<u@v.w>"),
]
REFERENCES = [
    *("[", "]", "![", "[r]", "[R]", "][r]", "][]", "[a][r]", "[r2]", "][nope]", "[nope]", "[r\nx]", "][r\n x]", "[ r ]"),
    *("w", " ", "\n", "\\[", "\\]", "`", "``", "<b>", "<ax:w>", "<!--", "-->", '<b c="', '">', "*", "!", "\\", "[r]: w"),
]
"""No parentheses: where a destination cannot be read, markdown-it takes a label behind it for that of the link."""
LABELS = '\n\n[r]: /r1\n[R2]: </r2> "t"\n[r x]: /rx\n'




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


def soup(words: Sequence[str], *, least: int = 1, most: int = 24) -> st.SearchStrategy[str]:
    """Marks in any order."""
    return st.lists(st.sampled_from(words), min_size=least, max_size=most).map("".join)
