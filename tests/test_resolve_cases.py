"""What links mean: every case of `cases/resolve`, without a disk, so that any spelling of names can be tried.

A case holds `it` (what it shows), `files` (names, or names with their text; `s.md` is added), `links` (each as
written, with what it means), and where they matter `from` (the source), `excluded`, `unreadable` and `cards`.
What a link means is a path, a status without path, or a mapping with `path`, `status`, `line` (of the heading it
lands on) and `ambiguous` (all candidates, the winner first).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from dlvault.load.inspect import landing_line
from dlvault.model.formats import is_canvas, is_note
from dlvault.model.index import Ambiguous
from dlvault.model.note import Attachment, LinkKind, Note, NoteKind, NotePath
from dlvault.syntax.canvas import parse_canvas
from dlvault.syntax.parse import parse
from dlvault.vault.build import build_index
from tests.conftest import TESTS

if TYPE_CHECKING:
    from dlvault.model.index import Edge, VaultIndex

CASES = [
    case
    for file in sorted((TESTS / "cases" / "resolve").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
MISSING = ("missing-note", "missing-file")


class Meaning(NamedTuple):
    """What a link means, as far as a case can say it."""

    path: str | None
    status: str
    candidates: tuple[str, ...]
    line: int | None


def expected(value: Any) -> Meaning:
    if isinstance(value, str):
        return Meaning(None, value, (), None) if value in MISSING else Meaning(value, "ok", (), None)
    if "ambiguous" in value:
        return Meaning(value["ambiguous"][0], "ambiguous", tuple(value["ambiguous"]), value.get("line"))
    return Meaning(value.get("path"), value.get("status", "ok"), (), value.get("line"))


def seen(index: VaultIndex, edge: Edge) -> Meaning:
    candidates = edge.resolution.candidates if isinstance(edge.resolution, Ambiguous) else ()
    return Meaning(edge.target, edge.status, candidates, landing_line(index, edge))


def index_of(files: dict[str, str], excluded: list[str], unreadable: list[str]) -> VaultIndex:
    notes, attachments = [], []
    for name, text in files.items():
        path = NotePath(name)
        if is_canvas(path):
            notes.append(Note(path, NoteKind.CANVAS, parse_canvas(text), 0, 0))
        elif is_note(path):
            parsed = parse("" if path in unreadable else text)
            notes.append(Note(path, NoteKind.NOTE, parsed, 0, 0, readable=path not in unreadable))
        else:
            attachments.append(Attachment(path, 0, 0))
    hidden = frozenset(map(NotePath, excluded))
    return build_index(Path(), notes, attachments, excluded=hidden, problems=())


def meanings(case: dict[str, Any], links: list[str]) -> list[Meaning]:
    """What the links of a case mean, put into its source; the own links of its other files do not count."""
    source = case.get("from", "s.md")
    files = dict(case["files"]) if isinstance(case["files"], dict) else dict.fromkeys(case["files"], "")
    own = len(parse(files.get(source, "")).links)
    files[source] = "\n\n".join([files.get(source, ""), *links])
    index = index_of(files, case.get("excluded", []), case.get("unreadable", []))
    return [seen(index, edge) for edge in index.outgoing.get(NotePath(source), ())][own:]


@pytest.mark.parametrize("case", [case for case in CASES if "links" in case], ids=lambda case: case["it"])
def test_links(case: dict[str, Any]) -> None:
    found = meanings(case, list(case["links"]))
    assert len(found) == len(case["links"]), "a link of the case is no link"
    assert dict(zip(case["links"], found, strict=True)) == {
        text: expected(value) for text, value in case["links"].items()
    }


@pytest.mark.parametrize("case", [case for case in CASES if "cards" in case], ids=lambda case: case["it"])
def test_cards(case: dict[str, Any]) -> None:
    nodes = [
        {"type": "file", **{key: card[key] for key in ("file", "subpath") if key in card}} for card in case["cards"]
    ]
    index = index_of({**case["files"], case["from"]: json.dumps({"nodes": nodes})}, [], [])
    edges = index.outgoing[NotePath(case["from"])]
    assert {edge.link.kind for edge in edges} == {LinkKind.CARD}
    assert [(edge.target, edge.status) for edge in edges] == [expected(card)[:2] for card in case["cards"]]


def test_the_order_in_which_files_are_found_changes_nothing() -> None:
    for case in CASES:
        if "links" in case:
            files = case["files"] if isinstance(case["files"], dict) else dict.fromkeys(case["files"], "")
            backwards = {**case, "files": dict(reversed(files.items()))}
            assert meanings(case, list(case["links"])) == meanings(backwards, list(case["links"])), case["it"]
