"""What the commands print as JSON is valid by the schemas of the docs, and every schema is used."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from tests.conftest import TESTS, Ran

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMAS = TESTS.parent / "docs" / "schemas"
DEMO = TESTS.parent / "vault"
BROKEN = TESTS / "fixtures" / "broken-vault"
COMMANDS = {
    "cache": ["cache", "info"],
    "lint": ["lint"],
    "inspect-note": ["inspect", "links-unresolved"],
    "inspect-vault": ["inspect"],
    "links": ["links", "links-unresolved"],
    "backlinks": ["backlinks", "Area/Area.md"],
    "unresolved": ["unresolved"],
    "orphans": ["orphans"],
    "deadends": ["deadends"],
    "tags": ["tags"],
    "uses": ["tags", "PAPER"],
    "resources": ["resources"],
    "headings": ["outline", "headings"],
    "rules": ["rules", "L109"],
    "config": ["config"],
    "why": ["why", "[[Index]]", "--from", "links-unresolved"],
    "learn": ["learn", "cycle-b"],
    "stats": ["stats"],
}


def test_every_schema_belongs_to_a_command() -> None:
    assert {file.name.removesuffix(".schema.json") for file in SCHEMAS.glob("*.json")} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_output_fits_its_schema(name: str, dlvault: Callable[..., Ran]) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    dlvault("--vault", BROKEN, "lint")  # so that there is something to remember
    ran = dlvault("--vault", BROKEN, *COMMANDS[name], "--format", "json")
    document = json.loads(ran.out)
    jsonschema.validate(document, schema)
    rows = [value for value in document.values() if isinstance(value, list)]
    assert any(rows) or name in {"inspect-vault", "stats"}, "an empty document would fit by accident"
