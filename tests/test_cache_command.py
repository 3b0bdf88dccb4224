"""`dlvault cache info` and `dlvault cache clear`: where the cache is, how large it is, and that only it goes away."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cached import Outcome, cache_files, run
from tests.warm import LINT, Warm

INFO = ("cache", "info")
CLEAR = ("cache", "clear")
FOREIGN = {"mine.txt": b"mine", "notes.sqlite": b"SQLite format 3\0", "mine.db": b"", "below/mine.db": b"mine"}


@pytest.fixture
def warm(tmp_path: Path) -> Warm:
    made = Warm(tmp_path)
    made.settle()
    return made


def ask(warm: Warm, *argv: str) -> Outcome:
    """Run a command with a state folder and a home beside the cache."""
    home = warm.caches.parent
    environ = {"HOME": os.fspath(home / "home"), "XDG_STATE_HOME": os.fspath(home / "state")}
    return run(argv, warm.world.top, warm.caches, environ)


def leaves(value: Any) -> list[object]:
    """All values of a JSON document that hold no others."""
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    return [leaf for item in value for leaf in leaves(item)] if isinstance(value, list) else [value]


def test_info_names_place_and_size(warm: Warm) -> None:
    ran = ask(warm, *INFO)
    place = os.fspath(warm.caches / "dlvault")
    assert (ran.code, ran.err) == (0, "")
    assert place in ran.out
    assert any(char.isdigit() for char in ran.out.replace(place, ""))


def test_info_names_place_and_size_for_programs(warm: Warm) -> None:
    size = sum(file.stat().st_size for file in cache_files(warm.caches))
    ran = ask(warm, *INFO, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    told = leaves(json.loads(ran.out))
    assert os.fspath(warm.caches / "dlvault") in told
    assert size in told


def test_info_where_nothing_is_cached_makes_nothing(tmp_path: Path) -> None:
    warm = Warm(tmp_path)
    for words in (INFO, (*INFO, "--format", "json")):
        ran = ask(warm, *words)
        assert ran.code == 0
        assert os.fspath(warm.caches / "dlvault") in ran.out
    assert not warm.caches.exists()


def test_clear_takes_the_cache_of_every_vault_and_nothing_else(warm: Warm) -> None:
    other = Warm(warm.caches.parent / "other", 6)
    run(LINT, other.world.top, warm.caches)
    kept = {warm.caches / "dlvault" / name: data for name, data in FOREIGN.items()}
    kept[warm.caches / "other program" / "cache.db"] = b"theirs"
    kept[warm.caches.parent / "state" / "dlvault" / "urls.sqlite"] = b"remembered"
    ours = [file for file in cache_files(warm.caches) if file not in kept]
    for file, data in kept.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    notes = warm.world.state()
    ran = ask(warm, *CLEAR)
    assert (ran.code, len(ran.err.splitlines()) <= 1) == (0, True)
    assert [file for file in ours if file.exists()] == []
    assert {file: file.read_bytes() for file in kept} == kept
    assert warm.world.state() == notes
    warm.check()


def test_clear_again_and_where_nothing_is_cached_is_fine(warm: Warm) -> None:
    assert [ask(warm, *CLEAR).code for _ in range(2)] == [0, 0]
    assert not [path for path in (warm.caches / "dlvault").rglob("*") if path.is_file()]


def test_clear_takes_a_damaged_cache_too(warm: Warm) -> None:
    spoilt = cache_files(warm.caches)
    for file in spoilt:
        file.write_bytes(b"noise" * 1000)
    assert [ask(warm, *INFO).code, ask(warm, *CLEAR).code] == [0, 0]
    assert [file for file in spoilt if file.exists()] == []
    warm.check()


def test_clear_follows_no_link_out_of_the_folder(warm: Warm) -> None:
    treasure = warm.caches.parent / "treasure"
    treasure.mkdir()
    names = [file.name for file in cache_files(warm.caches)]
    for name in names:
        (treasure / name).write_bytes(b"mine")
    (warm.caches / "dlvault" / "below").symlink_to(treasure)
    assert ask(warm, *CLEAR).code == 0
    assert {file.name: file.read_bytes() for file in treasure.iterdir()} == dict.fromkeys(names, b"mine")


@pytest.mark.parametrize(
    "argv", [("cache",), ("cache", "burn"), ("cache", "info", "extra"), ("cache", "clear", "--format", "x")]
)
def test_other_words_are_usage_errors(argv: tuple[str, ...], warm: Warm) -> None:
    ran = ask(warm, *argv)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("dlvault: ")
    assert cache_files(warm.caches)


def test_the_command_needs_no_vault(tmp_path: Path) -> None:
    caches = tmp_path / "caches"
    assert [run(argv, tmp_path, caches).code for argv in (INFO, CLEAR)] == [0, 0]
    assert list(Path(tmp_path).iterdir()) == []
