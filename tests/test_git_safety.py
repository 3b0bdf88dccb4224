"""git is missing, broken or hostile: clear errors, and no program runs that a repository names."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from dlvault.load import git as runner
from dlvault.load.git import Git, HistoryError
from dlvault.load.history import (
    changed_since,
    changes_between,
    find_repository,
    open_repository,
    past_files,
    resolve,
    staged_changes,
    unstaged_changes,
)
from dlvault.load.snapshot import read_stored, stored_files
from tests.repositories import LONG, GitFolder, only, quiet_git, texts

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quiet_git(monkeypatch, tmp_path)


@pytest.fixture
def repo(tmp_path: Path) -> GitFolder:
    return GitFolder.new(tmp_path / "vault")


def test_without_git_there_is_no_repository_and_a_clear_error_where_one_is_asked_for(
    repo: GitFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = tmp_path / "here" / "git"
    evil.parent.mkdir()
    evil.write_text(f"#!/bin/sh\ntouch '{tmp_path}/marker'\n")
    evil.chmod(0o755)
    monkeypatch.chdir(evil.parent)
    for path in ("", ".", f".{os.pathsep}", os.fspath(tmp_path / "no such folder")):
        monkeypatch.setenv("PATH", path)
        assert find_repository(repo.top) is None
        with pytest.raises(HistoryError, match="git is not installed"):
            open_repository(repo.top)
    assert not (tmp_path / "marker").exists()


def test_a_git_that_cannot_start_or_never_ends_is_an_error(
    repo: GitFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "git"
    program.write_text("#!/no/such/interpreter\n")
    program.chmod(0o755)
    monkeypatch.setattr(runner, "_program", lambda: os.fspath(program))
    with pytest.raises(HistoryError, match="cannot be run"):
        open_repository(repo.top)
    program.write_text("#!/bin/sh\nexec sleep 30\n")
    with pytest.raises(HistoryError, match="took longer than"):
        Git(repo.top).ask("status", seconds=0.2)


def test_the_repository_of_another_user_is_refused_with_the_remedy(
    repo: GitFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"a.md": "a"})
    monkeypatch.setattr(runner, "_ENVIRONMENT", {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    with pytest.raises(HistoryError, match="belongs to another user") as caught:
        open_repository(repo.top)
    assert f"safe.directory {repo.top}" in str(caught.value.hint)


def test_variables_that_bind_git_to_another_repository_do_not_count(
    repo: GitFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"notes/a.md": "a"})
    other = GitFolder.new(tmp_path / "other")
    other.commit({"b.md": "b"})
    repo.write({"notes/new.md": "n"})
    monkeypatch.setenv("GIT_DIR", os.fspath(other.top / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", os.fspath(other.top / ".git" / "index"))
    monkeypatch.setenv("GIT_CONFIG", os.devnull)
    assert only(changed_since(open_repository(repo.top / "notes"), "HEAD")) == {"added": ["new.md"]}


def test_no_program_that_a_repository_names_is_run(repo: GitFolder, tmp_path: Path) -> None:
    marker, program = tmp_path / "marker", tmp_path / "evil"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> "{marker}"\ncat\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    repo.commit({"a.md": LONG, "b.md": f"b\n{LONG}", "c.md": "c\n"})
    repo.move("a.md", "a2.md")
    repo.commit({"c.md": "c2\n"})
    evil = os.fspath(program)
    settings = {
        "core.fsmonitor": evil, "core.hooksPath": os.fspath(tmp_path / "hooks"), "core.pager": evil,
        "diff.external": evil, "diff.evil.command": evil, "diff.evil.textconv": evil, "log.showSignature": "true",
        "gpg.program": evil, "filter.evil.clean": evil, "filter.evil.smudge": evil, "filter.evil.required": "true",
        'filter.e v.i"l.process': evil, "core.sshCommand": evil, "core.askPass": evil, "credential.helper": evil,
        "core.editor": evil, "alias.diff": f"!{evil}", "alias.ls-tree": f"!{evil}", "core.gitProxy": evil,
        "remote.origin.url": f"ext::{evil}", "remote.origin.promisor": "true", "protocol.ext.allow": "always",
        "extensions.partialClone": "origin", "core.repositoryFormatVersion": "1", "core.splitIndex": "true",
        "color.ui": "always", "diff.renames": "copies", "diff.noprefix": "true", "diff.submodule": "log",
    }  # fmt: skip
    (tmp_path / "hooks").mkdir()
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"):
        (tmp_path / "hooks" / name).symlink_to(program)
    for name, value in settings.items():
        repo.git("config", name, value)
    attributes = 'a*.md filter=evil diff=evil\nb.md filter="e v.i\\"l" diff=evil\nc.md filter=evil\n'
    (repo.top / ".git" / "info" / "attributes").write_text(attributes)
    repo.write({"b.md": f"b\n{LONG}changed\n", "c.md": "c3\n", "untracked.md": LONG, ".gitattributes": attributes})
    marker.unlink(missing_ok=True)

    found = open_repository(repo.top)
    assert only(changed_since(found, "HEAD"))["modified"] == ["b.md", "c.md"]
    assert only(staged_changes(found)) == {}
    assert only(unstaged_changes(found))["modified"] == ["b.md", "c.md"]
    assert only(changes_between(found, "HEAD~1", "HEAD"))["renamed"] == ["a.md -> a2.md"]
    assert past_files(found).keys() == {"a.md"}
    assert texts(repo.top, "HEAD")["c.md"] == b"c2\n"
    with pytest.raises(HistoryError):
        resolve(found, "f" * 40)
    assert not marker.exists(), marker.read_text()


def test_what_a_partial_clone_lacks_is_not_fetched(repo: GitFolder, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.commit({"a.md": "then\n"})
    repo.commit({"a.md": "now\n"})
    repo.git("clone", "-q", "--filter=blob:none", f"file://{repo.top}", tmp_path / "partial")
    found = open_repository(tmp_path / "partial")
    files = stored_files(found, resolve(found, "HEAD~1"))
    with pytest.raises(HistoryError, match="does not hold all files") as caught:
        read_stored(found, files.values())
    assert "partial clone" in str(caught.value.hint)
    assert texts(tmp_path / "partial", "HEAD") == {"a.md": b"now\n"}


def test_a_lost_object_is_an_error(repo: GitFolder) -> None:
    repo.commit({"a.md": "then\n"})
    blob = repo.git("rev-parse", "HEAD:a.md")
    (repo.top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(HistoryError, match="does not hold all files"):
        texts(repo.top, "HEAD")


def test_a_filter_that_cannot_be_switched_off_stops_everything(repo: GitFolder) -> None:
    repo.commit({"a.md": "a"})
    with (repo.top / ".git" / "config").open("a") as file:
        file.write('[filter "a=b"]\n\tclean = touch marker\n')
    with pytest.raises(HistoryError, match="filter with ="):
        open_repository(repo.top)
    assert find_repository(repo.top) is None


def test_a_broken_repository_is_an_error_not_a_bug(repo: GitFolder) -> None:
    repo.commit({"a.md": "a"})
    found = open_repository(repo.top)
    (repo.top / ".git" / "index").write_bytes(b"no index")
    with pytest.raises(HistoryError, match="failed"):
        changed_since(found, "HEAD")
    (repo.top / ".git" / "config").write_text("[broken")
    with pytest.raises(HistoryError):
        open_repository(repo.top)
