"""Random settings: those of Obsidian, those of dlvault, and baselines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dlvault import open_vault
from dlvault.lint.baseline import render
from dlvault.lint.run import run
from tests.edits import words
from tests.edits.world import VAULT, Edit, World

if TYPE_CHECKING:
    from random import Random

CONFIGURATION = f"{VAULT}/dlvault.toml"
BASELINE = "baseline.json"
_WRONG = "no such setting"
_LINES = (
    'severity = { L101 = "warning", T201 = "error" }',
    'severity = { F503 = "off", H402 = "warning", R602 = "error" }',
    'exclude = ["A/**"]',
    'exclude = ["Bread.md", "X/**"]',
    'types = ["PAPER", "GADGET"]',
    "infer-types = false",
    'per-path-ignores = { "A/**" = ["L1", "T201"] }',
    'per-path-ignores = { "Home.md" = ["ALL"], "B/**" = ["H402"] }',
    'select = ["L", "R605", "P306", "X901"]',
    'select = ["ALL"]',
    'ignore = ["L107", "F503"]',
    f'baseline = "../{BASELINE}"',
    "max-note-size = 200",
    "max-note-size = 60",
    'show = "info"',
    'fail-on = "info"',
    '[[property-schema]]\npath = "A/**"\nrequired = ["status"]\ntypes = { year = "number" }',
    '[[property-schema]]\ntag = "paper"\nvalues = { status = ["open", "done"] }\nrequired = ["year"]',
)


def change(rng: Random, world: World) -> list[Edit]:
    """Draw a change of some settings; what stops every run is mended before anything else is done to them."""
    if _WRONG in (world.text(CONFIGURATION) or ""):
        return [_configuration(rng)]
    return [rng.choice((_configuration, obsidian, templates))(rng)] if rng.random() < 0.75 else [_baseline(rng, world)]


def _configuration(rng: Random) -> Edit:
    if rng.random() < 0.15:
        return Edit("delete", (CONFIGURATION,))
    if rng.random() < 0.06:
        return Edit("write", (CONFIGURATION, f'"{_WRONG}" = 1\n'.encode(), 0))
    lines = {line.partition(" =")[0]: line for line in rng.sample(_LINES, rng.randint(0, 4))}
    if any(line.startswith("[[") for line in lines.values()):
        lines["select"] = 'select = ["ALL"]'  # the rule that reads schemas is off by default
    text = "\n".join(sorted(lines.values(), key=lambda line: line.startswith("[[")))
    return Edit("write", (CONFIGURATION, f"{text}\n".encode(), 0))


def obsidian(rng: Random) -> Edit:
    """Change which files Obsidian hides."""
    filters = rng.choice(([], [], ["X/"], ["A/"], ["X/", "Bread.md"], ["/rea/"], ["/(/", "exports/"]))
    text = json.dumps({"userIgnoreFilters": filters}) if rng.random() < 0.9 else "{"
    return Edit("write", (f"{VAULT}/.obsidian/app.json", text.encode(), 0))


def templates(rng: Random) -> Edit:
    """Change which folder holds templates."""
    folder = rng.choice(("T", "T", "A", "", "B/"))
    return Edit("write", (f"{VAULT}/.obsidian/templates.json", json.dumps({"folder": folder}).encode(), 0))


def _baseline(rng: Random, world: World) -> Edit:
    """Take some present findings into the baseline, and rows of nobody; now and then it is broken or gone."""
    kind = rng.randrange(12)
    if kind == 0:
        return Edit("write", (BASELINE, b"{", 0))
    if kind == 1:
        return Edit("delete", (BASELINE,))
    findings = run(open_vault(world.top / VAULT).index)
    rows = json.loads(render(rng.sample(findings, rng.randint(0, len(findings)))))["findings"]
    rows += [_row(rng) for _ in range(rng.randint(0, 3))]
    return Edit("write", (BASELINE, json.dumps({"version": 1, "findings": rows}).encode(), 0))


def _row(rng: Random) -> dict[str, object]:
    code, subject = rng.choice(
        (
            ("L101", words.target(rng)),
            ("L101", rng.choice(words.MISSING)),
            ("L113", rng.choice(words.MISSING)),
            ("F503", "orphan-note"),
            ("F504", "unused-attachment"),
            ("T201", rng.choice(words.TAGS)),
            ("H402", "costs"),
            ("L102", words.target(rng) + words.anchor(rng)),
            ("U701", "https://example.org/a"),
        )
    )
    path = words.file_path(rng) if code == "F504" else words.note_path(rng)
    return {"path": path, "code": code, "subject": subject, "count": rng.randint(1, 2)}
