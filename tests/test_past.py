"""The vault as it was at a revision, and what a change broke or mended in any note."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from dlvault.lint.compare import fixed_findings, new_findings
from dlvault.lint.run import run
from dlvault.load.history import changed_since, open_repository, past_files, staged_changes, unstaged_changes
from dlvault.load.open import open_index
from dlvault.load.past import index_at
from dlvault.model.finding import Finding, Severity
from dlvault.model.note import NotePath
from dlvault.model.text import Position
from dlvault.options import LintOptions, ReadOptions
from tests.conftest import write_vault
from tests.repositories import LONG, GitFolder, quiet_git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dlvault.model.index import VaultIndex

LINKS = LintOptions(select=("L101", "L102", "L104", "F501", "P301"))


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quiet_git(monkeypatch, tmp_path)


@pytest.fixture
def repo(tmp_path: Path) -> GitFolder:
    return GitFolder.new(tmp_path / "vault")


def told(findings: Iterable[Finding]) -> list[str]:
    return [f"{finding.path}: {finding.code} {finding.subject}" for finding in findings]


def compare(vault: Path, revision: str = "HEAD") -> tuple[list[str], list[str]]:
    """What is new and what is fixed since a revision."""
    repository = open_repository(vault)
    now = open_index(vault)
    changes = changed_since(repository, revision)
    then = index_at(now, repository, changes)
    before, after = (
        run(index, LINKS, past=lambda: past_files(repository, [changed_since(repository, "HEAD"), changes]))
        for index in (then, now)
    )
    return told(new_findings(before, after, changes.renames)), told(fixed_findings(before, after, changes.renames))


def plain(index: VaultIndex) -> dict[str, Any]:
    """An index without what git does not keep: times, and the folder it was read from."""
    return {
        "notes": {path: note._replace(mtime_ns=0) for path, note in index.notes.items()},
        "attachments": {path: file._replace(mtime_ns=0) for path, file in index.attachments.items()},
        "outgoing": dict(index.outgoing),
        "incoming": dict(index.incoming),
        "tags": dict(index.tags),
        "aliases": dict(index.aliases),
        "excluded": index.excluded,
        "templates": index.templates,
        "problems": [(problem.code, problem.path, problem.message) for problem in index.problems],
    }


STATES: list[dict[str, Any]] = [
    {
        ".obsidian/app.json": '{"userIgnoreFilters": ["Old/"]}',
        "Home.md": "[[Topic]] [[Topic#Part]] ![[picture.png]] [[missing]] #tag",
        "Topic.md": f"# Part\n{LONG}",
        "Old/a.md": "[[Home]]",
        "picture.png": b"\x89PNG",
        "broken.md": "---\na: [\n---\n",
        "latin.md": b"caf\xe9",
        "Board.canvas": '{"nodes": [{"id": "1", "type": "file", "file": "Topic.md"}], "edges": []}',
        "crlf.md": b"# A\r\n[[Home]]\r\n",
    },
    {
        ".obsidian/app.json": '{"userIgnoreFilters": ["Old/"]}',
        "Home.md": "[[Subject]] [[Topic#Part]] [[missing]] and [[missing]]",
        "Subject.md": f"# Part\n{LONG}",
        "Old/b.md": "new",
        "picture.png": b"\x89PNG and more",
        "broken.md": "---\na: 1\n---\n",
        "latin.md": "café",
        "Board.canvas": "{}",
        "crlf.md": b"# A\n[[Home]]\n",
        "two\nlines.md": "[[Old/b]]",
    },
]


@pytest.mark.parametrize("folder", ["", "deep er/notes/"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("how", ["committed", "staged", "unstaged"])
def test_the_index_at_a_revision_is_the_one_that_was_opened_there(
    repo: GitFolder, tmp_path: Path, folder: str, order: tuple[int, int], how: str
) -> None:
    first, second = (STATES[number] for number in order)
    commit = repo.commit({f"{folder}{name}": content for name, content in first.items()} | {"other/x.md": "x"})
    for name in first.keys() - second.keys():
        repo.remove(f"{folder}{name}")
    repo.write({f"{folder}{name}": content for name, content in second.items()})
    if how != "unstaged":
        repo.git("add", "-A")
    if how == "committed":
        repo.commit({"other/x.md": "y"})
    expected = tmp_path / "expected"
    expected.mkdir()
    write_vault(expected, first if folder else {**first, "other/x.md": "x"})
    vault = repo.top / folder
    repository = open_repository(vault)
    then = index_at(open_index(vault), repository, changed_since(repository, commit))
    assert plain(then) == plain(open_index(expected))


def test_nothing_is_parsed_twice(repo: GitFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"kept.md": "kept", "moved.md": LONG, "edited.md": "old"})
    now = open_index(repo.top)
    repository = open_repository(repo.top)
    assert index_at(now, repository, changed_since(repository, "HEAD")) is now
    repo.move("moved.md", "folder/moved.md")
    repo.write({"edited.md": "new"})
    now = open_index(repo.top)
    parsed: list[str] = []

    def parse(text: str, *_: object) -> Any:
        parsed.append(text)
        return now.notes[NotePath("kept.md")].parsed

    monkeypatch.setattr("dlvault.load.past.parse_text", parse)
    then = index_at(now, repository, changed_since(repository, "HEAD"))
    assert parsed == ["old"]
    assert list(then.notes) == ["edited.md", "kept.md", "moved.md"]


def test_deleting_a_note_breaks_the_notes_that_linked_to_it(repo: GitFolder) -> None:
    repo.commit({"a.md": "[[b]] [[fault of a]]", "b.md": "[[fault of b]]", "c.md": "![[b]]"})
    repo.remove("b.md")
    assert compare(repo.top) == (["a.md: L101 b", "c.md: L104 b"], ["b.md: L101 fault of b"])
    repo.commit({})
    assert compare(repo.top) == ([], [])
    assert compare(repo.top, "HEAD~1")[0] == ["a.md: L101 b", "c.md: L104 b"]


def test_a_renamed_note_keeps_its_faults_and_breaks_its_links(repo: GitFolder) -> None:
    repo.commit({"a.md": "[[b]]", "b.md": f"[[old fault]]\n{LONG}"})
    repo.move("b.md", "folder/c.md")
    assert compare(repo.top) == (["a.md: L101 b"], [])
    repo.commit({})
    repo.write({"a.md": "[[c]]"})
    assert compare(repo.top) == ([], ["a.md: L101 b"])
    assert compare(repo.top, "HEAD~1") == ([], [])


def test_the_second_of_two_equal_faults_is_new(repo: GitFolder) -> None:
    repo.commit({"a.md": "[[gone]]\n"})
    repo.write({"a.md": "text above\n\n[[gone]]\n\n[[gone|again]]\n"})
    assert compare(repo.top) == (["a.md: L101 gone"], [])


def test_a_heading_that_goes_breaks_links_elsewhere(repo: GitFolder) -> None:
    repo.commit({"a.md": "[[b#Part]]", "b.md": "# Part\n"})
    repo.write({"b.md": "# Chapter\n"})
    assert compare(repo.top) == (["a.md: L102 b#part"], [])


def test_files_that_git_does_not_keep_are_as_they_were(repo: GitFolder) -> None:
    repo.commit({"a.md": "[[secret]] [[gone secret]]", ".gitignore": "private/\n", "b.md": "[[secret]]"})
    repo.write({"private/secret.md": "s", "b.md": "[[secret]] and more"})
    assert compare(repo.top) == ([], [])


def test_what_will_be_committed_is_judged_without_the_rest(repo: GitFolder) -> None:
    repo.commit({"a.md": "a\n", "b.md": "b\n", "gone.md": "g\n", "user.md": "[[gone]]\n"})
    repo.write({"a.md": "[[draft]] [[staged]]\n", "staged.md": "s\n"})
    repo.git("add", "a.md", "staged.md")
    repo.write({"a.md": "a\n", "draft.md": "[[nothing]]\n", "b.md": "[[not staged]]\n"})
    repo.remove("gone.md")
    repository = open_repository(repo.top)
    now = open_index(repo.top)
    staged = index_at(now, repository, unstaged_changes(repository))
    then = index_at(now, repository, changed_since(repository, "HEAD"))
    assert list(staged.notes) == ["a.md", "b.md", "gone.md", "staged.md", "user.md"]
    renames = staged_changes(repository).renames
    assert told(new_findings(run(then, LINKS), run(staged, LINKS), renames)) == ["a.md: L101 draft"]


def test_a_file_that_is_only_announced_will_not_be_committed(repo: GitFolder) -> None:
    repo.commit({"a.md": "[[later]]"})
    repo.write({"later.md": "l"})
    repo.git("add", "-N", "later.md")
    repository = open_repository(repo.top)
    staged = index_at(open_index(repo.top), repository, unstaged_changes(repository))
    assert list(staged.notes) == ["a.md"]


def test_a_vault_before_its_first_commit_is_all_new(repo: GitFolder) -> None:
    repo.write({"a.md": "[[nothing]]", "b.md": "[[a]]"})
    repo.git("add", "a.md")
    repository = open_repository(repo.top)
    staged = index_at(open_index(repo.top), repository, unstaged_changes(repository))
    assert list(staged.notes) == ["a.md"]
    assert told(new_findings((), run(staged, LINKS))) == ["a.md: L101 nothing"]


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
def test_notes_behind_links_are_those_of_the_revision(repo: GitFolder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write_vault(outside, {"x.md": "# X", "more/y.md": "[[x]]"})
    repo.commit({"shared/s.md": "# Then", "shared/gone.md": "g", "shared/.h.md": "h", "lone/one.md": "[[nowhere]]"})
    vault = GitFolder(repo.top / "notes")
    for name, target in {
        "one.md": ".././lone/one.md", "shared": "../shared", "again": "../shared", "loop": "loop", "up": "..",
        "dead.md": "nothing.md", "out": os.fspath(outside), "out.md": os.fspath(outside / "x.md"), "far": "../../../..",
    }.items():  # fmt: skip
        (vault.top / name).symlink_to(target)
    repo.commit({"notes/a.md": "[[s#Then]] [[gone]] [[x#X]] [[more/y]] [[one]]"})
    expected = plain(open_index(vault.top))
    repository = open_repository(vault.top)
    assert plain(index_at(open_index(vault.top), repository, changed_since(repository, "HEAD"))) == expected
    repo.write({"shared/s.md": "# Now", "shared/new.md": "n", "lone/one.md": "fine"})
    repo.remove("shared/gone.md")
    now = open_index(vault.top)
    assert plain(index_at(now, repository, changed_since(repository, "HEAD"))) == expected
    assert compare(vault.top) == (["a.md: L102 s#then", "a.md: L101 gone"], ["one.md: L101 nowhere"])
    (vault.top / "dead.md").unlink()
    (vault.top / "one.md").unlink()
    assert plain(index_at(open_index(vault.top), repository, changed_since(repository, "HEAD"))) == expected


def test_a_note_that_was_too_large_is_a_problem_of_then(repo: GitFolder) -> None:
    repo.commit({"a.md": "x" * 100, "b.md": "[[a]]"})
    repo.write({"a.md": "small"})
    repository = open_repository(repo.top)
    options = ReadOptions(max_note_size=50)
    then = index_at(open_index(repo.top, options), repository, changed_since(repository, "HEAD"), options)
    assert [(problem.code, problem.path) for problem in then.problems] == [("F501", "a.md")]
    assert not then.notes[NotePath("a.md")].readable


def test_files_left_out_of_a_sparse_checkout_never_were_there(repo: GitFolder) -> None:
    repo.commit({"in/a.md": "[[b]]", "out/b.md": "b"})
    repo.git("sparse-checkout", "set", "in")
    assert not (repo.top / "out").exists()
    assert compare(repo.top) == ([], [])


def test_line_ends_that_git_converts_are_no_change(repo: GitFolder) -> None:
    repo.write({".gitattributes": "*.md text eol=crlf\n"})
    repo.commit({"a.md": b"[[b]]\r\n[[c]]\r\n", "b.md": "b\n"})
    repo.remove("b.md")
    repository = open_repository(repo.top)
    assert changed_since(repository, "HEAD").modified == ()
    assert compare(repo.top) == (["a.md: L101 b"], [])


# The comparison alone


def finding(path: str, subject: str, line: int = 1, code: str = "L101") -> Finding:
    place = Position(line, 1)
    return Finding(code, "name", Severity.ERROR, "message", NotePath(path), place, None, subject)


def test_findings_are_counted_by_rule_note_and_subject() -> None:
    then = [finding("a.md", "x"), finding("a.md", "x", 2), finding("old.md", "y"), finding("f.md", "old.md", code="F5")]
    now = [
        finding("a.md", "x", 30),
        finding("b.md", "x"),
        finding("new.md", "y", 7),
        finding("new.md", "y", 8),
        finding("a.md", "x", code="L102"),
        finding("f.md", "new.md", code="F5"),
    ]
    renames = {NotePath("old.md"): NotePath("new.md")}
    assert new_findings(then, now, renames) == (now[1], now[3], now[4])
    assert fixed_findings(then, now, renames) == (then[1],)
    assert new_findings(now, now) == fixed_findings(now, now) == ()
    assert new_findings((), now) == fixed_findings(now, ()) == tuple(now)


def test_a_planned_note_that_becomes_a_broken_link_did_not_break_now() -> None:
    then, now = [finding("a.md", "x", code="L113")], [finding("a.md", "x")]
    assert new_findings(then, now) == fixed_findings(then, now) == ()
    assert new_findings(now, then) == ()
