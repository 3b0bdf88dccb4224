"""A cache that was deleted, cut, filled with noise or exchanged changes no result; at most a line is logged."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.cached import cache_files
from tests.warm import COMMANDS, INSPECT, LINT, Warm

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = 100
"""Bytes of the header of an SQLite file."""
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture(scope="module")
def one_world(tmp_path_factory: pytest.TempPathFactory) -> Warm:
    return Warm(tmp_path_factory.mktemp("warm"))


@pytest.fixture
def warm(one_world: Warm) -> Warm:
    """A vault that all tests of this file edit further, with a new cache."""
    one_world.settle()
    return one_world


def cut(length: Callable[[int], int]) -> Callable[[Path], object]:
    return lambda file: os.truncate(file, min(length(file.stat().st_size), file.stat().st_size))


def noise(kept: int) -> Callable[[Path], object]:
    """Random bytes behind a beginning that is kept."""

    def spoil(file: Path) -> None:
        data = file.read_bytes()
        file.write_bytes(data[:kept] + Random(kept).randbytes(max(len(data) - kept, 0)))

    return spoil


def beside(suffix: str) -> Callable[[Path], object]:
    """A file of noise where SQLite keeps what is not finished."""
    return lambda file: file.with_name(file.name + suffix).write_bytes(Random(1).randbytes(9000))


def folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


def loop_instead(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


def sql(statement: str) -> Callable[[Path], object]:
    def change(file: Path) -> None:
        if is_database(file):
            with closing(sqlite3.connect(file)) as store, store:
                store.execute(statement)

    return change


def somebody_elses(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as store, store:
        store.execute("CREATE TABLE notes (path, findings)")
        store.execute("INSERT INTO notes VALUES (1, 2)")


def is_database(file: Path) -> bool:
    return file.read_bytes().startswith(b"SQLite format 3\0")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda file: file.unlink(),
    "cut to nothing": cut(lambda _: 0),
    "cut to a byte": cut(lambda _: 1),
    "cut in the header": cut(lambda _: 50),
    "cut behind the header": cut(lambda _: HEADER),
    "cut behind a page": cut(lambda _: 4096),
    "cut in the middle of a page": cut(lambda size: size // 2 + 13),
    "cut by half": cut(lambda size: size // 8192 * 4096),
    "cut by a page": cut(lambda size: size - 4096),
    "cut by a byte": cut(lambda size: size - 1),
    "noise": noise(0),
    "noise behind the magic word": noise(16),
    "noise behind the header": noise(HEADER),
    "noise behind the first page": noise(4096),
    "longer": lambda file: file.write_bytes(file.read_bytes() + Random(2).randbytes(5000)),
    "a text": lambda file: file.write_text("no cache\n"),
    "zeros": lambda file: file.write_bytes(bytes(file.stat().st_size)),
    "a folder": folder_instead,
    "a link to itself": loop_instead,
    "a database of somebody else": somebody_elses,
    "of a future version": sql("PRAGMA user_version = 2000000000"),
    "of no version": sql("PRAGMA user_version = 0"),
    "of a negative version": sql("PRAGMA user_version = -1"),
    "of another program": sql("PRAGMA application_id = 1234567"),
    "noise as journal": beside("-journal"),
    "noise as log": beside("-wal"),
    "noise as shared memory": beside("-shm"),
    "write-ahead": sql("PRAGMA journal_mode = WAL"),
    "read-only": lambda file: file.chmod(0o400),
    "nobody's": lambda file: file.chmod(0),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
@pytest.mark.parametrize("edited", [False, True], ids=["same notes", "edited notes"])
def test_a_damaged_cache_changes_nothing(damage: Callable[[Path], object], edited: bool, warm: Warm) -> None:  # noqa: FBT001 - a case
    if edited:
        warm.edit()
    for file in cache_files(warm.caches):
        damage(file)
    warm.check([LINT, INSPECT])
    warm.edit()
    warm.check([LINT])


@pytest.mark.parametrize("seed", range(6))
def test_flipped_bytes_change_nothing(seed: int, warm: Warm) -> None:
    rng = Random(seed)
    for turn in range(10):
        warm.restore()
        for file in cache_files(warm.caches):
            data = bytearray(file.read_bytes())
            first = rng.choice((0, 0, HEADER, len(data) // 2))
            for _ in range(rng.choice((1, 1, 2, 5, 50))):
                at = rng.randrange(min(first, len(data) - 1), len(data))
                data[at] ^= 1 << rng.randrange(8) if rng.random() < 0.5 else rng.randrange(1, 256)
            file.write_bytes(data)
        if turn % 3 == 2:
            warm.edit()
        warm.check([LINT, rng.choice(COMMANDS[1:])], times=1)


def test_flipped_bytes_in_texts_that_are_shown_change_nothing(warm: Warm) -> None:
    """The cruellest place: a stored message, path or heading is still a text, but another one."""
    words = (b"Bread", b"Home", b"Costs", b"arxiv", b"Nowhere", b"paper", b"L101", b"error")
    for word in words:
        warm.restore()
        for file in cache_files(warm.caches):
            file.write_bytes(file.read_bytes().replace(word, word.swapcase()))
        warm.check(times=1)


def test_a_table_that_is_gone_changes_nothing(warm: Warm) -> None:
    for file in cache_files(warm.caches):
        for name in tables(file):
            warm.restore()
            sql(f'DROP TABLE "{name}"')(file)
            warm.check()


def tables(file: Path) -> list[str]:
    if not is_database(file):
        return []
    with closing(sqlite3.connect(file)) as store:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        return [name for (name,) in store.execute(query)]


def test_a_cache_of_yesterday_changes_nothing(warm: Warm) -> None:
    """As when a backup is played back: the cache is whole, but of another time."""
    for _ in range(5):
        warm.edit()
        warm.check([LINT], times=1)
    warm.restore()
    warm.check()


def test_the_cache_of_another_vault_changes_nothing(tmp_path: Path) -> None:
    one, other = Warm(tmp_path / "one", 5), Warm(tmp_path / "other", 6)
    one.settle()
    other.settle()
    for mine, theirs in zip(cache_files(one.caches), cache_files(other.caches), strict=False):
        shutil.copyfile(theirs, mine)
    one.check()


@pytest.mark.parametrize("spoil", ["a file", "a link to nothing", "a loop", "no folder of ours", "closed"])
def test_a_cache_folder_that_cannot_be_used_changes_nothing(spoil: str, warm: Warm) -> None:
    shutil.rmtree(warm.caches)
    ours = warm.caches / "dlvault"
    if spoil == "a file":
        warm.caches.write_text("mine")
    elif spoil == "a link to nothing":
        warm.caches.symlink_to("nowhere/at/all")
    elif spoil == "a loop":
        warm.caches.symlink_to(warm.caches.name)
    elif spoil == "no folder of ours":
        warm.caches.mkdir()
        ours.write_text("mine")
    elif IS_ROOT:
        pytest.skip("root may write everywhere")
    else:
        ours.mkdir(parents=True)
        ours.chmod(0o500)
    warm.check()
    if spoil == "a file":
        assert warm.caches.read_text() == "mine"
    if spoil == "no folder of ours":
        assert ours.read_text() == "mine"


@pytest.mark.skipif(IS_ROOT, reason="root may write everywhere")
def test_a_warm_cache_that_became_read_only_changes_nothing(warm: Warm) -> None:
    for path in (*cache_files(warm.caches), warm.caches / "dlvault"):
        path.chmod(0o500)
    warm.check()
    warm.edit()
    warm.check()
    (warm.caches / "dlvault").chmod(0o700)
