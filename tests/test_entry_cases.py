"""The grammar of typed entries, row by row: every case of `cases/entries` (spec/resources.md).

A case holds `it`, `vault` (names with their text) and `entries`, all entries of the vault by note and line, each with
the keys of the machine form that the case is about, and `identity`. `resources` lists all resources by identity in
the same way, `faults` the malformed lines: note, line, and the word of section 8 for what is wrong; an empty list
says that no entry is malformed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from dlvault import open_vault
from dlvault.resources.rows import entry_row, resource_row
from tests.conftest import TESTS, write_vault

if TYPE_CHECKING:
    from pathlib import Path

CASES = [
    (file.stem, case)
    for file in sorted((TESTS / "cases" / "entries").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]
CODE_OF = {
    "link-not-closed": "L111",
    "two-urls": "U705",
    "id-in-link": "L111",
    "text-in-link": "L111",
    "link-in-link": "L111",
    "no-url": "R603",
    "tag-glued": "T203",
    "bullet-missing": "R603",
    "too-deep": "R603",
    "blanks-in-link": "U705",
    "no-scheme": "U705",
    "unknown-host": "R604",
    "empty-link": "L110",
    "stray-bracket": "L111",
    "mistyped-attribution": "R603",
}
"""Which rule reports a malformed line: the most specific one (product.md, section 3)."""


@pytest.mark.parametrize(("section", "case"), CASES, ids=lambda value: value if isinstance(value, str) else value["it"])
def test_entries(section: str, case: dict[str, Any], tmp_path: Path) -> None:
    del section
    write_vault(tmp_path, case["vault"])
    vault = open_vault(tmp_path)
    resources = vault.resources()
    places = sorted((place for resource in resources.values() for place in resource.places), key=lambda row: row[:3])
    rows = [{**entry_row(place), "identity": place.identity} for place in places]
    assert [{key: row[key] for key in wanted} for row, wanted in zip(rows, case["entries"], strict=True)] == case[
        "entries"
    ]
    if "resources" in case:
        found = [resource_row(resource) for resource in resources.values()]
        pairs = zip(found, case["resources"], strict=True)
        assert [{key: row[key] for key in wanted} for row, wanted in pairs] == case["resources"]
    if "faults" in case:
        found_at = {(finding.path, finding.start.line, finding.code) for finding in vault.lint()}
        wanted_at = {(note, line, CODE_OF[word]) for note, line, word in case["faults"]}
        codes = set(CODE_OF.values()) if wanted_at else {"R603"}
        assert {row for row in found_at if row[2] in codes} == wanted_at


def test_every_section_has_cases_and_no_two_have_one_name() -> None:
    assert {section.split("-")[1] for section, _ in CASES} == set("12345678") | {"10"}
    names = [case["it"] for _, case in CASES]
    assert len(names) == len(set(names))
