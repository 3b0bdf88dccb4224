"""The three documents that dlvault comes from, with the entries that a careful reader counts in them.

They are not part of the project: DLVAULT_SEEDS names the folder that has them. The counts were made by hand, line by
line; where a row stands, the document has an entry, and nowhere else.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from dlvault import open_vault
from tests.conftest import TESTS

COUNTS = sorted((TESTS / "cases" / "seeds").glob("*.yaml"))
NUMBERS = {"reading-list-by-headings": "000", "wiki-link-note": "001", "guide-with-stars": "002"}


@pytest.mark.parametrize("file", COUNTS, ids=lambda file: file.stem)
def test_a_seed_gives_the_entries_that_a_reader_counts(file: Path, tmp_path: Path) -> None:
    folder = os.environ.get("DLVAULT_SEEDS")
    if folder is None:
        pytest.skip("DLVAULT_SEEDS names no folder with the seeds")
    counted: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    (source,) = Path(folder).glob(f"{NUMBERS[file.stem]}_*")
    note = tmp_path / counted["note"]
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_bytes(source.read_bytes())
    resources = open_vault(tmp_path).resources()
    places = sorted((place for resource in resources.values() for place in resource.places), key=lambda row: row.line)
    assert len(resources) == counted["resources"]
    if len(counted["entries"][0]) == 2:
        assert [[place.line, place.entry.stars] for place in places] == counted["entries"]
        assert {(place.entry.type, place.entry.url, place.entry.authors) for place in places} == {(None, None, ())}
        return
    assert [
        [
            place.line,
            place.entry.type,
            place.entry.year,
            "title:" if place.identity.startswith("title:") else place.identity,
            place.relation,
        ]
        for place in places
    ] == counted["entries"]


def test_the_counts_are_those_of_the_three_documents() -> None:
    assert {file.stem for file in COUNTS} == set(NUMBERS)
    sizes = [len(yaml.safe_load(file.read_text("utf-8"))["entries"]) for file in COUNTS]
    assert sizes == [41, 62, 146]
