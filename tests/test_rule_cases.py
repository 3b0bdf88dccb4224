"""What each rule finds and what it leaves alone: every case of `cases/rules`, the two fixture vaults, the rule pages.

A case holds `it`, `vault` (names with their text, `{latin: text}` for Latin-1 bytes, `{repeat: [before, part,
times, after]}` for long ones) and `finds`, all findings of the rule: path, line, column, end line, end column, a
part of the message and, where it matters, a part of the hint. Other rules must be silent, but for those of `others`;
the remarks on whole files in `ALWAYS` are not counted, for every small vault sets them off.
`fixed` has the notes that the fixes of the rule change, with their text afterwards, and `safety` how safe these are;
applied once more they must change nothing. `past` is what git knows of lost files: path, commit, present path. A
`dlvault.toml` in the vault is its configuration.
"""

from __future__ import annotations

import importlib
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from dlvault import open_vault, registry
from dlvault.config import load
from dlvault.lint import rules
from dlvault.lint.fix import WITH_GUESSES, choose, edits_by_note
from dlvault.lint.rule import Rule
from dlvault.lint.run import all_rules, run
from dlvault.model.finding import Severity
from dlvault.model.history import PastFile
from dlvault.vault.edits import apply_edits
from tests.conftest import TESTS, Ran, write_vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dlvault import Finding

FOLDER = TESTS / "cases" / "rules"
CASES = [
    (file.stem, case) for file in sorted(FOLDER.glob("*.yaml")) for case in yaml.safe_load(file.read_text("utf-8"))
]
ALWAYS = {"F503", "F504", "F505"}
PLACE = ("code", "path", "line", "column", "end_line", "end_column")


def content(value: Any) -> str | bytes:
    if isinstance(value, str):
        return value
    if "latin" in value:
        return str(value["latin"]).encode("latin-1")
    before, part, times, after = value["repeat"]
    return f"{before}{part * times}{after}"


def place(finding: Finding) -> list[Any]:
    end = (None, None) if finding.end is None else finding.end
    return [finding.path, *finding.start, *end]


@pytest.mark.parametrize(("code", "case"), CASES, ids=lambda value: value if isinstance(value, str) else value["it"])
def test_findings(code: str, case: dict[str, Any], tmp_path: Path) -> None:
    try:
        write_vault(tmp_path, {name: content(value) for name, value in case["vault"].items()})
    except (OSError, ValueError):
        pytest.skip("this file system cannot hold these names")
    if {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} != set(case["vault"]):
        pytest.skip("this file system changes these names")
    past = {path: PastFile(path, commit, now) for path, (commit, now) in case.get("past", {}).items()}
    findings = run(open_vault(tmp_path).index, load(tmp_path).lint, past=lambda: past)
    own = [finding for finding in findings if finding.code == code]
    wanted = case.get("finds", [])
    assert [place(finding) for finding in own] == [row[:5] for row in wanted]
    for finding, row in zip(own, wanted, strict=True):
        assert row[5] in finding.message
        assert (row[6] if len(row) > 6 else "") in (finding.hint or "")
    assert sorted({finding.code for finding in findings} - {code} - ALWAYS) == case.get("others", [])
    assert apply_fixes(own, tmp_path) == case.get("fixed", {})
    assert not case.get("safety") or {case["safety"]} == {str(row.fix.safety) for row in own if row.fix is not None}
    again = run(open_vault(tmp_path).index, load(tmp_path).lint, past=lambda: past)
    assert apply_fixes([finding for finding in again if finding.code == code], tmp_path) == {}


def apply_fixes(findings: list[Finding], root: Path) -> dict[str, str]:
    """Apply what may be applied, and tell what has changed."""
    changed = {}
    for path, edits in edits_by_note(choose(findings, WITH_GUESSES)).items():
        before = (root / path).read_text("utf-8-sig")
        after = apply_edits(before, edits)
        (root / path).write_bytes(after.encode())
        if after != before:
            changed[str(path)] = after
    return changed


def test_every_rule_has_cases_that_fire_and_cases_that_do_not() -> None:
    fires = {code for code, case in CASES if case.get("finds")}
    silent = {code for code, case in CASES if not case.get("finds")}
    assert fires == silent == {rule.code for rule in all_rules()} == {file.stem for file in FOLDER.glob("*.yaml")}


def test_the_defect_fixture_gives_exactly_its_expected_report(dlvault: Callable[..., Ran]) -> None:
    expected = json.loads((TESTS / "fixtures" / "broken-vault.expected.json").read_text(encoding="utf-8"))
    ran = dlvault("--vault", TESTS / "fixtures" / "broken-vault", "lint", "--format", "json")
    found = json.loads(ran.out)["findings"]
    assert (ran.code, ran.err) == (1, "")
    assert [(row["code"], row["path"], row["line"]) for row in found] == [
        (row["code"], row["path"], row["line"]) for row in expected
    ]
    for row, wanted in zip(found, expected, strict=True):
        assert {key: row[key] for key in PLACE if wanted[key] is not None} == {
            key: wanted[key] for key in PLACE if wanted[key] is not None
        }


def test_the_demo_vault_has_no_findings(dlvault: Callable[..., Ran]) -> None:
    ran = dlvault("--vault", TESTS.parent / "vault", "lint")
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"No findings in (3[6-9]|4\d) notes\.\n", ran.out)


def test_a_reading_list_note_deep_in_a_vault_resolves_as_in_obsidian(tmp_path: Path) -> None:
    note = """# Notes on trees
- [[Reading]] and [[AI]] are folders with a note of that name, see [[AI/Reading]]
- #PAPER [Growing trees (Doe 2020)](https://example.org/trees.pdf) ^trees
\t- #CODE [[Trees in practice]]
- [[Elsewhere/Trees]] is looked for where it is said to be
"""
    write_vault(
        tmp_path,
        {
            "AI/Reading/Trees.md": note,
            "AI/Reading/Reading.md": "[[Trees#^trees]]",
            "AI/AI.md": "[[Reading/Trees]]",
            "Trees in practice.md": "",
        },
    )
    vault = open_vault(tmp_path)
    links = {link["raw"]: link["resolves_to"] for link in vault.inspect("AI/Reading/Trees.md")["links"]}
    assert links == {
        "[[Reading]]": "AI/Reading/Reading.md",
        "[[AI]]": "AI/AI.md",
        "[[AI/Reading]]": None,
        "[Growing trees (Doe 2020)](https://example.org/trees.pdf)": None,
        "[[Trees in practice]]": "Trees in practice.md",
        "[[Elsewhere/Trees]]": None,
    }
    broken = [finding for finding in vault.lint() if finding.severity is Severity.ERROR]
    assert [(finding.code, *finding.start) for finding in broken] == [("L101", 2, 68), ("L101", 5, 3)]


HEADINGS = ["What it does", "Why it matters", "Example", "Instead"]


@pytest.mark.parametrize("name", registry.names(rules))
def test_a_rule_module_is_named_after_its_code_and_holds_its_page(name: str) -> None:
    module = importlib.import_module(f"{rules.__name__}.{name}")
    rule = registry.load(rules, name, "RULE", Rule)
    page = module.__doc__ or ""
    assert name == f"{rule.code.lower()}_{rule.name.replace('-', '_')}"
    assert re.findall(r"^## (.*)$", page, re.MULTILINE)[:4] == HEADINGS
    assert all(part.strip() for part in re.split(r"^## .*$", page, flags=re.MULTILINE)), "a heading without text"


def test_codes_and_names_of_rules_are_unique() -> None:
    every = all_rules()
    assert len({rule.code for rule in every}) == len({rule.name for rule in every}) == len(every)


def test_paths_limit_what_is_reported_never_what_is_known(tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "[[b]] [[Gone]]", "b.md": "[[Gone]]"})
    vault = open_vault(tmp_path)
    assert [finding.path for finding in vault.lint(["b.md"])] == ["b.md"]
    assert vault.lint([]) == ()
