"""What keeps findings quiet: comments, the property of a note, the configuration; and what they never hide."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dlvault import open_vault
from dlvault.options import LintOptions
from tests.conftest import Ran, write_vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULES = ("L101", "L102", "P304", "F506", "X901")
"""Rules of these tests; L101 and L102 are what the links below set off."""

HIDES = {
    "above": "%% dlvault-ignore L101 %%\n[[Gone]]",
    "same line": "[[Gone]] %% dlvault-ignore L101 %%",
    "before on the line": "%% dlvault-ignore L101 %% [[Gone]]",
    "several codes": "%% dlvault-ignore L102, L101 %%\n[[Gone]] [[b#x]]",
    "several codes without commas": "%% dlvault-ignore L102 L101 %%\n[[Gone]] [[b#x]]",
    "name": "%% dlvault-ignore broken-link %%\n[[Gone]]",
    "beginning": "%% dlvault-ignore L1 %%\n[[Gone]] [[b#x]]",
    "all": "%% dlvault-ignore ALL %%\n[[Gone]] [[b#x]]",
    "no codes": "%% dlvault-ignore %%\n[[Gone]] [[b#x]]",
    "no codes with reason": "%% dlvault-ignore -- planned %%\n[[Gone]] [[b#x]]",
    "reason": "%% dlvault-ignore L101 -- planned, L102 too -- and more %%\n[[Gone]]",
    "lower case": "%% dlvault-ignore l101 %%\n[[Gone]]",
    "no blanks": "%%dlvault-ignore L101%%\n[[Gone]]",
    "colon": "%% dlvault-ignore: L101 %%\n[[Gone]]",
    "html inline": "[[Gone]] <!-- dlvault-ignore L101 -->",
    "html block": "text\n\n<!-- dlvault-ignore L101 -- planned -->\n[[Gone]]",
    "html in a paragraph": "text\n<!-- dlvault-ignore L101 -->\n[[Gone]]",
    "html no blanks": "<!--dlvault-ignore L101-->\n[[Gone]]",
    "item above item": "- a\n- %% dlvault-ignore L101 %%\n- [[Gone]]",
    "numbered item": "1. %% dlvault-ignore L101 %%\n2. [[Gone]]",
    "task": "- [ ] %% dlvault-ignore L101 %%\n- [x] [[Gone]]",
    "within an item": "- a\n  %% dlvault-ignore L101 %%\n  [[Gone]]",
    "html within an item": "- a\n\n  <!-- dlvault-ignore L101 -->\n  [[Gone]]",
    "end of an item": "- [ ] [[Gone]] %% dlvault-ignore L101 %%",
    "quote": "> %% dlvault-ignore L101 %%\n> [[Gone]]",
    "callout": "> [!note] Title\n> %% dlvault-ignore L101 %%\n> - [[Gone]]",
    "item in a quote": "> - %% dlvault-ignore L101 %%\n> - [[Gone]]",
    "heading": "# [[Gone]] %% dlvault-ignore L101 %%",
    "above a heading": "%% dlvault-ignore L101 %%\n# [[Gone]]",
    "cell": "| a |\n| --- |\n| [[Gone]] %% dlvault-ignore L101 %% |",
    "two lines": "%% dlvault-ignore L101 %%\n[[Gone]]\n%% dlvault-ignore L102 %%\n[[b#x]]",
    "two on one line": "[[Gone]] [[b#x]] %% dlvault-ignore L101 %% %% dlvault-ignore L102 %%",
    "crlf and mark": "\ufeff%% dlvault-ignore L101 %%\r\n[[Gone]]\r\n",
    "cr": "text\r%% dlvault-ignore L101 %%\r[[Gone]]",
    "conflict": "%% dlvault-ignore F506 %%\n<<<<<<< HEAD\n=======\n>>>>>>> x",
    "property list": "---\ndlvault_ignore: [L101]\n---\n[[Gone]]\n\n[[Gone]]",
    "property block list": "---\ndlvault_ignore:\n  - L101\n  - broken-heading\n---\n[[Gone]] [[b#x]]",
    "property word": "---\ndlvault_ignore: L101\n---\n[[Gone]]",
    "property words": "---\ndlvault_ignore: L101, L102\n---\n[[Gone]] [[b#x]]",
    "property name": "---\ndlvault_ignore: broken-link\n---\n[[Gone]]",
    "property beginning": "---\ndlvault_ignore: L1\n---\n[[Gone]] [[b#x]]",
    "property about properties": "---\ndlvault_ignore: P304\ntags: a, b\n---",
    "property with other things": "---\ndlvault_ignore: [L101, 5, null, L999]\n---\n[[Gone]]",
}

SHOWS = {
    "two lines above": ("%% dlvault-ignore L101 %%\n\n[[Gone]]", "X901 1, L101 3"),
    "line below": ("[[Gone]]\n%% dlvault-ignore L101 %%", "L101 1, X901 2"),
    "other code": ("%% dlvault-ignore L102 %%\n[[Gone]]", "X901 1, L101 2"),
    "only the named": ("%% dlvault-ignore L101 %%\n[[Gone]] [[b#x]]", "L102 2"),
    "line behind a text": ("text %% dlvault-ignore L101 %%\n[[Gone]]", "X901 1, L101 2"),
    "code named in the reason": ("%% dlvault-ignore L102 -- L101 %%\n[[Gone]]", "X901 1, L101 2"),
    "unknown code": ("%% dlvault-ignore L999 %%\n[[Gone]]", "X901 1, L101 2"),
    "fenced code": ("```\n%% dlvault-ignore L101 %%\n```\n[[Gone]]", "L101 4"),
    "last line of fenced code": ("```\n%% dlvault-ignore L101 %%\n```\n\n~~~\n%% dlvault-ignore %%\n~~~", ""),
    "code span": ("`%% dlvault-ignore L101 %%`\n[[Gone]]", "L101 2"),
    "code span on the line": ("[[Gone]] `%% dlvault-ignore L101 %%`", "L101 1"),
    "html in a code span": ("[[Gone]] `<!-- dlvault-ignore L101 -->`", "L101 1"),
    "indented code": ("    %% dlvault-ignore L101 %%\n\n[[Gone]]", "L101 3"),
    "mathematics": ("$$\n%% dlvault-ignore L101 %%\n$$\n[[Gone]]", "L101 4"),
    "open comment": ("%% dlvault-ignore L101\n[[Gone]]", "L101 2"),
    "open html comment": ("x <!-- dlvault-ignore L101\n[[Gone]]", "L101 2"),
    "mixed marks": ("%% dlvault-ignore L101 -->\n[[Gone]]", "L101 2"),
    "inside a comment": ("%% see dlvault-ignore L101 %%\n[[Gone]]", "L101 2"),
    "between two comments": ("%% a %% dlvault-ignore L101 %% b %%\n[[Gone]]", "L101 2"),
    "longer word": ("%% dlvault-ignored L101 %%\n[[Gone]]", "L101 2"),
    "longer word with dash": ("%% dlvault-ignore-all L101 %%\n[[Gone]]", "L101 2"),
    "plain text": ("dlvault-ignore L101\n[[Gone]]", "L101 2"),
    "escaped": ("\\%% dlvault-ignore L101 \\%%\n[[Gone]]", "L101 2"),
    "properties": ("---\nx: y # %% dlvault-ignore L101 %%\n---\n[[Gone]]", "L101 4"),
    "property of another name": ("---\ndlvault-ignore: [L101]\n---\n[[Gone]]", "L101 4"),
    "property inside another": ("---\nx:\n  dlvault_ignore: [L101]\n---\n[[Gone]]", "L101 5"),
    "property true": ("---\ndlvault_ignore: true\n---\n[[Gone]]", "L101 4"),
    "property empty": ("---\ndlvault_ignore: []\n---\n[[Gone]]", "L101 4"),
    "a comment cannot hide that it is idle": ("text %% dlvault-ignore %%\n", "X901 1"),
    "nor that by its own code": ("text %% dlvault-ignore ALL %%\n", "X901 1"),
}


def found(root: Path, *select: str, ignore: tuple[str, ...] = (), paths: list[str] | None = None) -> str:
    findings = open_vault(root).lint(paths, LintOptions(select=select, ignore=ignore))
    return ", ".join(f"{row.code} {row.start.line}" for row in findings if row.code in RULES)


@pytest.mark.parametrize("text", HIDES.values(), ids=list(HIDES))
def test_a_suppression_hides_its_findings_and_is_used(text: str, tmp_path: Path) -> None:
    root = write_vault(tmp_path, {"a.md": text, "b.md": "[[a]]"})
    assert found(root) == ""
    marks = ("%%", "<!--", "dlvault_ignore")
    bare = text
    for mark in marks:
        bare = bare.replace(mark, "x")
    write_vault(root, {"a.md": bare})
    assert found(root) != "", "without the suppression there is something to hide"


@pytest.mark.parametrize(("text", "expected"), SHOWS.values(), ids=list(SHOWS))
def test_what_is_no_suppression_of_it_hides_nothing(text: str, expected: str, tmp_path: Path) -> None:
    assert found(write_vault(tmp_path, {"a.md": text, "b.md": "[[a]]"})) == expected


def test_a_suppression_in_one_note_says_nothing_about_another(tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "---\ndlvault_ignore: L101\n---\n[[Gone]]", "b.md": "[[Other]]"})
    write_vault(tmp_path, {"c.md": "%% dlvault-ignore L101 %%\n[[Lost]]"})
    findings = open_vault(tmp_path).lint(options=LintOptions(select=("L1",)))
    assert [row.path for row in findings] == ["b.md"]


def test_a_property_can_keep_idle_comments_quiet(tmp_path: Path) -> None:
    text = "---\ndlvault_ignore: X901\n---\n%% dlvault-ignore L101 %%\ntext"
    assert found(write_vault(tmp_path, {"a.md": text})) == ""


# -- the configuration -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "quiet"),
    [
        ('"Old/" = ["L101"]', ["Old/a.md", "Old/in/a.md"]),
        ('"Old" = ["broken-link"]', ["Old/a.md", "Old/in/a.md"]),
        ('"./Old" = ["L1"]', ["Old/a.md", "Old/in/a.md"]),
        ('"*/in/*" = ["ALL"]', ["Old/in/a.md"]),
        ('"**/in/" = ["L"]', ["Old/in/a.md", "in/a.md"]),
        ('"a.md" = ["L101"]', ["a.md"]),
        ('"**/a.md" = ["L101"]', ["Old/a.md", "Old/in/a.md", "a.md", "in/a.md"]),
        ('"*.md" = ["L102"]', []),
        ('"old/" = ["L101"]', []),
        ('"a.md" = ["L101"]\n"in/" = ["L101"]', ["a.md", "in/a.md"]),
        ('"[ab].md" = ["L101"]', ["a.md"]),
    ],
)
def test_paths_of_the_configuration_keep_rules_quiet(
    table: str, quiet: list[str], tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    notes = ["Old/a.md", "Old/in/a.md", "a.md", "in/a.md"]
    write_vault(tmp_path, {path: f"[[Gone {number}]]" for number, path in enumerate(notes)})
    write_vault(tmp_path, {"dlvault.toml": f"[per-path-ignores]\n{table}\n"})
    rows = json.loads(dlvault("lint", "--select", "L101", "--format", "json").out)["findings"]
    assert [row["path"] for row in rows] == [path for path in notes if path not in quiet]


def test_a_comment_counts_as_used_where_the_configuration_hides_the_same(
    tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    write_vault(tmp_path, {"a.md": "[[Gone]] %% dlvault-ignore L101 %%"})
    write_vault(tmp_path, {"dlvault.toml": '[per-path-ignores]\n"a.md" = ["L101"]\n'})
    assert dlvault("lint", "--fail-on", "warning").code == 0


# -- X901 --------------------------------------------------------------------------------------------------

COMMENTS = {
    "a.md": "text %% dlvault-ignore L101 %%\ntext %% dlvault-ignore P304 %%\n",
    "b.md": "text %% dlvault-ignore L1 %%\ntext %% dlvault-ignore ALL %%\ntext %% dlvault-ignore %%\n",
}


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ((), (), "X901 1, X901 2, X901 1, X901 2, X901 3"),
        (("X901",), (), ""),
        (("X",), (), ""),
        (("L101", "X901"), (), "X901 1"),
        (("L1", "X901"), (), "X901 1, X901 1"),
        (("P", "unused-suppression"), (), "X901 2"),
        (("ALL",), (), "X901 1, X901 2, X901 1, X901 2, X901 3"),
        ((), ("P304",), "X901 1, X901 1"),
        ((), ("X901",), ""),
        (("L1",), (), ""),
    ],
)
def test_only_suppressions_of_rules_that_ran_are_judged(
    select: tuple[str, ...], ignore: tuple[str, ...], expected: str, tmp_path: Path
) -> None:
    assert found(write_vault(tmp_path, COMMENTS), *select, ignore=ignore) == expected


def test_only_suppressions_of_notes_that_were_looked_at_are_judged(tmp_path: Path) -> None:
    root = write_vault(tmp_path, COMMENTS)
    assert found(root, paths=["a.md"]) == "X901 1, X901 2"
    assert found(root, paths=[]) == ""
    write_vault(root, {".obsidian/app.json": '{"userIgnoreFilters": ["b.md"]}'})
    assert found(root) == "X901 1, X901 2"


@pytest.mark.parametrize("severity", ["error", "info"])
def test_a_severity_counts_for_unused_suppressions(severity: str, tmp_path: Path) -> None:
    root = write_vault(tmp_path, COMMENTS)
    findings = open_vault(root).lint(options=LintOptions(severity={"X901": severity}))
    assert {row.severity.word for row in findings if row.code == "X901"} == {severity}


def test_the_last_finding_that_a_comment_hid_makes_it_idle_and_fix_takes_it_away(
    tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    write_vault(tmp_path, {"a.md": "text\n\n%% dlvault-ignore L101 -- planned %%\n[[b]] more\n"})
    assert dlvault("lint", "--fix", "--fail-on", "error").code == 0
    assert (tmp_path / "a.md").read_text().startswith("text\n\n%% dlvault-ignore"), "the link is broken still"
    write_vault(tmp_path, {"b.md": "[[a]]"})
    shown = dlvault("lint", "--format", "concise")
    assert shown.out.startswith("a.md:3:1: X901 ")
    assert dlvault("lint", "--fix").err == "Applied 1 fix in 1 note.\n"
    assert (tmp_path / "a.md").read_text() == "text\n\n[[b]] more\n"


def test_a_fix_of_a_partial_comment_keeps_what_is_used(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"a.md": "[[Gone]] %% dlvault-ignore L102, L101, nonsense -- why %%\n"})
    dlvault("lint", "--fix")
    assert (tmp_path / "a.md").read_text() == "[[Gone]] %% dlvault-ignore L101, nonsense -- why %%\n"
    assert "No rule is called nonsense" in dlvault("lint").out


def test_comments_that_touch_are_deleted_one_after_the_other(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"a.md": "text %% dlvault-ignore L101 %%%% dlvault-ignore L102 %%\n"})
    assert dlvault("lint", "--fix").err == "Applied 2 fixes in 1 note.\n"
    assert (tmp_path / "a.md").read_text() == "text\n"


def test_a_run_over_some_rules_deletes_no_comment_of_others(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, COMMENTS)
    dlvault("lint", "--fix", "--select", "X901")
    assert {name: (tmp_path / name).read_text() for name in COMMENTS} == COMMENTS
