"""Draws the command lines whose outcome may not depend on the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cached import PAGE
from tests.edits.settings import BASELINE
from tests.edits.world import VAULT, World

if TYPE_CHECKING:
    from random import Random

_HERE = ("--vault", VAULT)
_SELECTED = ("L", "L113", "H402,L103", "ALL", "X901,L1", "T201", "F", "R", "P", "L107", "R602,R601", "Z1")


def some(rng: Random, world: World, *, git: bool) -> list[tuple[str, ...]]:
    """Lint in both forms, now and then more."""
    drawn: list[tuple[str, ...]] = [("lint", *_HERE, "--format", "json")]
    if rng.random() < 0.4:
        drawn.append(("lint", *_HERE, "--show", "info", *_narrowed(rng, world)))
    if rng.random() < 0.3:
        drawn.append(("lint", *_HERE, "--format", "json", *_narrowed(rng, world)))
    if rng.random() < 0.25:
        drawn.append(_other(rng, world))
    if git and rng.random() < 0.1:
        drawn.append(("lint", *_HERE, *rng.choice((("--since", "HEAD"), ("--since", "HEAD~1"), ("--staged",)))))
    rng.shuffle(drawn)
    return drawn


def _narrowed(rng: Random, world: World) -> list[str]:
    """Flags that narrow what is reported."""
    words = []
    if rng.random() < 0.35:
        words += [_file(rng, world) for _ in range(rng.choice((1, 1, 2, 3)))]
    if rng.random() < 0.1:
        words += [f"{VAULT}/A"]
    if rng.random() < 0.25:
        words += ["--select", rng.choice(_SELECTED)]
    if rng.random() < 0.2:
        words += ["--ignore", rng.choice(_SELECTED)]
    if rng.random() < 0.25:
        words += ["--baseline", BASELINE]
    if rng.random() < 0.1:
        words += [rng.choice(("--statistics", "--quiet", "--exit-zero", "--fail-on=info", "--diff"))]
    return words


def _other(rng: Random, world: World) -> tuple[str, ...]:
    return rng.choice(
        (
            ("inspect", *_HERE),
            ("inspect", *_HERE, _file(rng, world)),
            ("inspect", *_HERE, _file(rng, world)),
            ("resources", *_HERE, "--format", "json"),
            ("resources", *_HERE, "--format", "json", "--duplicates"),
            ("graph", *_HERE, "--format", "json", "-o", PAGE),
            ("graph", *_HERE, "--format", "json", "-o", PAGE, "--include", "tags,resources,attachments,excluded"),
        )
    )


def _file(rng: Random, world: World) -> str:
    """A file of the vault, from the working directory."""
    paths = [path for path in world.paths() if path.startswith(f"{VAULT}/") and "/." not in path]
    return rng.choice(paths) if paths else VAULT
