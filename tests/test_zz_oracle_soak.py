"""dlvault against an independent CommonMark reader: blocks, what is inline text, which brackets lead where.

`cases/oracle` has texts with what CommonMark makes of them, for both readers; where a case says `why`, markdown-it is
known to read it otherwise. Generated texts keep away from what the two are meant to read differently: comments with
two percent signs, math, footnotes, wikilinks, the limit of nesting, and a few rules of tables.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dlvault.syntax.blocks import MAX_DEPTH
from tests import documents
from tests.conftest import TESTS
from tests.oracle import (
    known_difference,
    known_inline_difference,
    our_links,
    ours,
    their_links,
    theirs,
)

BLOCKS = yaml.safe_load((TESTS / "cases" / "oracle" / "blocks.yaml").read_text("utf-8"))
LINKS = yaml.safe_load((TESTS / "cases" / "oracle" / "links.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", BLOCKS, ids=lambda case: case["it"])
def test_blocks_of_cases(case: dict[str, Any]) -> None:
    wanted = case["outline"].splitlines(), set(case["words"])
    assert ours(case["text"]) == wanted
    assert (theirs(case["text"]) == wanted) != ("why" in case)


@pytest.mark.parametrize("case", LINKS, ids=lambda case: case["it"])
def test_links_of_cases(case: dict[str, Any]) -> None:
    assert [" ".join(link) for link in our_links(case["text"])] == case["links"]
    assert ([" ".join(link) for link in their_links(case["text"])] == case["links"]) != ("why" in case)


def agree_on_blocks(text: str) -> None:
    assume(not known_difference(text))
    assert ours(text) == theirs(text)


@settings(max_examples=4000)
@given(documents.block_soup(documents.PREFIXES, documents.BODIES))
def test_blocks_in_lists_and_quotes(text: str) -> None:
    agree_on_blocks(text)


@settings(max_examples=4000)
@given(documents.block_soup(documents.TABBED, documents.BODIES + documents.TABS * 3))
def test_blocks_set_in_by_tabs(text: str) -> None:
    agree_on_blocks(text)


@settings(max_examples=4000)
@given(documents.block_soup(documents.PREFIXES, documents.BODIES + documents.DEFINITIONS * 5))
def test_definitions_among_blocks(text: str) -> None:
    agree_on_blocks(text)


@settings(max_examples=4000)
@given(documents.tables())
def test_tables(text: str) -> None:
    agree_on_blocks(text)


def agree_on_links(text: str) -> None:
    assume(not known_inline_difference(text))
    assert our_links(text) == their_links(text)


@settings(max_examples=4000)
@given(documents.paragraph(documents.INLINE))
def test_brackets_code_and_tags(text: str) -> None:
    agree_on_links(text)


@settings(max_examples=4000)
@given(documents.paragraph(documents.REFERENCES))
def test_references(text: str) -> None:
    agree_on_links(text + documents.LABELS)


@settings(max_examples=4000)
@given(
    documents.block_soup(["- ", "> ", "  ", "1. ", ""], ["w", "# w", "", "w\\", "```", "<b>"], lines=6),
    st.lists(st.sampled_from(["[w](u)", "![w](<u v>)", "[r][]", "<ax:w>", "`[w](u)`", '<i b="[w](u)">']), min_size=1),
)
def test_links_in_blocks(text: str, links: list[str]) -> None:
    pieces = iter(links * 9)
    text = re.sub(r"w\d+", lambda _: next(pieces, "x"), text) + documents.LABELS
    assume(not known_difference(text))
    agree_on_links(text)


@pytest.mark.parametrize(("length", "count"), [(999, 1), (1000, 0)])
def test_a_label_has_at_most_999_characters(length: int, count: int) -> None:
    label = "a" * length
    assert len(our_links(f"[{label}]\n\n[{label}]: u")) == count
    assert len(our_links(f"[x][{label}]\n\n[{label}]: u")) == count


@pytest.mark.parametrize("mark", ["> ", "- ", "1. "])
def test_containers_nest_up_to_a_limit(mark: str) -> None:
    deep = ours(mark * MAX_DEPTH + "w")
    assert deep == theirs(mark * MAX_DEPTH + "w")
    beyond = ours(mark * (MAX_DEPTH + 5) + "w1")
    assert len(beyond.outline) == len(deep.outline)
    assert beyond.words == {"w1"}
