"""The random edits of the soak are nasty enough: every rule speaks, and edits of one note change findings of others."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest

from dlvault import open_vault
from dlvault.lint.run import all_rules, run
from dlvault.options import LintOptions, PropertySchema
from tests.edits import draw
from tests.edits.settings import CONFIGURATION
from tests.edits.world import VAULT, World

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dlvault.model.finding import Finding

STEPS = 100
SEEDS = (7, 8, 1, *range(20))
"""The first ones are enough on most systems."""
OPTIONS = LintOptions(select=("ALL",), property_schemas=(PropertySchema(tag="paper", required=("status",)),))
NEAR = frozenset(
    (
        *("L109", "L110", "L111", "L112", "P301", "P302", "P303", "P304", "P306"),
        *("H401", "H403", "F501", "F505", "F506", "R601", "R603", "R604", "R605", "T202", "T203", "U705"),
    )
)
"""Rules that look at one note alone. Of all others a finding can come or go though its own note stays the same."""


def played(folder: Path, seed: int, steps: int) -> tuple[Counter[str], Counter[str]]:
    """Count the findings of a random course by code: all of them, and those that came or went by edits elsewhere."""
    rng = Random(seed)
    world = World(folder)
    for edit in draw.beginning(rng, git=False):
        world.do(edit)
    every, far = Counter[str](), Counter[str]()
    before, found = world.state(), findings(world)
    for _ in range(steps):
        for edit in draw.edit(rng, world):
            world.do(edit)
        after, now = world.state(), findings(world)
        if _settings(before) == _settings(after):
            changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
            far.update(finding.code for finding in found ^ now if f"{VAULT}/{finding.path}" not in changed)
        every.update(finding.code for finding in now)
        before, found = after, now
    return every, far


def findings(world: World) -> frozenset[Finding]:
    return frozenset(run(open_vault(world.top / VAULT).index, OPTIONS))


def _settings(state: Mapping[str, object]) -> dict[str, object]:
    return {path: what for path, what in state.items() if "/.obsidian/" in path or path == CONFIGURATION}


def test_every_rule_speaks_and_all_that_can_speak_of_untouched_notes_do(tmp_path: Path) -> None:
    every, far = Counter[str](), Counter[str]()
    codes = {rule.code for rule in all_rules()}
    for number, seed in enumerate(SEEDS):
        one, other = played(tmp_path / str(number), seed, STEPS)
        every += one
        far += other
        if every.keys() >= codes and far.keys() >= codes - NEAR:
            return
    pytest.fail(f"never there: {codes - every.keys()}; never by an edit elsewhere: {codes - NEAR - far.keys()}")


@pytest.mark.parametrize("git", [False, True], ids=["no repository", "git"])
def test_the_same_seed_gives_the_same_vault(git: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    made = []
    for name in ("one", "other"):
        rng, world = Random(3), World(tmp_path / name)
        for edit in draw.beginning(rng, git=git):
            world.do(edit)
        for _ in range(15):
            for edit in draw.edit(rng, world):
                world.do(edit)
        made.append({path: (mode, data) for path, (mode, _, data) in world.state().items()})
    assert made[0] == made[1]
