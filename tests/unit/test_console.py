"""What reaches the terminal: harmless text, aligned columns, colours, listings that are no Markdown of their own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from dlvault.cli.console import Console, harmless
from dlvault.cli.listing import columns, print_rows
from dlvault.report.excerpt import excerpt, near

if TYPE_CHECKING:
    from collections.abc import Mapping


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é \U0001f9e0", "plain é \U0001f9e0"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b31m\x7f", "\\x9b31m\\x7f"),
        ("a\rb\x08", "a\\x0db\\x08"),
        ("\u202eabc\u2066", "\\x202eabc\\x2066"),
        ("two\nlines\ttab", "two\nlines\ttab"),
    ],
)
def test_control_characters_are_shown_as_codes(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_a_line_of_results_is_one_line() -> None:
    console = Console(io.StringIO(), io.StringIO(), environ={})
    console.line("a\nb\u2028c\x1b")
    assert console.out.getvalue() == "a\\x0ab\\x2028c\\x1b\n"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("out", "shown"), [(io.StringIO(), "\x9b\n"), (Terminal(), "\\x9b\n")])
def test_data_is_true_for_programs_and_harmless_for_people(out: io.StringIO, shown: str) -> None:
    Console(out, io.StringIO(), environ={}).data("\x9b\n")
    assert out.getvalue() == shown


@pytest.mark.parametrize(
    ("color", "environ", "terminal", "colored"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {}, True, False),
    ],
)
def test_colours(color: str, environ: Mapping[str, str], *, terminal: bool, colored: bool) -> None:
    out = Terminal() if terminal else io.StringIO()
    console = Console(out, io.StringIO(), color=color, environ=environ)
    assert console.style("x", "error") == ("\x1b[31;1mx\x1b[0m" if colored else "x")


def test_columns_are_aligned_by_the_width_of_their_characters() -> None:
    rows = [("1", "日本", "x"), ("12", "e\u0301", "y"), ("3", "ab", "")]
    assert columns(rows, right=(0,)) == [" 1  日本  x", "12  e\u0301     y", " 3  ab"]
    assert columns([]) == []


def test_one_long_cell_does_not_push_all_others_aside() -> None:
    assert columns([("x" * 500, "y"), ("ab", "z")]) == ["x" * 500 + "  y", "ab  z"]


def test_a_markdown_listing_holds_no_link_tag_or_table_of_its_own() -> None:
    console = Console(io.StringIO(), io.StringIO(), environ={})
    rows = [{"name": "[[a|b]] #tag `c` <b>", "places": ["x\ny", "\x1b"], "none": None}]
    print_rows(console, "md", "rows", rows, lambda _: [])
    assert console.out.getvalue() == (  # type: ignore[attr-defined]
        "| name | places | none |\n| --- | --- | --- |\n"
        "| \\[\\[a\\|b\\]\\] \\#tag \\`c\\` \\<b\\> | x y; \\\\x1b |  |\n"
    )


@pytest.mark.parametrize("form", ["csv", "md", "jsonl", "text"])
def test_a_listing_without_rows_is_empty(form: str) -> None:
    console = Console(io.StringIO(), io.StringIO(), environ={})
    print_rows(console, form, "rows", [], lambda _: [])
    assert console.out.getvalue() == ""  # type: ignore[attr-defined]


EXCERPTS = {
    "a short line is shown whole": ("see [[Gone]] there", 4, 12, 40, "see [[Gone]] there", "    ^^^^^^^^"),
    "a tab is one blank": ("\t[[x]]", 1, 6, 40, " [[x]]", " ^^^^^"),
    "wide characters take two carets": ("日本 [[日本]]", 3, 9, 40, "日本 [[日本]]", "     ^^^^^^^^"),
    "combining characters take none": ("e\u0301 [[x]]", 3, 8, 40, "e\u0301 [[x]]", "  ^^^^^"),
    "an empty span has one caret": ("abc", 1, 1, 40, "abc", " ^"),
    "a span behind the end has one caret": ("ab", 2, 2, 40, "ab", "  ^"),
    "a long line is cut around the span": (
        "x" * 90 + "[[Gone]]" + "y" * 90,
        90,
        98,
        30,
        "…" + "x" * 10 + "[[Gone]]" + "y" * 10 + "…",
        " " * 11 + "^" * 8,
    ),
    "a long span is cut at the width": ("[[" + "x" * 90 + "]]", 0, 94, 20, "[[" + "x" * 16 + "…", "^" * 18),
}


@pytest.mark.parametrize("name", EXCERPTS)
def test_the_source_line_is_shown_with_its_span(name: str) -> None:
    line, start, end, width, shown, carets = EXCERPTS[name]
    assert excerpt(line, start, end, width) == (shown, carets)


@pytest.mark.parametrize("start", [0, 5, 40, 5_000, 9_990, 10_000, 20_000])
@pytest.mark.parametrize("width", [1, 10, 60])
@pytest.mark.parametrize("mark", ["x", "日", "\u0301x"])
def test_a_line_of_any_length_is_shown_as_if_it_were_looked_at_as_a_whole(start: int, width: int, mark: str) -> None:
    line = mark * (10_000 // len(mark))
    piece, first, last = near(line, start, start + 8, width)
    assert excerpt(piece, first, last, width) == excerpt(line, start, start + 8, width)
    assert len(piece) < 2000
