"""What is remembered from run to run: how little a warm run needs, and that a small change is followed."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from dlvault.cli.cache_folder import cache_folder
from dlvault.load.listed import Listed
from dlvault.load.names import number_of
from dlvault.load.relint import Course
from dlvault.model.note import NotePath
from dlvault.vault.scan import scan
from tests.conftest import TESTS, write_vault
from tests.repositories import GitFolder
from tests.test_start_up import RUN, foreign, imported

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

DEMO = ("--vault", os.fspath(TESTS.parent / "vault"))
OLD = """
import dlvault.load.gitstate, dlvault.load.listed
# Nothing is too young to prove anything: what was written a moment ago is not written again while this runs.
dlvault.load.gitstate.YOUNG_NS = dlvault.load.listed.YOUNG_NS = -(10**15)
"""
INFOS = ("--format", "json")


def packages(modules: set[str]) -> set[str]:
    """Packages that neither Python brings nor we do."""
    return {name.partition(".")[0] for name in foreign(modules)} - set(sys.stdlib_module_names) - {"dlvault"}


def test_a_warm_lint_imports_the_standard_library_only() -> None:
    first, warm = (imported(OLD + RUN, *DEMO, "lint") for _ in range(2))
    assert "mistune" in first[2], "the first run reads the vault"
    assert warm[:2] == first[:2]
    assert packages(warm[2]) == set()
    assert not {"argparse", "json", "re", "typing", "dlvault.lint.run"} & foreign(warm[2]), "it prints what it printed"


def test_another_question_about_an_unchanged_vault_imports_the_standard_library_only() -> None:
    assert imported(OLD + RUN, *DEMO, "lint")[0] == 0
    for words in (INFOS, ("--show", "info", "--format", "concise"), ("--statistics",), (DEMO[1],)):
        code, _, modules = imported(OLD + RUN, *DEMO, "lint", *words)
        assert code == 0
        assert packages(modules) == set(), words
        assert "dlvault.syntax.parse" not in modules


def many_notes(root: Path) -> Path:
    """A vault of enough notes that one change is few."""
    files = {
        f"n/Note {at}.md": f"---\naliases: [A{at}]\n---\n# H{at}\n\n[[Note {at + 1}]] #tag\n\n- #PAPER [T{at}](https://e.org/{at})\n"
        for at in range(40)
    }
    files |= {
        "n/Lost.md": "[[Gone]] [[Note 3#Nowhere]] ![[x.png]]",
        "img/y.png": "",
        "n/Old.md": "requires",
        "Board.canvas": "{}",
    }
    return write_vault(root, files)


def another_edit(root: Path) -> None:
    (root / "n/Note 20.md").write_text("#tag [[Note 1]]\n\n# Here\n")


EDITS: dict[str, Callable[[Path], object]] = {
    "a sentence": lambda root: (root / "n/Note 7.md").write_text("[[Note 1]] and [[Note 2]]"),
    "a broken link": lambda root: (root / "n/Note 7.md").write_text("[[Note 1000]] [[Gone]]"),
    "a heading of another note is gone": lambda root: (root / "n/Note 3.md").write_text("# Nowhere\n"),
    "an alias that explains a broken link": lambda root: (root / "n/Note 3.md").write_text(
        "---\naliases: [Gone]\n---\n"
    ),
    "the missing note": lambda root: (root / "n/Gone.md").write_text("# Here\n"),
    "another folder with the same name": lambda root: write_vault(root, {"m/Note 9.md": "", "m/Note 10.md": ""}),
    "a note is deleted": lambda root: (root / "n/Note 9.md").unlink(),
    "a note is renamed": lambda root: (root / "n/Note 9.md").rename(root / "n/Note nine.md"),
    "a missing picture": lambda root: (root / "x.png").write_bytes(b""),
    "a picture is used": lambda root: (root / "n/Note 7.md").write_text("![[y.png]]"),
    "a tag in another spelling": lambda root: (root / "n/Note 7.md").write_text("#Tag #tag"),
    "the same paper, another title": lambda root: (root / "n/Note 7.md").write_text(
        "- #PAPER [Other](https://e.org/3)\n"
    ),
    "a circle": lambda root: (
        (root / "n/Note 7.md").write_text('---\nrequires: "[[Note 8]]"\n---\n'),
        (root / "n/Note 8.md").write_text('---\nrequires: "[[Note 7]]"\n---\n'),
    ),
    "no text any more": lambda root: (root / "n/Note 7.md").write_bytes(b"\xff\xfe\x00"),
    "bad properties": lambda root: (root / "n/Note 7.md").write_text("---\na: [\n---\n"),
    "a card": lambda root: (root / "Board.canvas").write_text(
        '{"nodes":[{"id":"1","type":"file","file":"n/Gone.md"}]}'
    ),
    "nothing": lambda root: os.utime(root / "n/Note 7.md"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_small_change_is_followed_and_the_vault_is_not_looked_at_as_a_whole(
    edit: Callable[[Path], object], tmp_path: Path, dlvault: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = many_notes(tmp_path / "v")
    dlvault("--vault", root, "lint", *INFOS)

    def refuse(_: Course) -> None:
        message = "the whole vault was looked at"
        raise AssertionError(message)

    for _ in range(2):  # what the first change leaves in the store is what the second is followed from
        edit(root)
        with monkeypatch.context() as patch:
            patch.setattr(Course, "whole", refuse)
            warm = dlvault("--vault", root, "lint", *INFOS)
        assert warm == dlvault("--vault", root, "lint", *INFOS, "--no-cache")
        edit = another_edit


def test_what_lint_has_parsed_no_other_command_parses_again(
    tmp_path: Path, dlvault: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = many_notes(tmp_path / "v")
    cold = {words: dlvault("--vault", root, *words, "--no-cache") for words in (("tags",), ("resources",), ("stats",))}
    dlvault("--vault", root, "lint")

    def refuse(*_: object) -> None:
        message = "a note was parsed again"
        raise AssertionError(message)

    monkeypatch.setattr("dlvault.load.read.parse_text", refuse)
    for words, expected in cold.items():
        assert dlvault("--vault", root, *words) == expected


def test_a_note_that_settings_make_too_large_is_not_taken_from_memory(
    tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    root = many_notes(tmp_path / "v")
    write_vault(root, {"n/Long.md": "word " * 100})
    before = dlvault("--vault", root, "lint", *INFOS)
    (root / "dlvault.toml").write_text("max-note-size = 200\n", encoding="utf-8")
    for _ in range(2):
        now = dlvault("--vault", root, "lint", *INFOS)
        assert now == dlvault("--vault", root, "lint", *INFOS, "--no-cache") != before


def test_two_paths_of_one_number_do_not_take_topics_from_each_other(
    tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    one, other = "ne1a31e0316.md", "n4640a9050e.md"
    assert number_of(one) == number_of(other)
    root = write_vault(
        many_notes(tmp_path / "v"), dict.fromkeys((one, other), "[[Target#One]]") | {"Target.md": "# One"}
    )
    dlvault("--vault", root, "lint", *INFOS)
    for name, text in ((one, "nothing"), ("Target.md", "# Two")):
        (root / name).write_text(text, encoding="utf-8")
        assert dlvault("--vault", root, "lint", *INFOS) == dlvault("--vault", root, "lint", *INFOS, "--no-cache")


def test_a_file_that_takes_the_place_of_one_of_the_same_size_and_times_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one", encoding="utf-8")
    before = scan(tmp_path)
    before.begun_ns = 2**62
    listed = Listed.of(before, {NotePath("a.md"): "00" * 16})
    now = scan(tmp_path)
    assert listed.is_same(now)
    now = scan(tmp_path)
    now.numbers[0] += 1
    assert not listed.is_same(now)
    assert listed.suspects(now) == (["a.md"], [])


def test_a_time_far_in_the_future_stops_nothing(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    root = many_notes(tmp_path / "v")
    try:
        os.utime(root / "n/Lost.md", (10_500_000_000, 10_500_000_000))
    except (OSError, OverflowError):
        pytest.skip("the system has no such time")
    cold = dlvault("--vault", root, "lint", "--no-cache")
    assert (cold.code, cold.err) == (1, "")
    assert [dlvault("--vault", root, "lint") for _ in range(2)] == [cold, cold]


def test_what_became_of_a_lost_picture_is_asked_again_while_it_is_not_committed(
    tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    repo = GitFolder.new(tmp_path / "v")
    picture = bytes(range(256)) * 20
    write_vault(many_notes(repo.top), {"att/Old.png": picture, "Use.md": "![[Old.png]] ![[New.png]]"})
    repo.commit({})
    (repo.top / "att/Old.png").rename(repo.top / "att/New.png")
    words = ("--vault", repo.top, "lint")
    assert "att/New.png" in dlvault(*words).out
    (repo.top / "att/New.png").write_bytes(picture[::-1])
    assert dlvault(*words) == dlvault(*words, "--no-cache")


def test_clear_of_one_vault_leaves_the_others(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    roots = [many_notes(tmp_path / name) for name in ("one", "two")]
    for root in roots:
        dlvault("--vault", root, "lint")
    assert dlvault("--vault", roots[0], "cache", "clear").code == 0
    told = json.loads(dlvault("cache", "info", "--format", "json").out)
    assert [row["vault"] for row in told["vaults"]] == [os.path.realpath(roots[1])]


def test_without_a_cache_nothing_is_written(tmp_path: Path, dlvault: Callable[..., Ran], caches: Path) -> None:
    root = many_notes(tmp_path / "v")
    for words in (("lint",), ("tags",), ("lint", "--fix")):
        dlvault("--vault", root, *words, "--no-cache")
    assert not caches.exists()


def test_the_folder_is_the_one_that_the_system_has_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder(os.environ, "linux") == Unix("dlvault").user_cache_dir == "/home/me/.cache/dlvault"
    assert cache_folder(os.environ, "darwin") == MacOS("dlvault").user_cache_dir
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert cache_folder(os.environ, "linux") == Unix("dlvault").user_cache_dir == "/caches/dlvault"
    assert cache_folder({"LOCALAPPDATA": "relative"}, "win32") is None
    assert cache_folder({"XDG_CACHE_HOME": "relative"}, "linux") is None
