"""What a note says stays the same wherever it stands: in a quote, an item, a footnote, below properties."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings

from dlvault.syntax.parse import parse
from tests import documents

Rows = list[tuple[object, ...]]


class Wrapping(NamedTuple):
    """What is put before a note and before each of its lines: so many lines and columns more."""

    head: str
    margin: str
    quoted: bool = False

    def around(self, text: str) -> str:
        """The text in its container; an empty line needs no margin but that of a quote."""
        lines = text.split("\n")
        return self.head + "\n".join(self.margin + line if line.strip() or self.quoted else line for line in lines)


WRAPPINGS = {
    "quote": Wrapping("", "> ", quoted=True),
    "item": Wrapping("- x\n\n", "  "),
    "ordered item": Wrapping("12) x\n\n", "    "),
    "footnote": Wrapping("[^q]: x\n\n", "    "),
    "deep": Wrapping("> 1. - x\n>\n", ">      ", quoted=True),
    "item of an item": Wrapping("* + x\n\n", "    "),
    "properties": Wrapping("---\na: b\n---\n", ""),
    "empty lines": Wrapping("\n\n", ""),
}


def facts(text: str, wrapping: Wrapping | None = None) -> dict[str, Rows]:
    """All facts of a text with their lines and columns, counted from the container."""
    note = parse(wrapping.around(text) if wrapping else text)
    down, right = (wrapping.head.count("\n"), len(wrapping.margin)) if wrapping else (0, 0)

    def at(offset: int) -> tuple[int, int]:
        line, column = note.lines.position(offset)
        return line - down, column - right

    def flat(label: str | None) -> str | None:
        return re.sub(r"\n[ >]*", "\n", label) if label else label

    return {
        "links": [
            (link.kind, link.target, link.subpath, flat(link.label), at(link.span.start), at(link.target_span.start))
            for link in note.links
        ],
        "tags": [(tag.name, at(tag.span.start)) for tag in note.tags],
        "headings": [(heading.level, heading.text, at(heading.span.start)[0]) for heading in note.headings],
        "blocks": [(block.id, at(block.span.start)) for block in note.blocks],
        "comments": [(at(comment.start), at(comment.end - 1)) for comment in note.comments],
    }


@pytest.mark.parametrize("wrapping", WRAPPINGS.values(), ids=WRAPPINGS)
@settings(max_examples=100)
@given(text=documents.note_soup())
def test_a_container_changes_nothing(wrapping: Wrapping, text: str) -> None:
    assume(not text.startswith("---"))
    assert facts(text, wrapping) == facts(text)


@settings(max_examples=100)
@given(one=documents.note_soup(), two=documents.note_soup())
def test_two_notes_with_a_heading_between_know_nothing_of_each_other(one: str, two: str) -> None:
    """But for definitions, and for what an open comment, open math or an open block takes with it."""
    assume("]: " not in one + two and "$$" not in one and "%%" not in one and not two.startswith("---"))
    before = f"{one}\n\n# parted\n\n"
    first, second, both = facts(before), facts(two), facts(two, Wrapping(before, ""))
    assume((1, "parted") in [row[:2] for row in first["headings"]])
    for kind in ("links", "tags", "headings", "blocks"):
        assert both[kind][len(first[kind]) :] == second[kind]
        assert len(both[kind]) == len(first[kind]) + len(second[kind])
