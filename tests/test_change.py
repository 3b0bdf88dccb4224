"""`lint --since REV --format md`: what a change did to the links of a vault, to paste in a pull request.

DLVAULT_UPDATE=1 writes `golden/change/` anew; read what came out before you keep it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from dlvault.model.finding import Finding, Fix, Safety, Severity
from dlvault.model.note import NotePath
from dlvault.model.text import Position
from dlvault.report.change import Change, render
from tests.conftest import TESTS, Ran
from tests.repositories import LONG, GitFolder, quiet_git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOLDEN = TESTS / "golden" / "change"


def finding(rule: str, message: str, path: str, line: int = 1, **more: Any) -> Finding:
    code, name, level = rule.split()
    values = {"start": Position(line, 5), "end": Position(line, 9), "subject": message, **more}
    return Finding(
        code=code, name=name, severity=Severity[level.upper()], message=message, path=NotePath(path), **values
    )


def change_of(**more: Any) -> Change:
    values: dict[str, Any] = {
        "revision": "main",
        "new": (),
        "fixed": (),
        "orphans": (),
        "rest": (),
        "present": {},
        "shown": lambda path: path,
        "least": Severity.WARNING,
        **more,
    }
    return Change(**values)


GUESS = Fix(title='write "Trees"', edits=(), safety=Safety.UNSAFE)
BROKEN = "L101 broken-link error"
CHANGES = {
    "nothing": change_of(),
    "quiet": change_of(orphans=("Elm.md",), quiet=True),
    "everything": change_of(
        revision="origin/main",
        new=(
            finding(BROKEN, 'No note named "Tress"', "Home.md", 3, fix=GUESS, hint='did you mean "Trees"?'),
            finding("L105 ambiguous-link warning", '"Index" fits 2 files', "Home.md", 7, hint="write the folder too"),
            finding("F503 orphan-note info", "No note links here", "Plants/Elm.md"),
            finding("L113 planned-note info", 'No note named "Yew" yet', "Plants/Oak.md"),
            finding("L102 broken-heading error", 'No heading "Roots" in "Oak.md"', "Plants/Trees of [Kew].md", 12),
        ),
        fixed=(
            finding(BROKEN, 'No note named "Fir"', "Home.md", 2),
            finding(BROKEN, 'No note named "Fir"', "Old/Pine.md"),
            finding("L104 broken-embed error", 'No file named "oak.png" to embed', "Plants/Oaks.md"),
            finding("P301 invalid-properties error", "Mapping values are not allowed", "Plants/Oaks.md"),
            finding("H401 heading-jump info", "A level is skipped", "Plants/Oaks.md"),
        ),
        orphans=("Plants/Elm.md", "Plants/Trees of [Kew].md"),
        rest=(finding(BROKEN, 'No note named "Lost"', "Inbox.md"),),
        present={"Old/Pine.md": None, "Plants/Oaks.md": "Plants/Oak.md"},
    ),
    "hostile": change_of(
        revision="@team/*x*",
        new=(finding(BROKEN, 'No note named "![x](http://evil.example) #12 <script>"', "a|b`c`.md", hint="@all"),),
        fixed=(finding(BROKEN, 'No note named "[[Home]]"', "](javascript:alert(1)).md"),),
        orphans=("<b>\u202e\n# big.md",),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_report_is_as_it_was_read(name: str) -> None:
    text = "".join(render(CHANGES[name]))
    file = GOLDEN / f"{name}.md"
    if os.environ.get("DLVAULT_UPDATE"):
        file.write_bytes(text.encode())
    assert text.encode() == file.read_bytes()


def test_every_golden_report_is_used() -> None:
    assert {file.stem for file in GOLDEN.iterdir()} == set(CHANGES)


def test_nothing_of_a_hostile_vault_is_markup() -> None:
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse("".join(render(CHANGES["hostile"])))
    inside = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in (*tokens, *inside)} & {"html_block", "html_inline", "image", "table_open"} == set()
    targets = [str(child.attrs["href"]) for child in inside if child.type == "link_open"]
    assert len(targets) == 3
    assert not any(target.startswith(("http", "javascript")) for target in targets)
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h3"] * 3


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFolder:
    """A vault whose links a change broke and mended."""
    quiet_git(monkeypatch, tmp_path)
    folder = GitFolder.new(tmp_path / "vault")
    folder.commit(
        {
            "Home.md": "See [[Trees]], [[Gone]], [[Elm]], [[Pots]] and [[Yew]].\n",
            "Trees.md": "[[Home]] [[Pots]]\n",
            "Elm.md": f"[[Home]] [[Lost]]\n{LONG}",
            "Pots.md": "[[Nowhere]]\n",
            "Old.md": "[[Never]] [[Home]]\n",
            "Loose.md": "No links.\n",
        }
    )
    folder.remove("Trees.md", "Old.md")
    folder.move("Elm.md", "Plants/Elms.md")
    folder.write(
        {
            "Home.md": "See [[Trees]], [[Plants/Elms]], [[Loose]].\n",
            "Shed/dlvault.md": "---\ndlvault: generated\n---\n",
            "New.md": "---\na: [\n---\n[[Home]]\n",
        }
    )
    return folder


@pytest.fixture
def lint(folder: GitFolder, dlvault: Callable[..., Ran]) -> Callable[..., Ran]:
    return lambda *words: dlvault("lint", "--since", "HEAD", "--format", "md", *words, cwd=folder.top)


def sections(ran: Ran) -> dict[str, list[str]]:
    """Places by heading, without advice."""
    found: dict[str, list[str]] = {}
    for line in ran.out.splitlines():
        if line.startswith("### "):
            found[line[4:]] = []
        elif line.startswith("- "):
            found[list(found)[-1]].append(line[2:].partition("](")[0].lstrip("["))
    return found


def test_links_broken_and_fixed_and_new_orphans_are_named(lint: Callable[..., Ran]) -> None:
    ran = lint()
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("Since HEAD: 1 link broken, 3 fixed, 2 new orphans; 1 other new finding")
    assert sections(ran) == {
        "Broken links": ["Home.md:1"],
        "Fixed links": [
            "Home.md",
            "Home.md",
            'Old.md (deleted) L101 No note named "Never"',
        ],
        "New orphans": ["New.md", "Pots.md"],
        "Other new findings": ["New.md:2"],
    }
    assert '"Trees"' in ran.out
    assert '"Lost"' not in ran.out, "the note was renamed, its link is as broken as before"


def test_what_is_new_decides_about_the_exit_code(folder: GitFolder, lint: Callable[..., Ran]) -> None:
    folder.write({"Trees.md": "[[Home]]\n", "New.md": "[[Home]]\n"})
    ran = lint()
    assert (ran.code, "Broken links" in ran.out) == (0, False)
    assert lint("--exit-zero", "Pots.md").code == 0
    ran = lint("Pots.md")
    assert (ran.code, sections(ran)["Not new, in the notes that were named"]) == (1, ["Pots.md:1"])


def test_a_baseline_and_excluded_notes_are_left_out(
    folder: GitFolder, lint: Callable[..., Ran], dlvault: Callable[..., Ran]
) -> None:
    assert dlvault("lint", "--write-baseline", "known.json", cwd=folder.top).code == 0
    ran = lint("--baseline", "known.json")
    assert (ran.code, list(sections(ran))) == (0, ["Fixed links", "New orphans"])
    folder.write({"dlvault.toml": 'exclude = ["New.md"]\n'})
    assert sections(lint())["New orphans"] == ["Pots.md"]


def test_a_link_that_still_finds_nothing_is_not_fixed(folder: GitFolder, lint: Callable[..., Ran]) -> None:
    folder.commit({"A.md": "[[Home#Part Two]]\n", "Home.md": "# Part One\n"})
    folder.write({"A.md": "[[Gone]]\n", "Home.md": "# Part One\nMore.\n"})
    assert sections(lint()).keys() == {"Broken links", "Fixed links"}
    folder.commit({"A.md": "[[Home#part-two]]\n", "Home.md": "# Part One\n"})
    folder.write({"Home.md": "# Part Two\n"})
    assert "Fixed links" not in sections(lint())


def test_statistics_and_other_formats_are_as_without_it(lint: Callable[..., Ran]) -> None:
    assert lint("--statistics").out.startswith("| code | name |")
