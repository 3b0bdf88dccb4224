"""What is remembered is kept under the versions of reader and rules: who changes either has to raise them."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

import yaml

from dlvault.api import open_vault
from dlvault.load.codec import encode_facts
from dlvault.options import LintOptions
from dlvault.syntax.parse import parse
from dlvault.version import RULES_VERSION, SYNTAX_VERSION
from tests.conftest import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOLDEN = TESTS / "golden" / "versions.json"
FIXTURES = (TESTS / "fixtures" / "broken-vault",)
ADVICE = (
    "{name} is still {version}, but the results are not what they were: raise it in dlvault/version.py, or nobody "
    "sees the change who has a cache; then write the file anew with DLVAULT_UPDATE=1"
)


def texts(value: Any) -> Iterator[str]:
    """All texts in a YAML document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


def case_files() -> list[Path]:
    """Cases that never change: those of the specification."""
    return sorted((TESTS / "conformance").rglob("*.yaml"))


def syntax_digest() -> str:
    """A name for all facts of all texts of the cases."""
    found = hashlib.sha256()
    for file in case_files():
        for text in texts(yaml.safe_load(file.read_text(encoding="utf-8"))):
            found.update(encode_facts(parse(text.replace("\r", "\n"))) or b"none")
    return found.hexdigest()


def rules_digest() -> str:
    """A name for all findings of the vaults of the project."""
    every = LintOptions(select=("ALL",))
    rows = [tuple(finding) for root in FIXTURES for finding in open_vault(root).lint(options=every)]
    return hashlib.sha256(repr(rows).encode("utf-8", "surrogatepass")).hexdigest()


def test_other_results_come_with_another_version() -> None:
    assert len(case_files()) > 10
    now = {"SYNTAX_VERSION": [SYNTAX_VERSION, syntax_digest()], "RULES_VERSION": [RULES_VERSION, rules_digest()]}
    if os.environ.get("DLVAULT_UPDATE") or not GOLDEN.exists():
        GOLDEN.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
    known = json.loads(GOLDEN.read_text(encoding="utf-8"))
    for name, (version, digest) in now.items():
        if known[name][0] == version:
            assert digest == known[name][1], ADVICE.format(name=name, version=version)
        else:
            assert version > known[name][0]
    assert known == now, "write the file anew with DLVAULT_UPDATE=1"
