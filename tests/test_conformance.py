"""Every conformance case, through the public API and through the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from dlvault import open_vault
from tests.conftest import TESTS, Ran, write_vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CASES = [
    case
    for file in sorted((TESTS / "conformance").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]
]


def projected(seen: dict[str, Any], whole: dict[str, Any], expect: dict[str, Any]) -> dict[str, Any]:
    """Only the keys that the case is about: a key that is absent is not checked."""
    result: dict[str, Any] = {}
    for key, wanted in expect.items():
        if key in ("files", "graph"):
            result[key] = {name: whole[key][name] for name in wanted}
        elif key == "links" and len(seen[key]) == len(wanted):
            pairs = zip(seen[key], wanted, strict=True)
            result[key] = [{name: link.get(name) for name in row} for link, row in pairs]
        else:
            result[key] = seen[key]
    return result


def test_the_suite_is_there() -> None:
    assert len(CASES) >= 224


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_public_api(case: dict[str, Any], tmp_path: Path) -> None:
    vault = open_vault(write_vault(tmp_path, case["vault"]))
    assert projected(vault.inspect(case["source"]), vault.inspect(), case["expect"]) == case["expect"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_inspect_command(case: dict[str, Any], tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, case["vault"])
    note = dlvault("--vault", tmp_path, "inspect", case["source"], "--format", "json")
    whole = dlvault("--vault", tmp_path, "inspect", "--format", "json")
    assert (note.code, whole.code, note.err + whole.err) == (0, 0, "")
    assert projected(json.loads(note.out), json.loads(whole.out), case["expect"]) == case["expect"]
