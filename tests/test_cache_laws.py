"""The cache never changes a result: after random edits every command does the same with it and without it.

Each course of edits has a number. `pytest tests/test_cache_laws.py --soak-seed 7 --soak-edits 500` plays course 7 for
500 steps, with git and without, and nothing else; `make soak` plays 2 000 steps of new courses. A difference is told
with the shortest steps that show it: paste them into `SHOWN`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.edits import commands, draw
from tests.edits.play import Player, Step, play, soak

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

COURSES = (("no repository", 2), ("no repository", 3), ("no repository", 5), ("git", 4))
"""In the first three every rule speaks, and all that can speak of notes that were not touched do so."""
STEPS = {"no repository": 60, "git": 30}
LONG = (("no repository", 101), ("no repository", 102), ("no repository", 103), ("git", 104), ("git", 105))
LONG_STEPS = 400


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Play the courses of the suite, or the one that was asked for."""
    if "course" in metafunc.fixturenames:
        seed = metafunc.config.getoption("soak_seed")
        long = metafunc.definition.get_closest_marker("soak") is not None
        courses: Sequence[tuple[str, int]] = LONG if long else COURSES
        if seed is not None:
            courses = () if long else [(kind, seed) for kind in STEPS]
        metafunc.parametrize("course", courses, ids=lambda course: f"{course[0]}-{course[1]}")


@pytest.fixture
def steps(request: pytest.FixtureRequest) -> int | None:
    """How many steps the command line asks for."""
    number: int | None = request.config.getoption("soak_edits")
    return number


def test_random_edits_give_the_same_with_the_cache_and_without(
    course: tuple[str, int], steps: int | None, tmp_path: Path
) -> None:
    kind, seed = course
    soak(tmp_path, seed, steps or STEPS[kind], git=kind == "git")


@pytest.mark.soak
def test_thousands_of_random_edits_give_the_same_with_the_cache_and_without(
    course: tuple[str, int], steps: int | None, tmp_path: Path
) -> None:
    kind, seed = course
    soak(tmp_path, seed, steps or LONG_STEPS, git=kind == "git")


SHOWN: dict[str, list[Step]] = {}
"""Steps that once showed a difference, by what was wrong."""


def test_steps_that_once_showed_a_difference(tmp_path: Path) -> None:
    for name, steps in SHOWN.items():
        play(tmp_path / name, steps)


def test_a_machine_of_edits_and_commands_finds_no_difference(tmp_path_factory: pytest.TempPathFactory) -> None:
    class Machine(RuleBasedStateMachine):
        """Hypothesis draws edits and commands in any order, and shortens what shows a difference."""

        def __init__(self) -> None:
            super().__init__()
            self.player = Player(tmp_path_factory.mktemp("machine"))

        @initialize(rng=st.randoms(use_true_random=False))
        def begin(self, rng: Random) -> None:
            for edit in draw.beginning(rng, git=False)[-8:]:
                self.player.world.do(edit)

        @rule(rng=st.randoms(use_true_random=False))
        def edit(self, rng: Random) -> None:
            for edit in draw.edit(rng, self.player.world):
                self.player.world.do(edit)

        @rule(rng=st.randoms(use_true_random=False))
        def compare(self, rng: Random) -> None:
            self.player.play(Step((), tuple(commands.some(rng, self.player.world, git=False))))

    run_state_machine_as_test(Machine, settings=settings(max_examples=6, stateful_step_count=15, deadline=None))
