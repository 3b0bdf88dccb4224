"""The hooks of `.pre-commit-hooks.yaml` under the real pre-commit, and `lint --staged` by itself.

pre-commit makes its environments with pip, from a repository that holds the working tree: once for all tests, and once
more for `try-repo`, which keeps none.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conftest import TESTS, Ran, write_vault
from tests.repositories import GitFolder, quiet_git

if TYPE_CHECKING:
    from collections.abc import Callable

TOP = TESTS.parent
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
NEEDED = ("src", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
GARDEN = {
    "Home.md": "# Home\nSee [[Trees]] and [[Shrubs]].\n",
    "Trees.md": "# Trees\nOak, elm, ash. Back [[Home]].\n",
    "Shrubs.md": "Long ago: [[Lost]]. Back [[Home]].\n",
}
"""`Shrubs` has a broken link that was always there."""


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The working tree as a repository that pre-commit can clone."""
    top = tmp_path_factory.mktemp("source")
    with pytest.MonkeyPatch.context() as monkeypatch:
        quiet_git(monkeypatch, top.parent)
        folder = GitFolder.new(top)
        for name in NEEDED:
            if (TOP / name).is_dir():
                shutil.copytree(TOP / name, top / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(TOP / name, top / name)
        folder.commit()
    return top


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps its environments for the length of the run."""
    return tmp_path_factory.mktemp("pre-commit")


class Workspace:
    """A repository with notes and a `.pre-commit-config.yaml`."""

    def __init__(self, folder: GitFolder, source: Path) -> None:
        self.folder = folder
        self.source = source

    def configure(self, *hooks: dict[str, Any]) -> None:
        """Take hooks from the working tree of dlvault, with more settings if need be."""
        revision = subprocess.run(
            ["git", "-C", self.source, "rev-parse", "HEAD"], capture_output=True, text=True, check=True
        ).stdout.strip()
        repo = {"repo": str(self.source), "rev": revision, "hooks": list(hooks)}
        self.folder.write({".pre-commit-config.yaml": yaml.safe_dump({"repos": [repo]})})

    def pre_commit(self, *words: str) -> Ran:
        return self.play(sys.executable, "-m", "pre_commit", *words)

    def run(self, *words: str) -> Ran:
        return self.pre_commit("run", "--color", "never", "--verbose", *words)

    def play(self, *words: str) -> Ran:
        done = subprocess.run(words, cwd=self.folder.top, capture_output=True, text=True, check=False)
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path) -> None:
    quiet_git(monkeypatch, tmp_path)
    for name in [name for name in os.environ if name.startswith("PRE_COMMIT")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(home))
    monkeypatch.setenv("VIRTUALENV_OVERRIDE_APP_DATA", str(home / "virtualenv"))


@pytest.fixture
def folder(tmp_path: Path) -> GitFolder:
    """A garden under git, all committed."""
    folder = GitFolder.new(tmp_path / "garden")
    folder.commit(GARDEN)
    return folder


@pytest.fixture
def work(folder: GitFolder, source: Path) -> Workspace:
    """The same with the hook on the notes of a commit."""
    workspace = Workspace(folder, source)
    workspace.configure({"id": "dlvault-lint"})
    folder.commit()
    return workspace


def places(ran: Ran) -> list[str]:
    """`Note.md L101` for each finding of a report."""
    words = [line.split() for line in ran.out.splitlines()]
    return [f"{row[0].partition(':')[0]} {row[1]}" for row in words if len(row) > 1 and row[1][1:].isdigit()]


@pytest.mark.slow
class TestHook:
    """pre-commit runs `dlvault-lint`."""

    def test_a_commit_that_breaks_nothing_goes_through(self, work: Workspace) -> None:
        work.folder.write({"Elm.md": "Like [[Trees]].\n"})
        work.folder.git("add", "-A")
        ran = work.run()
        assert (ran.code, places(ran)) == (0, []), ran.out
        assert re.search(r"^dlvault lint\.+Passed$", ran.out, re.MULTILINE)

    def test_a_deleted_note_is_reported_where_it_was_linked(self, work: Workspace) -> None:
        work.folder.git("rm", "-q", "Trees.md")
        ran = work.run()
        assert (ran.code, places(ran)) == (1, ["Home.md L101"]), ran.out

    def test_a_renamed_note_is_reported_where_it_was_linked(self, work: Workspace) -> None:
        work.folder.git("mv", "Trees.md", "Woods.md")
        ran = work.run()
        assert (ran.code, places(ran)) == (1, ["Home.md L101"]), ran.out

    def test_a_note_is_judged_by_what_is_staged_of_it(self, work: Workspace) -> None:
        work.folder.write({"Trees.md": "# Trees\nSee [[Fir]].\n"})
        work.folder.git("add", "Trees.md")
        work.folder.write({"Trees.md": "# Trees\nSee [[Home]].\n", "Shrubs.md": "See [[Yew]].\n"})
        ran = work.run()
        assert (ran.code, places(ran)) == (1, ["Trees.md L101"]), ran.out
        assert '"Fir"' in ran.out
        work.folder.git("add", "Trees.md")
        work.folder.write({"Trees.md": "# Trees\nSee [[Fir]].\n"})
        ran = work.run()
        assert (ran.code, places(ran)) == (0, []), ran.out

    def test_a_touched_note_is_reported_whole(self, work: Workspace) -> None:
        work.folder.write({"Shrubs.md": GARDEN["Shrubs.md"] + "Box.\n"})
        work.folder.git("add", "-A")
        ran = work.run()
        assert (ran.code, places(ran)) == (1, ["Shrubs.md L101"]), ran.out

    def test_a_note_that_git_does_not_know_is_no_target(self, work: Workspace) -> None:
        work.folder.write({"Trees.md": "See [[Fir]].\n"})
        work.folder.git("add", "-A")
        work.folder.write({"Fir.md": "Not added.\n"})
        ran = work.run()
        assert (ran.code, places(ran)) == (1, ["Trees.md L101"]), ran.out
        work.folder.git("add", "Fir.md")
        assert work.run().code == 0

    def test_two_refs_are_compared_from_where_they_parted(self, work: Workspace) -> None:
        work.folder.git("switch", "-q", "-c", "topic")
        work.folder.remove("Trees.md")
        work.folder.commit()
        work.folder.git("switch", "-q", "main")
        work.folder.commit({"Shrubs.md": "Found: [[Home]].\n"})
        work.folder.git("switch", "-q", "topic")
        ran = work.run("--from-ref", "main", "--to-ref", "HEAD")
        assert (ran.code, places(ran)) == (1, ["Home.md L101"]), ran.out
        assert work.run("--from-ref", "HEAD", "--to-ref", "HEAD").code == 0

    def test_git_commit_is_stopped_and_goes_through_when_mended(self, work: Workspace) -> None:
        assert work.pre_commit("install").code == 0
        work.folder.git("rm", "-q", "Trees.md")
        before = work.folder.git("rev-parse", "HEAD")
        ran = work.play("git", "commit", "-m", "fell the trees")
        assert ran.code != 0
        assert 'No note named "Trees"' in ran.out + ran.err
        assert work.folder.git("rev-parse", "HEAD") == before
        work.folder.write({"Home.md": "# Home\nSee [[Shrubs]].\n"})
        assert work.play("git", "commit", "-a", "-m", "fell the trees").code == 0
        assert work.folder.git("rev-parse", "HEAD^") == before

    def test_git_commit_of_one_file_is_judged_by_what_it_commits(self, work: Workspace) -> None:
        assert work.pre_commit("install").code == 0
        work.folder.write({"Trees.md": "See [[Fir]].\n", "Fir.md": "A tree.\n"})
        work.folder.git("add", "-A")
        ran = work.play("git", "commit", "-m", "trees alone", "Trees.md")
        assert ran.code != 0
        assert 'No note named "Fir"' in ran.out + ran.err
        assert work.play("git", "commit", "-m", "both", "Trees.md", "Fir.md").code == 0

    def test_git_push_is_stopped_by_what_it_would_publish(self, work: Workspace, tmp_path: Path) -> None:
        work.folder.git("init", "-q", "--bare", "-b", "main", tmp_path / "bare.git")
        work.folder.git("remote", "add", "origin", tmp_path / "bare.git")
        work.folder.git("push", "-q", "origin", "main")
        assert work.pre_commit("install", "--hook-type", "pre-push").code == 0
        work.folder.commit({"Elm.md": "Like [[Trees]].\n"})
        work.folder.remove("Trees.md")
        work.folder.commit()
        ran = work.play("git", "push", "origin", "main")
        assert ran.code != 0
        assert "Elm.md:1:6 L101" in ran.out + ran.err
        assert "Shrubs.md" not in ran.out + ran.err
        work.folder.commit({"Trees.md": GARDEN["Trees.md"]})
        assert work.play("git", "push", "origin", "main").code == 0

    def test_vaults_in_subfolders_have_their_own_settings(self, work: Workspace) -> None:
        work.configure(
            {"id": "dlvault-lint", "args": ["--vault", "notes"]},
            {"id": "dlvault-lint", "name": "recipes", "args": ["--vault", "food/recipes"]},
        )
        work.folder.commit(
            {
                "notes/Home.md": "[[Trees]]\n",
                "notes/Trees.md": "[[Home]]\n",
                "food/recipes/Soup.md": "[[Leek]]\n",
                "food/recipes/Leek.md": "[[Soup]]\n",
                "food/recipes/dlvault.toml": 'ignore = ["broken-link"]\n',
            }
        )
        work.folder.git("rm", "-q", "notes/Trees.md", "food/recipes/Leek.md", "Shrubs.md")
        ran = work.run()
        assert (ran.code, places(ran)) == (1, ["notes/Home.md L101"]), ran.out

    def test_the_other_hook_reports_the_whole_vault(self, work: Workspace) -> None:
        work.configure({"id": "dlvault-lint-all"})
        ran = work.run("--all-files")
        assert (ran.code, places(ran)) == (1, ["Shrubs.md L101"]), ran.out

    def test_try_repo_runs_each_hook_from_a_clone(self, folder: GitFolder, source: Path) -> None:
        folder.git("rm", "-q", "Trees.md")
        workspace = Workspace(folder, source)
        ran = workspace.pre_commit("try-repo", "--color", "never", "--verbose", str(source))
        assert ran.code == 1, ran.out + ran.err
        assert [id_ for id_ in HOOKS if f"hook id: {id_}\n" in ran.out] == list(HOOKS)
        assert places(ran) == ["Home.md L101", "Home.md L101", "Shrubs.md L101"]

    def test_the_entry_that_init_writes_works(
        self, folder: GitFolder, source: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        monkeypatch.setenv("PATH", path)
        folder.commit({"my notes/Home.md": "[[Fir]]\n", "my notes/Fir.md": "[[Home]]\n"})
        workspace = Workspace(folder, source)
        assert workspace.play("dlvault", "--vault", "my notes", "init").code == 0
        folder.commit()
        folder.git("rm", "-q", "my notes/Fir.md", "Trees.md")
        ran = workspace.run()
        assert (ran.code, ran.out.count("L101")) == (1, 1), ran.out
        assert "my notes/Home.md:1:1 L101" in ran.out
        assert "[WARNING]" not in ran.out + ran.err


class TestStaged:
    """`dlvault lint --staged` by itself, as in a hook that pre-commit did not write: nothing is put aside."""

    @pytest.fixture
    def lint(self, folder: GitFolder, dlvault: Callable[..., Ran]) -> Callable[..., Ran]:
        return lambda *words: dlvault("lint", "--staged", *words, cwd=folder.top)

    def test_the_staged_text_is_judged_and_shown(self, folder: GitFolder, lint: Callable[..., Ran]) -> None:
        folder.write({"Trees.md": "# Trees\nSee [[Fir]].\n"})
        folder.git("add", "-A")
        folder.write({"Trees.md": "# Trees\nMore.\nSee [[Yew]].\n"})
        ran = lint()
        assert (ran.code, places(ran)) == (1, ["Trees.md L101"])
        assert "\n2 | See [[Fir]].\n  |     ^^^^^^^\n" in ran.out

    def test_what_is_staged_counts_though_its_file_is_as_before(
        self, folder: GitFolder, lint: Callable[..., Ran]
    ) -> None:
        folder.write({"Trees.md": "See [[Fir]].\n"})
        folder.git("add", "-A")
        folder.write({"Trees.md": GARDEN["Trees.md"]})
        assert places(lint()) == ["Trees.md L101"]

    def test_what_is_not_staged_does_not_count(self, folder: GitFolder, lint: Callable[..., Ran]) -> None:
        folder.write({"Trees.md": "See [[Fir]].\n", "New.md": "See [[Fir]].\n"})
        folder.move("Shrubs.md", "Bushes.md")
        ran = lint()
        assert (ran.code, places(ran)) == (0, []), ran.out

    def test_a_staged_rename_is_no_new_fault_of_the_note_but_of_those_that_link_to_it(
        self, folder: GitFolder, lint: Callable[..., Ran]
    ) -> None:
        folder.git("mv", "Shrubs.md", "Bushes.md")
        assert places(lint()) == ["Bushes.md L101", "Home.md L101"]

    def test_a_deleted_picture_is_reported_where_it_was_shown(
        self, folder: GitFolder, lint: Callable[..., Ran]
    ) -> None:
        folder.commit({"oak.png": b"PNG", "Oak.md": "![[oak.png]] [[Home]]\n"})
        folder.git("rm", "-q", "oak.png")
        assert places(lint()) == ["Oak.md L104"]

    def test_the_first_commit_of_a_repository_is_checked_whole(
        self, tmp_path: Path, dlvault: Callable[..., Ran]
    ) -> None:
        folder = GitFolder.new(tmp_path / "new")
        folder.write(GARDEN)
        folder.git("add", "-A")
        folder.write({"Lost.md": "Not added.\n"})
        assert places(dlvault("lint", "--staged", cwd=folder.top)) == ["Shrubs.md L101"]

    def test_named_notes_are_reported_too(self, folder: GitFolder, lint: Callable[..., Ran]) -> None:
        folder.git("rm", "-q", "Trees.md")
        assert places(lint("Shrubs.md")) == ["Home.md L101", "Shrubs.md L101"]

    def test_changes_since_the_ref_of_pre_commit_count_too(
        self, folder: GitFolder, lint: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = folder.git("rev-parse", "HEAD")
        folder.commit({"Elm.md": "[[Home]] [[Yew]]\n"})
        folder.git("rm", "-q", "Trees.md")
        assert places(lint()) == ["Home.md L101"]
        monkeypatch.setenv("PRE_COMMIT_FROM_REF", first)
        assert places(lint()) == ["Elm.md L101", "Home.md L101"]
        monkeypatch.setenv("PRE_COMMIT_FROM_REF", "gone")
        ran = lint()
        assert (ran.code, ran.err.splitlines()[0]) == (2, "dlvault: git knows no revision 'gone'")

    def test_it_goes_with_no_other_comparison_and_with_no_text_of_an_editor(self, lint: Callable[..., Ran]) -> None:
        assert lint("--since", "HEAD").code == lint("-", "--stdin-filename", "Home.md").code == lint("--fix").code == 2


def test_settings_are_those_of_the_vault_that_is_named_or_found(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(
        tmp_path,
        {
            "vault/Home.md": "[[Gone]]\n",
            "vault/dlvault.toml": 'ignore = ["L101"]\n',
            "other/Home.md": "[[Gone]]\n",
            "bare/Home.md": "[[Gone]]\n",
        },
    )
    assert dlvault("lint").code == dlvault("--vault", "vault", "lint").code == 0
    assert dlvault("--vault", "other", "lint").code == 1
    write_vault(tmp_path, {"dlvault.toml": "", "other/dlvault.toml": 'severity = { L101 = "info" }\n'})
    assert dlvault("--vault", "other", "lint").code == dlvault("--vault", "vault", "lint").code == 0
    assert dlvault("--vault", "bare", "lint").code == 1


def test_the_hooks_differ_only_in_what_they_look_at() -> None:
    part, whole = HOOKS["dlvault-lint"], HOOKS["dlvault-lint-all"]
    assert part["entry"] == f"{whole['entry']} --staged" == "dlvault lint --staged"
    for hook in (part, whole):
        assert (hook["language"], hook["pass_filenames"], hook["always_run"], hook["require_serial"]) == (
            "python",
            False,
            True,
            True,
        )
