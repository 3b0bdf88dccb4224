"""Which rules speak and how loudly, and which paths a glob fits."""

from __future__ import annotations

from typing import Any

import pytest

from dlvault.errors import UsageError
from dlvault.lint.run import all_rules
from dlvault.lint.selection import Selection, matches
from dlvault.options import LintOptions

BY_DEFAULT = {rule.code for rule in all_rules() if rule.default}
OFF_BY_DEFAULT = {rule.code for rule in all_rules() if not rule.default}


def family(*starts: str) -> set[str]:
    return {rule.code for rule in all_rules() if rule.code.startswith(starts)}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, BY_DEFAULT),
        ({"select": ("ALL",)}, BY_DEFAULT | OFF_BY_DEFAULT),
        ({"select": ("L101",)}, {"L101"}),
        ({"select": ("l101", " P301 ")}, {"L101", "P301"}),
        ({"select": ("broken-link", "merge-conflict")}, {"L101", "F506"}),
        ({"select": ("L",)}, family("L")),
        ({"select": ("L11", "X")}, family("L11", "X")),
        ({"select": ("P306",)}, {"P306"}),
        ({"ignore": ("L",)}, BY_DEFAULT - family("L")),
        ({"ignore": ("ALL",)}, set()),
        ({"ignore": ("broken-link",)}, BY_DEFAULT - {"L101"}),
        ({"select": ("L",), "ignore": ("L101",)}, family("L") - {"L101"}),
        ({"select": ("L101",), "ignore": ("L",)}, {"L101"}),
        ({"select": ("l101",), "ignore": ("L1",)}, {"L101"}),
        ({"select": ("broken-link",), "ignore": ("L1",)}, {"L101"}),
        ({"select": ("L11",), "ignore": ("L1",)}, family("L11")),
        ({"select": ("L1",), "ignore": ("L11",)}, family("L10")),
        ({"select": ("L", "L101"), "ignore": ("L1",)}, {"L101"}),
        ({"select": ("L101",), "ignore": ("L101",)}, set()),
        ({"select": ("L101",), "ignore": ("broken-link",)}, set()),
        ({"select": ("L1",), "ignore": ("L1",)}, set()),
        ({"select": ("ALL",), "ignore": ("ALL",)}, set()),
        ({"select": ("L101",), "ignore": ("ALL",)}, {"L101"}),
        ({"severity": {"L101": "off"}}, BY_DEFAULT - {"L101"}),
        ({"severity": {"L": "off"}}, BY_DEFAULT - family("L")),
        ({"severity": {"L": "off", "L101": "info"}}, BY_DEFAULT - family("L") | {"L101"}),
        ({"severity": {"L101": "info", "L": "off"}}, BY_DEFAULT - family("L") | {"L101"}),
        ({"severity": {"L": "info", "L101": "off"}}, BY_DEFAULT - {"L101"}),
        ({"severity": {"broken-link": "off"}}, BY_DEFAULT - {"L101"}),
        ({"severity": {"ALL": "off"}}, set()),
        ({"severity": {"P306": "warning"}}, BY_DEFAULT | {"P306"}),
        ({"severity": {"property-schema": "warning"}}, BY_DEFAULT | {"P306"}),
        ({"severity": {"P3": "warning"}}, BY_DEFAULT),
        ({"severity": {"ALL": "warning"}}, BY_DEFAULT),
        ({"severity": {"P306": "warning"}, "ignore": ("P306",)}, BY_DEFAULT),
        ({"severity": {"L101": "info"}, "ignore": ("L1",)}, BY_DEFAULT - family("L1")),
        ({"severity": {"L101": "off"}, "select": ("L101",)}, {"L101"}),
        ({"severity": {"L101": "off"}, "select": ("L1",)}, family("L1") - {"L101"}),
        ({"severity": {"L101": "warning"}, "select": ("P301",)}, {"P301"}),
    ],
    ids=str,
)
def test_which_rules_speak(options: dict[str, Any], expected: set[str]) -> None:
    assert {rule.code for rule in Selection(all_rules(), LintOptions(**options)).rules} == expected


@pytest.mark.parametrize(
    ("severity", "code", "expected"),
    [
        ({"L101": "info"}, "L101", "info"),
        ({"broken-link": "warning"}, "L101", "warning"),
        ({"L": "info"}, "L104", "info"),
        ({"L": "info", "L104": "warning"}, "L104", "warning"),
        ({"L104": "warning", "L": "info"}, "L104", "warning"),
        ({"L10": "warning", "L1": "info", "L": "error"}, "L104", "warning"),
        ({"broken-embed": "warning", "L10": "info"}, "L104", "warning"),
        ({"ALL": "info", "L1": "warning"}, "L101", "warning"),
        ({"ALL": "info", "L1": "warning"}, "P301", "info"),
        ({"P3": "info"}, "L101", "error"),
        ({"l101": "info"}, "L101", "info"),
    ],
)
def test_the_most_exact_severity_counts_whatever_its_place(severity: dict[str, str], code: str, expected: str) -> None:
    selection = Selection(all_rules(), LintOptions(severity=severity))
    rule = next(rule for rule in selection.rules if rule.code == code)
    assert selection.adjusted(rule).severity.word == expected


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        ({"select": ("L999",)}, ""),
        ({"select": ("broken-lnik",)}, "did you mean broken-link?"),
        ({"ignore": ("malformed",)}, ""),
        ({"ignore": ("",)}, "`dlvault rules` lists them"),
        ({"severity": {"L1O1": "info"}}, "did you mean L1"),
        ({"severity": {"Z": "off"}}, "`dlvault rules` lists them"),
        ({"per_path_ignores": (("x", ("L9999",)),)}, ""),
    ],
    ids=str,
)
def test_a_selector_that_names_no_rule_is_an_error(options: dict[str, Any], hint: str) -> None:
    with pytest.raises(UsageError, match=r"^no rule is called ") as caught:
        Selection(all_rules(), LintOptions(**options))
    assert (caught.value.hint or "").startswith(hint)


@pytest.mark.parametrize(
    ("glob", "fits", "not_fits"),
    [
        ("Drafts/", ["Drafts/a.md", "Drafts/x/a.md"], ["Drafts.md", "My Drafts/a.md", "drafts/a.md"]),
        ("Drafts", ["Drafts/a.md"], ["Drafts 2/a.md"]),
        ("a.md", ["a.md"], ["x/a.md", "a.mdx"]),
        ("*.md", ["a.md", "x/a.md"], ["a.canvas"]),
        ("**/a.md", ["a.md", "x/a.md", "x/y/a.md"], ["ba.md"]),
        ("x/**/a.md", ["x/a.md", "x/y/z/a.md"], ["a.md"]),
        ("x/**", ["x/a.md", "x/y/a.md"], ["xa.md"]),
        ("x/*", ["x/a.md"], ["y/a.md"]),
        ("[ab].md", ["a.md"], ["c.md"]),
        ("[x]/", ["[x]/a.md", "x/a.md"], ["y/a.md"]),
        ("./x/", ["x/a.md"], ["y/x/a.md"]),
        ("", [], ["a.md", "x/a.md"]),
        ("/", [], ["a.md", "x/a.md"]),
    ],
)
def test_globs(glob: str, fits: list[str], not_fits: list[str]) -> None:
    assert [path for path in fits + not_fits if matches(path, glob)] == fits
