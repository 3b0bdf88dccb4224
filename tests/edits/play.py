"""Plays steps in a world: edits, then commands with the cache and without it; shortens what shows a difference.

A step is a plain value, so a difference that a soak prints can be pasted into `play(folder, [...])`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from tests.cached import DifferenceError, compare
from tests.edits import commands, draw
from tests.edits.world import Edit, World

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.cached import Outcome

_TRIES = 200
"""How often a failing run is played again to shorten it."""


class Step(NamedTuple):
    """Edits, and the command lines that are compared after them."""

    edits: tuple[Edit, ...]
    commands: tuple[tuple[str, ...], ...]


class Player:
    """A world with a cache folder beside it."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder / "world")
        self.caches = folder / "caches"

    def play(self, step: Step) -> list[Outcome]:
        """Do the edits and compare the commands.

        Raises:
            DifferenceError: with the cache a command does something else, or a run has changed a note.
        """
        for edit in step.edits:
            self.world.do(edit)
        before = self.world.state()
        outcomes = [compare(argv, self.world.top, self.caches) for argv in step.commands]
        if self.world.state() != before:
            raise DifferenceError("a run has written to the vault")
        return outcomes


def play(folder: Path, steps: Sequence[Step]) -> None:
    """Play steps from the first to the last in a new world.

    Raises:
        DifferenceError: at the first step that shows a difference.
    """
    player = Player(folder)
    for step in steps:
        player.play(step)


def soak(
    folder: Path, seed: int, count: int, *, git: bool, see: Callable[[Player, list[Outcome]], None] | None = None
) -> None:
    """Play random steps; what differs is shortened and told in full. `see` is shown each step's outcomes.

    Raises:
        DifferenceError: with the cache a command does something else than without it.
    """
    rng = Random(seed)
    player = Player(folder)
    steps: list[Step] = []
    fresh = draw.beginning(rng, git=git)
    for number in range(count):
        edits = fresh if number == 0 else _edits(rng, player.world)
        for edit in edits:
            player.world.do(edit)
        steps.append(Step(tuple(edits), tuple(commands.some(rng, player.world, git=git))))
        try:
            outcomes = player.play(Step((), steps[-1].commands))
        except DifferenceError as error:
            told = "\n".join(f"    {step!r}," for step in shorten(steps))
            raise DifferenceError(
                f"seed {seed}, step {number}: {error}\n\nsteps that show it:\n[\n{told}\n]"
            ) from error
        if see is not None:
            see(player, outcomes)


def _edits(rng: Random, world: World) -> list[Edit]:
    """Mostly one edit, at times a few at once: what one does the other may undo."""
    edits: list[Edit] = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        edits += draw.edit(rng, world)
    return edits


def shorten(steps: Sequence[Step]) -> list[Step]:
    """Leave out steps, edits and commands as long as a difference shows; the steps as they are if none shows again."""
    kept, tries = list(steps), _TRIES
    pieces = max(len(kept) // 2, 1)
    while pieces and tries > 0:
        at = 0
        while at < len(kept) and tries > 0:
            less = kept[:at] + kept[at + pieces :]
            tries -= 1
            if differs(less):
                kept = less
            else:
                at += pieces
        pieces //= 2
    for at in range(len(kept)):
        for smaller in _smaller(kept[at]):
            tried = [*kept[:at], smaller, *kept[at + 1 :]]
            tries -= 1
            if tries > 0 and differs(tried):
                kept = tried
    return kept


def _smaller(step: Step) -> list[Step]:
    """A step without each of its commands, and one without each of its edits."""
    fewer = [Step(step.edits, (argv,)) for argv in step.commands if len(step.commands) > 1]
    return fewer + [Step(step.edits[:at] + step.edits[at + 1 :], step.commands) for at in range(len(step.edits))]


def differs(steps: Sequence[Step]) -> bool:
    """Whether steps show a difference in a new world."""
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        try:
            play(Path(folder), steps)
        except DifferenceError:
            return True
    return False
