"""What a text says: every case of `cases/syntax`, with lines and columns.

A case holds `id`, `doc`, `text` and `expect`, which lists all facts of the kinds that the case is about: `links`
(kind, raw text, line, column, target; subpath, display and property where they matter), `tags` (names, or with
line and column), `headings` (level, text, line), `blocks` (ids, or with their line and the lines `from`, `to` of
what they name), `comments` (as written), `aliases`, `properties` and the `state` of the property block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from dlvault.syntax.parse import parse
from tests.conftest import TESTS

if TYPE_CHECKING:
    from dlvault.model.note import Block, Link, ParsedNote

CASES = {
    f"{file.stem}-{case['id']}": case
    for file in sorted((TESTS / "cases" / "syntax").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
}
Rows = list[dict[str, Any]]


def link_row(text: str, note: ParsedNote, link: Link) -> dict[str, Any]:
    line, column = note.lines.position(link.span.start)
    row = {"kind": link.kind.value, "raw": text[slice(*link.span)], "line": line, "column": column}
    return {
        **row,
        "target": link.target,
        "subpath": link.subpath,
        "display": link.display,
        "property": link.property_key,
    }


def block_row(note: ParsedNote, block: Block) -> dict[str, Any]:
    line, first = note.lines.line(block.span.start), note.lines.line(block.content.start)
    return {"id": block.id, "line": line, "from": first, "to": note.lines.line(block.content.end - 1)}


def facts(text: str) -> dict[str, Any]:
    note = parse(text)
    tags = [(tag.name, *note.lines.position(tag.span.start)) for tag in note.tags]
    headings = [(heading.level, heading.text, note.lines.line(heading.span.start)) for heading in note.headings]
    return {
        "state": note.state.value,
        "properties": dict(note.properties),
        "aliases": list(note.aliases),
        "links": [link_row(text, note, link) for link in note.links],
        "tags": [{"name": name, "line": line, "column": column} for name, line, column in tags],
        "headings": [{"level": level, "text": title, "line": line} for level, title, line in headings],
        "blocks": [block_row(note, block) for block in note.blocks],
        "comments": [text[slice(*span)] for span in note.comments],
    }


def as_asked(seen: Any, wanted: Any) -> Any:
    """What was seen in the form in which a case asks for it: a row by its first value, or by some of its keys."""
    if not isinstance(wanted, list) or not isinstance(seen, list) or len(seen) != len(wanted):
        return seen
    result = []
    for row, asked in zip(seen, wanted, strict=True):
        if isinstance(row, dict) and isinstance(asked, dict):
            result.append({key: row[key] for key in asked})
        else:
            result.append(next(iter(row.values())) if isinstance(row, dict) and isinstance(asked, str) else row)
    return result


def check(text: str, expect: dict[str, Any]) -> None:
    seen = facts(text)
    assert {key: as_asked(seen[key], wanted) for key, wanted in expect.items()} == expect


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_a_text_says(case: dict[str, Any]) -> None:
    check(case["text"], case["expect"])
    for link in case["expect"].get("links", ()):
        missing = {"kind", "raw", "line", "column", "target"} - set(link)
        assert not missing, "a link is always given with its place"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_final_line_end_changes_nothing(case: dict[str, Any]) -> None:
    check(case["text"].removesuffix("\n"), case["expect"])
    if not case["expect"].get("comments"):
        check(case["text"] + "\n\n", case["expect"])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_links_and_tags_are_the_same_in_a_quote(case: dict[str, Any]) -> None:
    text = case["text"]
    if text.startswith("---") or "\t" in text:
        return  # a property block is none in a quote, and a tab is less wide there
    plain, quoted = facts(text), facts("\n".join(f"> {line}" for line in text.split("\n")))
    for key, name in (("links", "target"), ("tags", "name")):
        two_on = [(row[name], row["line"], row["column"] + 2) for row in plain[key]]
        assert [(row[name], row["line"], row["column"]) for row in quoted[key]] == two_on
