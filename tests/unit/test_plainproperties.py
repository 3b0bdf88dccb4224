"""The reader of plain property blocks gives what YAML gives, or nothing."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dlvault.syntax.frontmatter import read_any
from dlvault.syntax.plainproperties import read_plain
from tests.conftest import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEMO = TESTS.parent / "vault"
SCALARS = [
    *("a", "Two words", "Ü ber", "a.b/c-d", "it's", "a, b", "a - b", "https://x.y/z?a=b", "x:y", "x: y", "a #b", "a#b"),
    *("true", "False", "NULL", "null", "True story", "yes", "no", "on", "~", "nan", ".nan", ".inf", "inf", "e", "E1"),
    *("0", "7", "-3", "010", "+5", "+1", "0x1F", "0o17", "1.50", "-0.0", "-0", "1.", "1e3", ".5", "1_000", "9" * 17),
    *("2FA", "2-factor x", "3 apples", "1e", "2e5x", "3 e5", "1-e5", "0b1", "7x", "12d [x]", "10 x: y", "0.1.2"),
    *("2024-05-01", "2024-5-1", "2024-05-01T10:00", "2024-05-01 10:00:30", "2024-05-01 at", "12:30", "12:30:59"),
    *('"x"', "'x'", '"[[n]]"', "'[[n#h|l]]'", '"[[n]] x"', '"[[[n]]"', "[[n]]", '"#t"', "a [b]", "[b", "a {b}"),
    *('"a: b"', "'say \"x\"'", '"it\'s"', "'it''s'", '"\\n"', "'\\n'", '"\u00a0"', '"\x85"', '"\t"', '" x "', '""'),
    *("{a: b}", "- x", "- - x", "? a", "&a x", "*a", "!x y", "!!str 1", "|", ">-", "%x", "@x", "`x", "", "x\ty"),
    *("a ? b", "a!", "a =", "(x)", "x]", "x}", "#x", "#", "a:", "a:b:", "x  y", "a b ", "...", "--- x", "a\\b", "''x"),
    *(
        "x\u00a0y",
        "\u3000x",
        "x\u3000y",
        "\U0001d400",
        "٣",
        "²",
        "x ٣",
        "\u201cx\u201d",
        "x\u2028y",
        "\ufeffx",
        "x\x7f",
    ),
]
KEYS = [
    *("a", "b-c", "a b", "my own key", "a - b", "a  b", "tags", "Tags", "aliases", "ALIASES", "tag", "alias"),
    *("cssclass", "cssclasses", "true", "é", "1", "_", "a_b", "k" * 101),
]
scalars = st.one_of(st.sampled_from(SCALARS), st.text("ab1 -:#,.'\"[]{}\t", max_size=6))
blanks = st.sampled_from(["", "", "", " ", "  "])
flows = st.builds(
    lambda items, before, behind: f"[{before}" + f"{behind},{before}".join(items) + f"{behind}]",
    st.lists(scalars, max_size=3),
    blanks,
    blanks,
)
lines = st.builds(
    lambda items, indent: "".join(f"\n{indent}{bullet}{item}{end}" for bullet, item, end in items),
    st.lists(
        st.tuples(
            st.sampled_from(["- ", "- ", "-  ", "-", "  - "]), scalars, st.sampled_from(["", "", " ", "\n", "\n "])
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(["", "  ", "    ", "\t"]),
)
values = st.one_of(scalars, flows, lines)
pairs = st.builds(lambda key, blank, value: f"{key}:{blank}{value}", st.sampled_from(KEYS), st.just(" "), values)
others = st.sampled_from(
    [
        "",
        "",
        "  ",
        "# comment",
        "  more",
        "---",
        "a:b",
        "a :b",
        "? a",
        "...",
        "- a",
        "  - a",
        "----",
        "--- ",
        "{",
        " a: b",
    ]
)
blocks = st.lists(st.one_of(pairs, pairs, pairs, others), max_size=5).map("\n".join)


@settings(max_examples=1000)
@given(blocks, blanks)
@example('title: X\ntags: [a, b]\nup: "[[N]]"\nlist:\n  - "[[A]]"\n  - b', "")
def test_a_plain_block_says_what_yaml_says(block: str, behind: str) -> None:
    text = f"---\n{block}{behind}\n---\nbody"
    plain = read_plain(text, 4)
    if plain is not None:
        assert repr(plain) == repr(read_any(text, 4))


@given(st.sampled_from(KEYS), st.one_of(scalars, flows))
def test_a_lone_pair_says_what_yaml_says(key: str, value: str) -> None:
    text = f"---\n{key}: {value}\n---"
    plain = read_plain(text, 4)
    if plain is not None:
        assert repr(plain) == repr(read_any(text, 4))


def test_what_people_write_is_plain() -> None:
    block = """\
title: A note of mine
rank: 3
overall: -1.11
created: 2024-05-01
publish: true
empty:
up: "[[N|l]]"
tags: [area1, 'b c']
aliases:
  - N1
  - "[[x]]"
"""
    read = read_plain(f"---\n{block}---\n", 4)
    assert read is not None
    assert read.values == {
        "title": "A note of mine",
        "rank": 3,
        "overall": -1.11,
        "created": "2024-05-01",
        "publish": True,
        "empty": None,
        "up": "[[N|l]]",
        "tags": ["area1", "b c"],
        "aliases": ["N1", "[[x]]"],
    }
    assert [link.key for link in read.links] == ["up", "aliases.1"]


def test_what_the_linter_has_a_word_on_is_left_to_yaml() -> None:
    for block in ("tag: [a]", "tags: a b", "aliases: a", "a: 1\na: 2", "up: [[N]]", "a: 'b", "a"):
        assert read_plain(f"---\n{block}\n---\n", 4) is None


def blocks_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """Everything in files of any kind that begins as a property block does, indented or in quotes."""
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        text = file.read_text("utf-8", errors="replace").removeprefix("\ufeff")
        for fence in re.finditer(r"^(\ *)---\n", text, re.MULTILINE):
            yield file, re.sub(rf"^{fence[1]}", "", text[fence.start() :], flags=re.MULTILINE)
        for written in re.findall(r'"---\\n(?:[^"\\]|\\.)*"', text):
            yield file, yaml.safe_load(written)


@pytest.mark.parametrize("folder", [TESTS / "cases", TESTS / "conformance", TESTS / "fixtures", DEMO], ids=str)
def test_every_block_we_have_says_what_yaml_says(folder: Path) -> None:
    taken = 0
    for file, text in blocks_in(folder):
        plain = read_plain(text, 4)
        if plain is not None:
            taken += 1
            assert repr(plain) == repr(read_any(text, 4)), file
    assert taken


def test_no_note_of_the_demo_vault_needs_yaml() -> None:
    blocks = [text for file in sorted(DEMO.rglob("*.md")) if (text := file.read_text("utf-8")).startswith("---\n")]
    assert len(blocks) > 30
    assert [text for text in blocks if read_plain(text, 4) is None] == []


def test_yaml_is_imported_where_a_block_takes_it() -> None:
    script = """
import sys
import time
from dlvault.syntax.parse import parse
parse("---\\ntitle: A\\ntags: [b]\\n---\\n- #PAPER [T (Doe 2019)](https://x.y)\\n")
assert not {"yaml", "frontmatter"} & set(sys.modules)
parse("---\\ntitle: {a: b}\\n---\\n")
assert "yaml" in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize("end", [" #", ":", "\x00", "\n  - ", "\n - a\n- "])
@pytest.mark.parametrize("words", ["word ", "[word] ", "2 ", " ", "9", "'", "word, "])
@pytest.mark.parametrize("before", ["", "w", "[", "[w, ", "\n- w", '"'])
def test_no_block_takes_long_to_be_refused(before: str, words: str, end: str) -> None:
    start = time.process_time()
    assert read_plain(f"---\na: {before}{words * 10_000}{end}\n---\n", 4) is None
    assert time.process_time() - start < 1
