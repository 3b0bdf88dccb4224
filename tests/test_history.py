"""Git facts, on real repositories: where one is, what changed, what was where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dlvault.load.git import HistoryError
from dlvault.load.history import (
    Rename,
    changed_since,
    changes_between,
    find_repository,
    head,
    open_repository,
    past_files,
    resolve,
    staged_changes,
    unstaged_changes,
)
from dlvault.load.snapshot import read_stored, stored_files
from dlvault.model.history import PastFile
from dlvault.model.note import NotePath
from dlvault.vault.scan import scan
from tests.repositories import LONG, GitFolder, only, quiet_git, texts

ODD = [
    "two words.md",
    "quo\"te's.md",
    "new\nline.md",
    "tab\there.md",
    "Über … ☃.md",
    "back\\slash.md",
    "*[x]?.md",
    "-r.md",
]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quiet_git(monkeypatch, tmp_path)


@pytest.fixture
def repo(tmp_path: Path) -> GitFolder:
    return GitFolder.new(tmp_path / "vault")


# Where the repository is


def test_a_vault_is_a_repository_lies_in_one_or_is_in_none(repo: GitFolder, tmp_path: Path) -> None:
    repo.write({"sub\ndir/x/a.md": "a"})
    inside = repo.top / "sub\ndir" / "x"
    assert open_repository(repo.top).prefix == ""
    assert open_repository(inside).prefix == "sub\ndir/x/"
    assert open_repository(inside).top == repo.top
    assert find_repository(tmp_path) is None
    assert find_repository(tmp_path / "missing") is None
    assert find_repository(repo.top / ".git") is None
    (tmp_path / "link").symlink_to(inside)
    assert open_repository(tmp_path / "link").prefix == "sub\ndir/x/"
    with pytest.raises(HistoryError, match="not in the working tree of a git repository") as caught:
        open_repository(tmp_path)
    assert caught.value.hint


# Revisions


def test_revisions_are_resolved_and_unknown_ones_explained(repo: GitFolder) -> None:
    found = open_repository(repo.top)
    with pytest.raises(HistoryError, match="knows no revision 'HEAD'") as caught:
        resolve(found, "HEAD")
    assert caught.value.hint == "nothing has been committed yet"
    first = repo.commit({"a.md": "a"})
    repo.git("tag", "-a", "v1.0", "-m", "one")
    repo.git("update-ref", "refs/remotes/origin/develop", first)
    second = repo.commit({"a.md": "b"})
    assert [resolve(found, name) for name in ("HEAD", "main~1", "v1.0", first[:8])] == [second, first, first, first]
    repo.git("checkout", "-q", "--detach", first)
    assert head(found) == first
    hints = {"develop": "did you mean origin/develop?", "v1.1": "did you mean v1.0?", "xyzzy": "git log lists them"}
    for name, hint in hints.items():
        with pytest.raises(HistoryError, match="knows no revision") as caught:
            resolve(found, name)
        assert hint in str(caught.value.hint)
    for name in ("", "--all", "-n1", "a\0b", "HEAD\n"):
        with pytest.raises(HistoryError, match="is not a revision"):
            resolve(found, name)
    for name in ("HEAD~1..HEAD", "HEAD:a.md"):
        with pytest.raises(HistoryError, match="knows no revision"):
            changed_since(found, name)


def test_a_shallow_clone_says_what_is_missing(repo: GitFolder, tmp_path: Path) -> None:
    repo.commit({"a.md": LONG})
    repo.move("a.md", "b.md")
    repo.commit({})
    repo.git("clone", "-q", "--depth=1", f"file://{repo.top}", tmp_path / "shallow")
    found = open_repository(tmp_path / "shallow")
    assert only(changed_since(found, "HEAD")) == {}
    assert past_files(found) == {}
    with pytest.raises(HistoryError) as caught:
        resolve(found, "HEAD~1")
    assert "git fetch --unshallow" in str(caught.value.hint)


# What changed


def test_every_kind_of_change_since_a_revision(repo: GitFolder) -> None:
    names = ["deleted.md", "kept.md", "staged.md", "unstaged.md", "renamed.md", "moved.md", "edited move.md"]
    repo.commit({name: f"# {name}\n{LONG}" for name in names} | {".gitignore": "private/\n"})
    repo.write({"staged.md": "s", "private/secret.md": "x", ".hidden/a.md": "h"})
    repo.git("add", "staged.md")
    repo.git("mv", "renamed.md", "again.md")
    repo.write({"unstaged.md": "u", "untracked.md": "new"})
    repo.move("moved.md", "deep/er/moved.md")
    repo.move("edited move.md", "after.md")
    repo.write({"after.md": f"# edited move.md\n{LONG}one line more\n"})
    repo.remove("deleted.md")
    before = (repo.top / ".git" / "index").read_bytes()
    objects = sorted((repo.top / ".git").rglob("*"))
    changes = changed_since(open_repository(repo.top), "HEAD")
    assert only(changes) == {
        "added": ["untracked.md"],
        "modified": ["staged.md", "unstaged.md"],
        "deleted": ["deleted.md"],
        "renamed": ["edited move.md -> after.md", "moved.md -> deep/er/moved.md", "renamed.md -> again.md"],
    }
    assert changes.base == repo.git("rev-parse", "HEAD")
    assert changes.renames["moved.md"] == "deep/er/moved.md"  # type: ignore[index]
    assert changes.gone == {"deleted.md", "edited move.md", "moved.md", "renamed.md"}
    assert changes.present == {"untracked.md", "staged.md", "unstaged.md", "after.md", "deep/er/moved.md", "again.md"}
    assert (repo.top / ".git" / "index").read_bytes() == before
    assert sorted((repo.top / ".git").rglob("*")) == objects, "nothing is written into the repository"


def test_staged_unstaged_and_untracked_are_told_apart(repo: GitFolder) -> None:
    repo.commit({"a.md": "a\n", "b.md": LONG, "c.md": "c\n"})
    repo.write({"a.md": "staged\n", "new.md": "n\n"})
    repo.git("add", "a.md", "new.md")
    repo.git("mv", "b.md", "b2.md")
    repo.write({"a.md": "staged and more\n", "c.md": "unstaged\n", "untracked.md": "u\n"})
    found = open_repository(repo.top)
    assert only(staged_changes(found)) == {"added": ["new.md"], "modified": ["a.md"], "renamed": ["b.md -> b2.md"]}
    assert only(unstaged_changes(found)) == {"added": ["untracked.md"], "modified": ["a.md", "c.md"]}
    assert unstaged_changes(found).base is None
    everything = {"added": ["new.md", "untracked.md"], "modified": ["a.md", "c.md"], "renamed": ["b.md -> b2.md"]}
    assert only(changed_since(found, "HEAD")) == everything


def test_a_file_that_was_only_touched_has_not_changed_and_one_of_equal_size_has(repo: GitFolder) -> None:
    repo.commit({"a.md": "aaaa\n", "b.md": "bbbb\n"})
    repo.write({"a.md": "aaaa\n", "b.md": "cccc\n", "untracked.md": "u"})
    os.utime(repo.top / "a.md", (1, 1))
    assert only(changed_since(open_repository(repo.top), "HEAD")) == {"added": ["untracked.md"], "modified": ["b.md"]}


def test_a_repository_without_commits_has_staged_files_only(repo: GitFolder) -> None:
    found = open_repository(repo.top)
    assert only(staged_changes(found)) == {}
    repo.write({"a.md": "a", "b.md": "b"})
    assert only(unstaged_changes(found)) == {"added": ["a.md", "b.md"]}
    repo.git("add", "a.md")
    assert only(staged_changes(found)) == {"added": ["a.md"]}
    assert stored_files(found, staged_changes(found).base) == {}
    assert only(changed_since(found, head(found))) == {"added": ["a.md", "b.md"]}
    assert texts(repo.top, None) == {"a.md": b"a"}
    assert past_files(found) == {}


def test_a_range_is_compared_from_where_the_branches_parted(repo: GitFolder) -> None:
    start = repo.commit({"a.md": "a", "gone.md": "g"})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit({"topic.md": "t"})
    repo.remove("gone.md")
    repo.commit({})
    repo.git("checkout", "-q", "main")
    repo.commit({"a.md": "main moved on"})
    changes = changes_between(open_repository(repo.top), "main", "topic")
    assert only(changes) == {"added": ["topic.md"], "deleted": ["gone.md"]}
    assert changes.base == start
    repo.git("checkout", "-q", "--orphan", "other")
    apart = repo.commit({"other.md": "o"})
    unrelated = changes_between(open_repository(repo.top), "topic", apart)
    assert unrelated.base == repo.git("rev-parse", "topic")
    assert "topic.md" in unrelated.deleted


def test_a_vault_in_a_subfolder_sees_itself_only(repo: GitFolder) -> None:
    repo.commit({"notes/a.md": LONG, "notes/b.md": f"b\n{LONG}", "outside.md": "another text\n", "notes2/x.md": "x"})
    repo.git("config", "diff.relative", "true")
    repo.move("notes/a.md", "a.md")
    repo.move("outside.md", "notes/in/side.md")
    repo.move("notes/b.md", "notes/.trash/b.md")
    repo.write({"notes2/x.md": "y", "notes2/new.md": "n"})
    found = open_repository(repo.top / "notes")
    assert only(changed_since(found, "HEAD")) == {"added": ["in/side.md"], "deleted": ["a.md", "b.md"]}
    assert list(texts(repo.top / "notes", "HEAD")) == ["a.md", "b.md"]
    repo.commit({})
    assert past_files(found).keys() == {"a.md", "b.md"}


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_odd_names_survive(repo: GitFolder) -> None:
    undecodable = os.fsdecode(b"latin-\xe9.md")
    names = [*ODD, undecodable, 'folder with\nall\tof "it"/Ä.md']
    repo.write({"start.md": "s"})
    repo.commit({f"in [*]/{name}": f"{number}\n{LONG}" for number, name in enumerate(names)})
    vault = repo.top / "in [*]"
    found = open_repository(vault)
    assert sorted(texts(vault, "HEAD")) == sorted(names) == [path for path, _, _ in scan(vault).rows()]
    for name in names:
        repo.move(f"in [*]/{name}", f"in [*]/new {name}")
    pairs = tuple(sorted(Rename(NotePath(name), NotePath(f"new {name}")) for name in names))
    assert changed_since(found, "HEAD").renamed == pairs
    repo.commit({})
    assert {(file.path, file.now) for file in past_files(found).values()} == set(pairs)
    for name in names:
        repo.remove(f"in [*]/new {name}")
    assert changed_since(found, "HEAD").deleted == tuple(sorted(f"new {name}" for name in names))


def test_what_a_dot_hides_comes_and_goes(repo: GitFolder) -> None:
    repo.commit({".trash/a.md": LONG, "b.md": "b and nothing else\n" * 9, ".trash/c.md": "c, as ever\n" * 9})
    repo.move(".trash/a.md", "a.md")
    repo.move("b.md", ".trash/b.md")
    repo.move(".trash/c.md", ".other/c.md")
    repo.git("add", "-A")
    assert only(changed_since(open_repository(repo.top), "HEAD")) == {"added": ["a.md"], "deleted": ["b.md"]}


def test_a_file_in_conflict_is_modified(repo: GitFolder) -> None:
    repo.commit({"a.md": "a\n", "b.md": "b\n"})
    repo.git("checkout", "-q", "-b", "other")
    repo.commit({"a.md": "theirs\n"})
    repo.git("checkout", "-q", "main")
    repo.commit({"a.md": "ours\n"})
    with pytest.raises(AssertionError):
        repo.git("merge", "-q", "other")
    repo.write({"untracked.md": "u"})
    found = open_repository(repo.top)
    assert only(changed_since(found, "HEAD")) == {"added": ["untracked.md"], "modified": ["a.md"]}
    assert only(unstaged_changes(found)) == {"added": ["untracked.md"], "modified": ["a.md"]}
    assert texts(repo.top, None) == {"a.md": b"ours\n", "b.md": b"b\n"}


def test_empty_files_come_and_go(repo: GitFolder) -> None:
    repo.commit({"a.md": LONG, "empty.md": ""})
    repo.remove("a.md")
    repo.move("empty.md", "still empty.md")
    repo.write({"also empty.md": ""})
    changes = changed_since(open_repository(repo.top), "HEAD")
    assert changes.present == {"also empty.md", "still empty.md"}
    assert changes.gone == {"a.md", "empty.md"}


def test_a_folder_in_place_of_a_file(repo: GitFolder) -> None:
    repo.commit({"a": "file\n", "b.md": "b\n"})
    repo.remove("a")
    repo.write({"a/inside.md": "now a folder\n"})
    changes = only(changed_since(open_repository(repo.top), "HEAD"))
    assert changes == {"added": ["a/inside.md"], "deleted": ["a"]}


def test_a_second_working_tree_has_its_own_index(repo: GitFolder, tmp_path: Path) -> None:
    repo.commit({"notes/a.md": "a", "notes/b.md": "b"})
    repo.git("worktree", "add", "-q", tmp_path / "tree")
    tree = GitFolder(tmp_path / "tree")
    tree.write({"notes/a.md": "changed", "notes/new.md": "n"})
    tree.git("add", "notes/a.md")
    found = open_repository(tree.top / "notes")
    assert only(changed_since(found, "HEAD")) == {"added": ["new.md"], "modified": ["a.md"]}
    assert only(staged_changes(found)) == {"modified": ["a.md"]}
    assert only(changed_since(open_repository(repo.top / "notes"), "HEAD")) == {}


def test_a_hook_of_a_partial_commit_sees_what_will_be_committed(
    repo: GitFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repo.commit({"a.md": "a\n", "b.md": "b\n"})
    repo.write({"a.md": "a2\n", "b.md": "b2\n"})
    repo.git("add", "a.md", "b.md")
    hook = repo.top / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nprintf %s "$GIT_INDEX_FILE" > {tmp_path}/name\ncp "$GIT_INDEX_FILE" {tmp_path}/copy\n')
    hook.chmod(0o755)
    repo.git("commit", "-q", "-m", "b only", "b.md")
    name = (tmp_path / "name").read_text()
    repo.git("reset", "-q", "--soft", "HEAD~1")
    (repo.top / ".git" / "hook-index").write_bytes((tmp_path / "copy").read_bytes())
    found = open_repository(repo.top)
    assert only(staged_changes(found)) == {"modified": ["a.md", "b.md"]}
    monkeypatch.setenv("GIT_INDEX_FILE", os.fspath(Path(name).parent / "hook-index"))
    assert only(staged_changes(found)) == {"modified": ["b.md"]}
    assert texts(repo.top, None) == {"a.md": b"a\n", "b.md": b"b2\n"}


# What was where


def test_past_files_know_their_last_commit_and_where_they_went(repo: GitFolder) -> None:
    commits = [repo.commit({"a.md": f"a{LONG}", "old.md": f"o{LONG}", "x.md": f"x{LONG}", "stays.md": "s"})]
    repo.move("a.md", "b.md")
    repo.remove("old.md")
    commits.append(repo.commit({}))
    repo.move("b.md", "deep/c.md")
    commits.append(repo.commit({}))
    repo.move("x.md", "y.md")
    commits.append(repo.commit({}))
    repo.remove("y.md")
    commits.append(repo.commit({}))
    short = [repo.git("rev-parse", "--short", commit) for commit in commits]
    found = open_repository(repo.top)
    assert set(past_files(found).values()) == {
        PastFile(NotePath("a.md"), short[0], NotePath("deep/c.md")),
        PastFile(NotePath("b.md"), short[1], NotePath("deep/c.md")),
        PastFile(NotePath("old.md"), short[0], None),
        PastFile(NotePath("x.md"), short[2], None),
        PastFile(NotePath("y.md"), short[3], None),
    }
    assert past_files(found, limit=1).keys() == {"y.md"}
    repo.move("deep/c.md", "d.md")
    repo.remove("stays.md")
    past = past_files(found, [changed_since(found, "HEAD")])
    assert {past[name].now for name in ("a.md", "b.md", "deep/c.md")} == {"d.md"}
    assert past["stays.md"] == PastFile(NotePath("stays.md"), short[-1], None)


def test_what_a_shallow_clone_has_lost_is_told_by_the_changes_since_a_revision(repo: GitFolder) -> None:
    repo.commit({"a.md": LONG, "b.md": "b"})
    start = repo.git("rev-parse", "--short", "HEAD")
    repo.git("checkout", "-q", "-b", "topic")
    repo.move("a.md", "c.md")
    repo.remove("b.md")
    topic = repo.commit({})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
    (repo.top / ".git" / "shallow").write_text(f"{repo.git('rev-parse', 'HEAD^1')}\n{topic}\n")
    found = open_repository(repo.top)
    assert past_files(found) == {}
    changes = (changed_since(found, "HEAD"), unstaged_changes(found), changed_since(found, "HEAD^1"))
    assert set(past_files(found, changes).values()) == {
        PastFile(NotePath("a.md"), start, NotePath("c.md")),
        PastFile(NotePath("b.md"), start, None),
    }


def test_names_that_change_places_in_one_commit_are_not_mixed_up(repo: GitFolder) -> None:
    repo.commit({"a.md": f"first\n{LONG}", "b.md": "".join(f"other {number}\n" for number in range(50))})
    repo.move("b.md", "c.md")
    repo.move("a.md", "b.md")
    repo.commit({})
    past = past_files(open_repository(repo.top))
    assert {path: file.now for path, file in past.items()} in ({"a.md": "b.md", "b.md": "c.md"}, {"a.md": None})


def test_past_files_are_evidence_and_never_an_error(repo: GitFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"a.md": "a"})
    repo.remove("a.md")
    repo.commit({})
    found = open_repository(repo.top)
    assert past_files(found).keys() == {"a.md"}
    monkeypatch.setenv("PATH", "")
    assert past_files(found) == {}


def test_sizes_are_known_without_reading_and_only_notes_are_read(repo: GitFolder) -> None:
    repo.commit({"a.md": "12345", "long.md": "x" * 50, "picture.png": b"1234567", "b.canvas": "{}"})
    found = open_repository(repo.top)
    read = read_stored(found, stored_files(found, head(found)).values(), max_note_size=49)
    assert read == {"a.md": (5, b"12345"), "long.md": (50, None), "picture.png": (7, None), "b.canvas": (2, b"{}")}


def test_submodules_belong_to_another_repository(repo: GitFolder, tmp_path: Path) -> None:
    GitFolder.new(tmp_path / "other").commit({"inside.md": "i"})
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../other", "sub")
    repo.commit({"a.md": "a"})
    repo.write({"sub/inside.md": "changed", "sub/new.md": "n", "a.md": "b"})
    (GitFolder.new(repo.top / "nested").top / "x.md").write_text("x")
    found = open_repository(repo.top)
    assert only(changed_since(found, "HEAD")) == {"modified": ["a.md"]}
    assert list(stored_files(found, head(found))) == ["a.md"]
    assert only(changed_since(open_repository(repo.top / "sub"), "HEAD")) == {
        "added": ["new.md"],
        "modified": ["inside.md"],
    }
