"""Where the cache lives, for whom, and that it is the same vault that it speaks of."""

from __future__ import annotations

import ast
import os
import pickletools
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

import dlvault
from tests.cached import cache_files, check_alike, compare, run, uncached
from tests.edits.world import VAULT
from tests.warm import COMMANDS, LINT, Warm

HERE = ("lint", "--format", "json")
PICKLED = range(2, 6)
"""Versions of the format that name themselves in a header."""
linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems keep caches in other places")


@pytest.fixture
def warm(tmp_path: Path) -> Warm:
    made = Warm(tmp_path)
    made.settle()
    return made


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"HOME": ""},
        {"XDG_CACHE_HOME": ""},
        {"HOME": "relative"},
        {"XDG_CACHE_HOME": "relative"},
        {"HOME": "/dev/null"},
    ],
    ids=str,
)
def test_without_a_home_nothing_changes_and_nothing_is_left_here(environ: dict[str, str], warm: Warm) -> None:
    before = warm.world.state()
    for _ in range(2):
        check_alike(run(LINT, warm.world.top, None, environ), uncached(LINT, warm.world.top))
    assert warm.world.state() == before


@linux
@pytest.mark.parametrize("cache_home", [None, "", "relative"])
def test_without_a_cache_folder_it_is_that_of_the_home(cache_home: str | None, tmp_path: Path) -> None:
    warm, home = Warm(tmp_path), tmp_path / "home"
    home.mkdir()
    environ = {"HOME": os.fspath(home), **({} if cache_home is None else {"XDG_CACHE_HOME": cache_home})}
    run(LINT, warm.world.top, None, environ)
    assert cache_files(home / ".cache")


def test_without_the_cache_nothing_is_cached(tmp_path: Path) -> None:
    warm = Warm(tmp_path)
    run((*LINT, "--no-cache"), warm.world.top, warm.caches)
    assert not warm.caches.exists()


def test_a_warm_cache_is_neither_read_nor_written_without_the_cache(warm: Warm) -> None:
    before = [(file, file.read_bytes()) for file in cache_files(warm.caches)]
    warm.edit()
    assert run((*LINT, "--no-cache"), warm.world.top, warm.caches) == uncached(LINT, warm.world.top)
    assert [(file, file.read_bytes()) for file in cache_files(warm.caches)] == before


@pytest.mark.parametrize(
    "name", ["a b", "%41?mode=ro#x&y", "it's; DROP TABLE notes; --", 'q"uote', "Stra\u00dfe \u65e5", "a\nb"]
)
def test_odd_names_of_vault_and_cache_folder_change_nothing(name: str, tmp_path: Path) -> None:
    warm = Warm(tmp_path / name)
    warm.settle()
    warm.edit()
    warm.check()


@linux
def test_a_vault_whose_path_is_no_unicode_changes_nothing(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    try:
        odd.mkdir()
    except OSError:
        pytest.skip("the file system holds Unicode only")
    warm = Warm(odd)
    warm.check()
    (warm.world.top / VAULT / os.fsdecode(b"na\xefve.md")).write_text("[[Home]] [[Nowhere]]\n")
    for argv in COMMANDS:
        compare(argv, warm.world.top, warm.caches)


def test_two_vaults_of_one_name_know_nothing_of_each_other(tmp_path: Path) -> None:
    one, other = Warm(tmp_path / "one", 5), Warm(tmp_path / "other", 6)
    for _ in range(3):
        for warm in (one, other):
            compare(LINT, warm.world.top, tmp_path / "caches")
            warm.edit()


def test_equal_notes_in_two_vaults_are_judged_by_their_own_vault(tmp_path: Path) -> None:
    for name, files in (("one", {"a.md": "[[b]]\n", "b.md": "[[a]]\n"}), ("other", {"a.md": "[[b]]\n"})):
        (tmp_path / name / VAULT).mkdir(parents=True)
        for path, text in files.items():
            (tmp_path / name / VAULT / path).write_text(text)
    found = [compare(LINT, tmp_path / name, tmp_path / "caches").code for name in ("one", "other", "one", "other")]
    assert found == [0, 1, 0, 1]


def test_a_vault_that_moved_and_another_in_its_place_change_nothing(tmp_path: Path) -> None:
    one, other = Warm(tmp_path / "one", 5), Warm(tmp_path / "other", 6)
    caches = tmp_path / "caches"
    compare(LINT, one.world.top, caches)
    one.world.top.rename(tmp_path / "moved")
    other.world.top.rename(one.world.top)
    compare(LINT, tmp_path / "moved", caches)
    compare(LINT, one.world.top, caches)


def test_a_vault_reached_in_several_ways_is_the_same(warm: Warm, tmp_path: Path) -> None:
    root = warm.world.top / VAULT
    (tmp_path / "link").symlink_to(root)
    for _ in range(2):
        warm.edit()
        compare(("lint", "--vault", str(root), "--show", "info"), tmp_path, warm.caches)
        compare(("lint", "--vault", "link", "--show", "info"), tmp_path, warm.caches)
        compare(("lint", "--show", "info"), root, warm.caches)
        compare(HERE, root, warm.caches)
        compare(("lint", "--vault", f"../world/{VAULT}", "--format", "concise"), warm.world.top, warm.caches)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_nobody_else_may_read_the_cache(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Warm(tmp_path).settle()
    finally:
        os.umask(before)
    ours = tmp_path / "caches" / "dlvault"
    assert stat.S_IMODE(ours.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in cache_files(tmp_path / "caches")} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in ours.rglob("*") if path.is_dir()} <= {0o700}


def test_the_cache_holds_nothing_that_runs_when_it_is_read(warm: Warm) -> None:
    for file in cache_files(warm.caches):
        if not file.read_bytes().startswith(b"SQLite format 3\0"):
            assert not is_pickle(file.read_bytes())
            continue
        with closing(sqlite3.connect(file)) as store:
            for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in store.execute(f'SELECT * FROM "{name}"'):
                    assert not [value for value in row if isinstance(value, bytes) and is_pickle(value)]


def is_pickle(data: bytes) -> bool:
    if data[:1] != b"\x80" or data[1:2] not in [bytes([version]) for version in PICKLED]:
        return False
    try:
        return any(code.name == "STOP" for code, *_ in pickletools.genops(data))
    except (ValueError, IndexError):
        return False


def test_no_module_of_ours_reads_what_could_run() -> None:
    imported = set()
    for file in Path(dlvault.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    assert imported & {"pickle", "marshal", "shelve", "dbm", "copyreg"} == set()
