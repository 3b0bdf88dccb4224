"""The reader of plain property blocks gives what YAML gives, or nothing."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dlvault.syntax.frontmatter import read_yaml
from dlvault.syntax.plainproperties import read_plain

SCALARS = [
    *("a", "Two words", "Ü ber", "a.b/c-d", "it's", "a, b", "a - b", "https://x.y/z?a=b", "x:y", "x: y", "a #b", "a#b"),
    *("true", "False", "NULL", "null", "True story", "yes", "~", "nan", ".nan", ".inf", "e", "E1", "x  y", "a b "),
    *("0", "7", "-3", "010", "+5", "0x1F", "1.50", "-0.0", "-0", "1.", "1e3", "12:30", "1_000", "9" * 17, "0.1.2"),
    *("2024-05-01", "2024-5-1", "2024-05-01T10:00", '"x"', "'x'", '"[[n]]"', "'[[n#h|l]]'", '"[[n]] x"', '"[[[n]]"'),
    *('"a: b"', "'say \"x\"'", '"it\'s"', "'it''s'", '"\\n"', "'\\n'", '"\u00a0"', '"\x85"', '"\t"', '" x "', '""'),
    *("[[n]]", "{a: b}", "- x", "&a x", "*a", "!x y", "|", ">-", "%x", "@x", "`x", "", "x\u2028y", "\ufeffx", "x\ty"),
    *("a ? b", "a!", "a =", "(x)", "x]", "x}", "#x", "x\u00a0y", "\U0001d400", "٣", "²", "x ٣"),
]
KEYS = ["a", "b-c", "tags", "Tags", "aliases", "ALIASES", "tag", "alias", "cssclass", "true", "é", "1", "_"]
scalars = st.one_of(st.sampled_from(SCALARS), st.text("ab1 -:#,.'\"[]{}\t", max_size=6))
blanks = st.sampled_from(["", "", "", " ", "  "])
flows = st.builds(
    lambda items, before, behind: f"[{before}" + f"{behind},{before}".join(items) + f"{behind}]",
    st.lists(scalars, max_size=3),
    blanks,
    blanks,
)
lines = st.builds(
    lambda items, indent: "".join(f"\n{indent}- {item}" for item in items),
    st.lists(scalars, min_size=1, max_size=3),
    st.sampled_from(["", "  ", "    ", "\t"]),
)
values = st.one_of(scalars, flows, lines)
pairs = st.builds(lambda key, blank, value: f"{key}:{blank}{value}", st.sampled_from(KEYS), st.just(" "), values)
others = st.sampled_from(["", "# comment", "  more", "---", "a:b", "a :b", "? a", "...", "- a", "  - a"])
blocks = st.lists(st.one_of(pairs, pairs, pairs, others), max_size=5).map("\n".join)


@settings(max_examples=600)
@given(blocks, blanks)
@example('title: X\ntags: [a, b]\nup: "[[N]]"\nlist:\n  - "[[A]]"\n  - b', "")
def test_a_plain_block_says_what_yaml_says(block: str, behind: str) -> None:
    text = f"---\n{block}{behind}\n---\nbody"
    plain = read_plain(text, 4)
    if plain is not None:
        assert repr(plain) == repr(read_yaml(text, 4))


@given(st.sampled_from(KEYS), st.one_of(scalars, flows))
def test_a_lone_pair_says_what_yaml_says(key: str, value: str) -> None:
    text = f"---\n{key}: {value}\n---"
    plain = read_plain(text, 4)
    if plain is not None:
        assert repr(plain) == repr(read_yaml(text, 4))


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
    for block in ("tag: [a]", "tags: a b", "aliases: a", "a: 1\na: 2", "up: [[N]]", "a: 'b", "", "a"):
        assert read_plain(f"---\n{block}\n---\n", 4) is None
