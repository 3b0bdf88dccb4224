"""What nearly everybody writes is read by short ways (docs/adr/0014); the long ways read the same out of it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dlvault.options import ReadOptions
from dlvault.syntax.parse import parse
from tests.conftest import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.note import ParsedNote


@contextmanager
def long_ways() -> Iterator[None]:
    """Switch every short way off."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dlvault.syntax.frontmatter.read_plain", lambda _text, _start: None)
        patch.setattr("dlvault.syntax.blocks._Reader._take_item", lambda _reader, _match: False)
        patch.setattr("dlvault.syntax.parse._INLINE._short_ways", {})
        patch.setattr("dlvault.syntax.inline._short_entry", lambda *_: False)
        patch.setattr("dlvault.syntax.entryline.read_link", lambda *_: None)
        patch.setattr("dlvault.syntax.entries._Typed.read_alone", lambda *_: None)
        yield


def both_ways(text: str, options: ReadOptions | None = None) -> tuple[ParsedNote, ParsedNote]:
    options = options or ReadOptions()
    with long_ways():
        by_long = parse(text, options)
    return parse(text, options), by_long


ADDRESSES = [
    *(
        "https://arxiv.org/abs/1706.03762",
        "http://x.y/z_(w)",
        "https://x.y/a,b",
        "https://x.y/a;https://z.w",
        "Note.md",
    ),
    *("A%20b.md#h", "www.x.y", "HTTPS://X.Y", "https://x.y?a=1&amp;b", "https://x.y?a=1&b=2", "<u v>", "a b", "x:y"),
    *(
        "https://x.y/[z]",
        "!n",
        "#h",
        "httpx",
        "https://",
        "\u00e9.md",
        "https://x.y 't'",
        "https://x.y.",
        "https://x.y/z^id",
        "",
    ),
]
LABELS = [
    *(
        "T",
        "A title (Doe 2019)",
        "Two: words (Doe, 2019)",
        "a [b] c",
        "a `]` b",
        "https://x.y",
        "see www.x.y",
        "![i](u)",
    ),
    *("**Bold** (Doe et al. 2020)", "x #t y", "50%% off", "a\\]", "a < b", "$a$", "T (Jane Doe and Roe, ICML 2019)"),
    *("T (199)", "T (Doe 20199)", "", " ", "T (Doe 2019))", "(Doe 2019)", "T\uff08Doe 2019\uff09", "T (NeurIPS 2019)"),
    *(
        "[n",
        "n]",
        "C#",
        "a  b",
        "T (Doe 2019).",
        "\u2605",
        "ISBN 9780262035613",
        "T (2019)",
        "a\tb",
        "&amp; (Doe 2019)",
    ),
]
HEADS = [
    "#PAPER ",
    "#BOOK #CODE ",
    "#paper ",
    "#PAPER/x ",
    "#PAPER",
    "#NOPE ",
    "",
    "#BOOK  ",
    "#123 ",
    "#TALK [",
    "[ ] #CODE ",
]
TAILS = [
    "",
    "",
    "",
    " ^id",
    " \u2605\u2605",
    " - words",
    " (Doe 2019)",
    "!",
    " [b](https://b.c)",
    " #t",
    " %%c%%",
    "]",
    " [[n]]",
]
BULLETS = [
    "- ",
    "* ",
    "+ ",
    "\t- ",
    "  - ",
    "\t\t- ",
    "    - ",
    "1. ",
    "> - ",
    "-  ",
    "-\t",
    " - ",
    "",
    "> ",
    "\t",
    "# ",
]
LINES = [
    *(
        "",
        "",
        "text",
        "\ttext",
        "# H",
        "## Papers",
        "---",
        "- - -",
        "***",
        "```",
        "> q",
        "- ",
        "-",
        "1. x",
        "===",
        "| a |",
    ),
    *(
        "- `c`",
        "- ``` c",
        "- *e* w",
        "- ** w",
        "- * w",
        "- #",
        "- # h",
        "- [^1]: f",
        "- [r]: /u",
        "[r]: /u",
        "-|-",
        "a|b",
    ),
    *(
        "\t- https://x.y",
        "\t- [c](https://x.y)",
        "\t- see [[n]]",
        "\t- a comment",
        "%%",
        "- x\u00a0",
        "- 1) x",
        "  - \u2028",
    ),
]
links = st.builds(
    lambda bang, label, address: f"{bang}[{label}]({address})",
    st.sampled_from(["", "", "", "!", "[", "["]),
    st.sampled_from(LABELS),
    st.sampled_from(ADDRESSES),
)
bodies = st.one_of(links, links, st.sampled_from([*LABELS, *ADDRESSES, "[[n]]", "![[n#h|l]]", "[[n|l]]]", "[[[n]]]"]))
items = st.tuples(*map(st.sampled_from, (BULLETS, HEADS)), bodies, st.sampled_from(TAILS)).map("".join)
texts = st.lists(st.one_of(items, items, st.sampled_from(LINES)), max_size=8).map("\n".join)
options = st.sampled_from(
    [ReadOptions(), ReadOptions(), ReadOptions(infer_types=False), ReadOptions(types=("PAPER", "NOPE"))]
)


@settings(max_examples=500)
@given(texts, options)
@example("- https://x.y.\n- #CODE https://x.y/a*\n- #CODE https://x.y;", ReadOptions())
@example("- #PAPER [a](https://b.c)\n\n%% x\n\n- #PAPER [d](https://e.f)\n\n%%", ReadOptions())
@example("- #PAPER [T (Doe 201)](https://b.c)\n\t- https://d.e ^id", ReadOptions())
def test_short_and_long_ways_agree(text: str, chosen: ReadOptions) -> None:
    short, by_long = both_ways(text, chosen)
    assert repr(short) == repr(by_long)


@pytest.mark.parametrize("folder", ["fixtures", "cases", "conformance"])
def test_short_and_long_ways_agree_on_files(folder: str) -> None:
    files = [file for file in sorted((TESTS / folder).rglob("*")) if file.suffix in (".md", ".yaml")]
    assert files
    for file in files:
        short, by_long = both_ways(file.read_text("utf-8", errors="replace").replace("\r", "\n"))
        assert repr(short) == repr(by_long), file


def test_a_run_of_backticks_of_another_length_closes_no_code() -> None:
    assert parse("`a ``` [[b]] `").links == ()
    assert [link.target for link in parse("x `[[a]]` [[b]] ``c` [[d]]").links] == ["b", "d"]


def test_blanks_around_a_name_are_no_part_of_its_place() -> None:
    text = "[[ a ]] [[ b |l]] [[  c#d]] [[\u00a0e\u00a0]] [[f]]"
    links = parse(text).links
    assert [link.target for link in links] == ["a", "b", "c", "e", "f"]
    assert [text[slice(*link.target_span)] for link in links] == ["a", "b", "c", "e", "f"]
