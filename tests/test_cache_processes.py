"""The cache under several processes, under a process that is killed while it writes, and on a disk that takes no more.

Nothing here depends on how fast the machine is: whenever a process is killed, the next run has to be right.
"""

from __future__ import annotations

import shutil
import sys
import time
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.cached import UNCACHED, check_alike, compare, run, uncached
from tests.edits import draw
from tests.warm import ENTRY, INSPECT, LINT, Warm, ended, large, started

if TYPE_CHECKING:
    from pathlib import Path

    from tests.edits.world import World

NOTES = 300
LIMITED = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
del sys.argv[1]
{ENTRY}
"""
"""A disk that is full after so many bytes: Python ignores the signal, and writes fail."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> World:
    return large(tmp_path_factory.mktemp("many") / "world", NOTES)


def test_two_processes_at_once_see_the_same(tmp_path: Path) -> None:
    rng, warm = Random(1), Warm(tmp_path)
    for number in range(4):
        commands = [LINT, rng.choice((LINT, INSPECT))]
        processes = [started(argv, warm.world.top, warm.caches) for argv in commands]
        for process, argv in zip(processes, commands, strict=True):
            check_alike(ended(process), uncached(argv, warm.world.top))
        compare(LINT, warm.world.top, warm.caches)
        if number % 2:
            for edit in draw.edit(rng, warm.world):
                warm.world.do(edit)
        else:
            warm.edit()


def test_processes_of_two_vaults_share_a_folder(tmp_path: Path) -> None:
    one, other = Warm(tmp_path / "one", 7), Warm(tmp_path / "other", 8)
    for _ in range(2):
        processes = [started(LINT, warm.world.top, tmp_path / "caches") for warm in (one, other, one)]
        for process, warm in zip(processes, (one, other, one), strict=True):
            check_alike(ended(process), uncached(LINT, warm.world.top))
        one.edit()


def test_a_run_after_one_that_was_killed_is_right(many: World, tmp_path: Path) -> None:
    rng, caches = Random(2), tmp_path / "caches"
    expected = uncached(LINT, many.top)
    for number in range(10):
        if number % 3 == 0:
            shutil.rmtree(caches, ignore_errors=True)
        process = started(LINT, many.top, caches)
        while process.poll() is None and not any(caches.glob("dlvault/*")):
            time.sleep(0.001)
        time.sleep(rng.random() * 0.1)
        process.kill()
        process.communicate()
        check_alike(run(LINT, many.top, caches), expected)
        if number % 3 == 2:
            many.write("vault/1/Note 1.md", f"[[Note 2]] {number}\n".encode(), 0)
            expected = uncached(LINT, many.top)
    assert compare(LINT, many.top, caches) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits")
@pytest.mark.parametrize("limit", [0, 4096, 50_000])
def test_a_full_disk_changes_nothing(limit: int, tmp_path: Path) -> None:
    warm = Warm(tmp_path)
    for argv in (LINT, LINT, INSPECT):
        full = ended(started((str(limit), *argv), warm.world.top, warm.caches, LIMITED))
        check_alike(full, uncached(argv, warm.world.top))
    warm.check()  # there is room again
    warm.edit()
    check_alike(
        ended(started((str(limit), *LINT), warm.world.top, warm.caches, LIMITED)), uncached(LINT, warm.world.top)
    )
    warm.check()


@pytest.mark.parametrize("jobs", ["1", "2", "5"])
def test_the_number_of_processes_changes_nothing(jobs: str, many: World, tmp_path: Path) -> None:
    expected = uncached(LINT, many.top)
    assert ended(started((*LINT, "--jobs", jobs, *UNCACHED), many.top, tmp_path)) == expected
    assert ended(started((*LINT, "--jobs", jobs), many.top, tmp_path / "caches")) == expected
    assert ended(started((*INSPECT, "--jobs", jobs), many.top, tmp_path / "caches")) == uncached(INSPECT, many.top)


@pytest.mark.parametrize("jobs", ["0", "-1", "many", "1.5"])
def test_a_number_of_processes_that_is_none_is_a_usage_error(jobs: str, tmp_path: Path) -> None:
    ran = run(("lint", f"--jobs={jobs}"), tmp_path, tmp_path / "caches")
    assert (ran.code, ran.out) == (2, "")
    assert "jobs" in ran.err
