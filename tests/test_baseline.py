"""Baselines: what is known keeps quiet, what is new does not, and a row that hides nothing is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import Ran, write_vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOTES = {
    "a.md": "[[Gone]] [[b#Lost]]\n\n[[Gone]]\n",
    "b.md": "---\nup: [[a]]\n---\n[[Away]] \U0001f9e0\n",
    "c.md": "text\n",
}
ROWS = [
    {"path": "a.md", "code": "L101", "subject": "gone", "count": 2},
    {"path": "a.md", "code": "L102", "subject": "b#lost", "count": 1},
    {"path": "b.md", "code": "L101", "subject": "away", "count": 1},
    {"path": "b.md", "code": "P303", "subject": "unquoted-link [[a]]", "count": 1},
]
FILE = "known.json"


@pytest.fixture
def lint(tmp_path: Path, dlvault: Callable[..., Ran]) -> Callable[..., Ran]:
    """Lint a vault in the folder of the test, infos left out."""
    write_vault(tmp_path, NOTES)
    write_vault(tmp_path, {"dlvault.toml": 'ignore = ["F5", "H4", "L113"]\n'})

    def run(*words: str | Path, cwd: Path | None = None) -> Ran:
        return dlvault("lint", *words, cwd=cwd)

    return run


def rows(ran: Ran) -> list[str]:
    """Code, path and line of each finding of a JSON report."""
    return [f"{row['code']} {row['path']}:{row['line']}" for row in json.loads(ran.out)["findings"]]


def left(lint: Callable[..., Ran], *words: str | Path, cwd: Path | None = None) -> list[str]:
    return rows(lint("--format", "json", "--baseline", FILE, *words, cwd=cwd))


@pytest.fixture
def known(lint: Callable[..., Ran]) -> Callable[..., Ran]:
    """The same, after all findings went into a baseline."""
    ran = lint("--write-baseline", FILE)
    assert (ran.code, ran.out) == (0, "")
    return lint


# -- writing -----------------------------------------------------------------------------------------------


def test_a_baseline_holds_one_row_for_each_kind_of_finding(known: Callable[..., Ran], tmp_path: Path) -> None:
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert json.loads(text) == {"version": 1, "findings": ROWS}
    lines = text.split("\n")
    assert lines[:3] == ["{", '  "version": 1,', '  "findings": [']
    assert lines[-4:] == [
        '    {"path": "b.md", "code": "P303", "subject": "unquoted-link [[a]]", "count": 1}',
        "  ]",
        "}",
        "",
    ]
    assert known("--write-baseline", FILE).err == f"Wrote {tmp_path / FILE} with 5 findings.\n"
    assert (tmp_path / FILE).read_text(encoding="utf-8") == text, "written anew, the bytes are the same"


def test_the_bytes_of_a_baseline_do_not_depend_on_the_order_of_notes(
    known: Callable[..., Ran], tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    other = write_vault(tmp_path / "other", dict(reversed(NOTES.items())))
    write_vault(other, {"dlvault.toml": (tmp_path / "dlvault.toml").read_text()})
    dlvault("lint", "--write-baseline", FILE, cwd=other)
    assert (other / FILE).read_bytes() == (tmp_path / FILE).read_bytes()
    assert known("--baseline", FILE, "a.md", "b.md", "c.md").code == 0


def test_an_empty_baseline_is_one(lint: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "", "b.md": ""})
    lint("--write-baseline", FILE)
    assert json.loads((tmp_path / FILE).read_text()) == {"version": 1, "findings": []}
    assert left(lint) == []


def test_names_of_all_scripts_go_through_a_baseline(lint: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"日本 \U0001f9e0.md": '[[Straße e\u0301 "q" \\ x]]\n[[日本語]]\n'})
    lint("--write-baseline", FILE)
    (tmp_path / FILE).read_bytes().decode("ascii")
    assert left(lint) == []


def test_a_baseline_needs_a_file(lint: Callable[..., Ran]) -> None:
    ran = lint("--write-baseline")
    assert (ran.code, ran.out) == (2, "")
    assert "no file is named for the baseline" in ran.err


@pytest.mark.parametrize("name", ["a.md", "b.md", "dlvault.toml"])
def test_a_baseline_is_not_written_over_something_else(name: str, lint: Callable[..., Ran], tmp_path: Path) -> None:
    before = (tmp_path / name).read_bytes()
    ran = lint("--write-baseline", name)
    assert (ran.code, ran.out) == (2, "")
    assert f"{name} is there already and is no baseline" in ran.err
    assert (tmp_path / name).read_bytes() == before


def test_a_baseline_of_any_name_is_written_over_itself_and_nothing_else(
    tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    write_vault(tmp_path, {"vault/c.md": "[[Void]]", "README.md": "text", "vault/dlvault.toml": ""})
    for _ in range(2):
        assert dlvault("lint", "--write-baseline", "../known.txt", cwd=tmp_path / "vault").code == 0
    assert '"void"' in (tmp_path / "known.txt").read_text()
    assert dlvault("lint", "--write-baseline", "../README.md", cwd=tmp_path / "vault").code == 2
    assert (tmp_path / "README.md").read_text() == "text"


def test_a_baseline_is_in_no_report_of_its_own(known: Callable[..., Ran]) -> None:
    ran = known("--baseline", FILE)
    assert (ran.code, ran.out, ran.err) == (0, "No findings in 3 notes.\n", "")


# -- what stays known --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"a.md": "# New\n\ntext\n\n> [[Gone|shown]] and [[GONE]]\n\n- [[b#Lost|x]]\n"},
        {"a.md": "\ufeff[[Gone]]\r\n[[Gone]] [[b#lost]]\r\n"},
        {"a.md": "\U0001f9e0 [[b#Lost]] [[Gone]] x [[Gone]]"},
        {"c.md": "more text", "b.md": "---\ntitle: x\nup: [[a]]\n---\n\n\n[[Away]]"},
        {"d.md": "a new note without fault"},
    ],
)
def test_moved_lines_and_edits_around_change_nothing(
    changed: dict[str, str], known: Callable[..., Ran], tmp_path: Path
) -> None:
    write_vault(tmp_path, changed)
    assert left(known) == []


def test_the_same_fault_once_more_is_new(known: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": NOTES["a.md"] + "\n[[Gone]] [[Gone]]\n"})
    assert left(known) == ["L101 a.md:5", "L101 a.md:5"]


def test_the_same_fault_in_another_note_is_new(known: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"c.md": "[[b#Lost]]"})
    assert left(known) == ["L102 c.md:1"]


def test_another_fault_of_a_rule_is_new(known: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"c.md": "[[Void]]\n", "b.md": NOTES["b.md"].replace("up: [[a]]", "up: [[a]]\nto: [[c]]")})
    assert left(known) == ["P303 b.md:3", "L101 c.md:1"]


def test_two_malformed_links_are_two_faults(lint: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"c.md": "[[a\n"})
    lint("--write-baseline", FILE)
    write_vault(tmp_path, {"c.md": "[[b\n"})
    assert left(lint) == ["L111 c.md:1", "X901 c.md:1"]


def test_a_known_finding_fails_no_run_and_is_in_no_statistics(known: Callable[..., Ran]) -> None:
    assert known().code == 1
    assert known("--baseline", FILE, "--fail-on", "warning").code == 0
    assert "L101" not in known("--baseline", FILE, "--statistics").out


def test_a_baseline_of_the_configuration_is_read_from_its_folder(lint: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"dlvault.toml": 'ignore = ["F5", "H4"]\nbaseline = "lists/known.json"\n'})
    write_vault(tmp_path, {"Deep/er/n.md": "text"})
    assert lint("--write-baseline", cwd=tmp_path / "Deep").code == 0
    assert [path.name for path in (tmp_path / "lists").iterdir()] == ["known.json"]
    for folder in ("", "Deep", "Deep/er"):
        ran = lint("--format", "json", cwd=tmp_path / folder)
        assert rows(ran) == []
    assert rows(lint("--format", "json", "--baseline", "lists/known.json")) == []


def test_a_flag_wins_over_the_configuration_and_is_read_from_here(known: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"dlvault.toml": 'ignore = ["F5", "H4"]\nbaseline = "nowhere.json"\n', "Deep/n.md": "text"})
    assert known().code == 2
    assert left(known) == []
    assert rows(known("--format", "json", "--baseline", f"../{FILE}", cwd=tmp_path / "Deep")) == []


# -- rows that hide nothing --------------------------------------------------------------------------------


def test_a_row_whose_findings_are_gone_is_told_at_the_top_of_its_note(
    known: Callable[..., Ran], tmp_path: Path
) -> None:
    write_vault(tmp_path, {"a.md": "text\n[[Gone]]\n"})
    found = json.loads(known("--format", "json", "--baseline", FILE).out)["findings"]
    assert len(found) == 1, "a row that still hides one of two is used"
    row: dict[str, Any] = found[0]
    assert (row["code"], row["name"], row["severity"]) == ("X901", "unused-suppression", "warning")
    assert (row["path"], row["line"], row["column"]) == ("a.md", 1, 1)
    assert row["message"] == "The baseline hides no finding of L102 here: b#lost"
    assert row["fix"] is None
    assert known("--baseline", FILE).code == 0
    assert known("--baseline", FILE, "--fail-on", "warning").code == 1


def test_a_baseline_written_anew_has_no_idle_rows(known: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "text\n"})
    assert left(known) == ["X901 a.md:1", "X901 a.md:1"]
    known("--write-baseline", FILE)
    assert left(known) == []


def test_a_renamed_note_has_new_findings_and_idle_rows(known: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "b.md").rename(tmp_path / "z.md")
    write_vault(tmp_path, {"a.md": NOTES["a.md"].replace("b#", "z#")})
    assert left(known) == [
        "X901 a.md:1",
        "L102 a.md:1",
        "X901 b.md:1",
        "X901 b.md:1",
        "P303 z.md:2",
        "L101 z.md:4",
    ]
    for form in ("text", "concise", "md", "sarif", "github", "gitlab", "junit", "jsonl"):
        assert known("--format", form, "--baseline", FILE).code == 1, "the note of a row need not be there"


def test_rows_of_rules_that_did_not_run_are_not_judged(known: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, dict.fromkeys(NOTES, "text"))
    assert left(known, "--select", "L102,X901") == ["X901 a.md:1"]
    assert left(known, "--select", "L102") == []
    assert left(known, "--ignore", "X901,F5") == []
    assert left(known, "--ignore", "L1,F5") == ["X901 b.md:1"]


def test_rows_of_notes_that_were_not_looked_at_are_not_judged(known: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, dict.fromkeys(NOTES, "text"))
    assert left(known, "c.md") == []
    assert left(known, "b.md") == ["X901 b.md:1", "X901 b.md:1"]
    write_vault(tmp_path, {"dlvault.toml": 'ignore = ["F5"]\nexclude = ["b.md"]\n'})
    assert left(known) == ["X901 a.md:1", "X901 a.md:1"]


def test_rows_of_a_note_that_cannot_be_read_are_not_judged(known: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"b.md": b"caf\xe9"})
    assert [row for row in left(known, "--ignore", "L102") if "b.md" in row and "F501" not in row] == []


def test_an_idle_row_can_be_kept_quiet(known: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "---\ndlvault_ignore: X901\n---\n", "b.md": "text"})
    write_vault(tmp_path, {"dlvault.toml": 'ignore = ["F5"]\n[per-path-ignores]\n"b.md" = ["X901"]\n'})
    assert left(known) == []


def test_a_severity_counts_for_idle_rows(known: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "text", "dlvault.toml": 'ignore = ["F5"]\nseverity = { X901 = "error" }\n'})
    assert known("--baseline", FILE).code == 1


def test_fixing_leaves_idle_rows_behind(known: Callable[..., Ran]) -> None:
    ran = known("--fix", "--format", "json", "--baseline", FILE)
    assert rows(ran) == ["X901 b.md:1"], "P303 is fixed, though it was known"


# -- files that are no baseline ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "5",
        '"version"',
        "{}",
        '{"version": 1}',
        '{"version": 1, "findings": 5}',
        '{"version": 1, "findings": ["x"]}',
        '{"version": 1, "findings": {"path": "a.md"}}',
        '{"version": 1, "findings": [{"path": "a.md"}]}',
        '{"version": 1, "findings": [{"path": "a.md", "code": "L101", "subject": "x"}]}',
        '{"version": 1, "findings": [{"path": "a.md", "code": "L101", "subject": "x", "count": "many"}]}',
        '{"version": 1, "findings": [{"path": "a.md", "code": "L101", "subject": "x", "count": null}]}',
        '{"version": 1, "findings": [{"path": "a.md", "code": "L101", "subject": "x", "count": 1e999}]}',
        '{"version": 1, "findings": [{"path": "a.md", "code": "L101", "subject": "x", "count": NaN}]}',
        "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n",
        "[" * 100_000,
        "# A note\n",
    ],
)
def test_a_broken_baseline_is_an_error_of_use(text: str, lint: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {FILE: text})
    ran = lint("--baseline", FILE)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"dlvault: {tmp_path / FILE} is no baseline\n  help: write it anew with --write-baseline\n"


@pytest.mark.parametrize("version", ["2", "0", '"1"', "null", "[1]"])
def test_a_baseline_of_another_version_is_an_error_of_use(
    version: str, lint: Callable[..., Ran], tmp_path: Path
) -> None:
    write_vault(tmp_path, {FILE: f'{{"version": {version}, "findings": []}}'})
    ran = lint("--baseline", FILE)
    assert (ran.code, ran.out) == (2, "")
    assert "is a baseline of another version" in ran.err


@pytest.mark.parametrize("name", ["nowhere.json", "folder", "latin.json"])
def test_a_baseline_that_cannot_be_read_is_an_error_of_use(name: str, lint: Callable[..., Ran], tmp_path: Path) -> None:
    write_vault(tmp_path, {"folder/x.md": "text", "latin.json": b'{"version": 1, "findings": ["\xe9"]}'})
    ran = lint("--baseline", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"dlvault: cannot read the baseline {tmp_path / name}\n  help: ")


def test_rows_of_rules_and_notes_that_nobody_knows_do_no_harm(lint: Callable[..., Ran], tmp_path: Path) -> None:
    strange = [{"path": "a.md", "code": "Z999", "subject": "x", "count": 1}, *ROWS]
    strange += [{"path": "\ud800/../x", "code": "L101", "subject": "", "count": -3, "more": True}]
    write_vault(tmp_path, {FILE: json.dumps({"version": 1, "findings": strange, "tool": "another"})})
    assert left(lint) == []


@pytest.mark.parametrize("part", [["a.md"], ["--since", "HEAD"], ["--staged"]])
def test_a_baseline_is_not_written_from_a_part_of_the_findings(
    part: list[str], lint: Callable[..., Ran], tmp_path: Path
) -> None:
    ran = lint(*part, "--write-baseline", "part.json")
    assert (ran.code, (tmp_path / "part.json").exists()) == (2, False)
    assert "a baseline holds the findings of the whole vault" in ran.err


def test_a_broken_link_is_known_again_in_another_form_and_with_another_subpath(
    lint: Callable[..., Ran], tmp_path: Path
) -> None:
    write_vault(tmp_path, {"n.md": "[[Gone]] [[Lost#a]]"})
    assert lint("--write-baseline", "form.json", "--select", "L101").code == 0
    write_vault(tmp_path, {"n.md": "[g](Gone.md) [[Lost#b]]"})
    assert lint("--baseline", "form.json", "--select", "L101").code == 0
