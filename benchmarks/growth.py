"""Cost for each note from the smallest vault to the largest, start-up taken off."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cold import UNCACHED, WRITING, measure_cold
from floor import LISTING, PARSING
from table import Bound, Row, absent, spaced
from vaults import generate
from warm import UNCHANGED, measure_unchanged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from measure import Run
    from tool import Tool

LINEAR = Bound(1.15)
NAMES = {
    LISTING: "listing",
    PARSING: "own parse",
    UNCACHED: "`lint --no-cache`",
    WRITING: "`lint`, cold, cache written",
    UNCHANGED: "warm `lint`, nothing changed",
}
ROUNDS = 15


def growth_rows(tool: Tool, measured: Mapping[int, Mapping[str, Run]]) -> list[Row]:
    """Microseconds of CPU for a note at every size, and those at the largest over those at the smallest.

    Start-up is what the same command takes over a vault of one note: everything is imported then.
    """
    with TemporaryDirectory() as folder:
        vault = generate(Path(folder) / "vault", 1)
        start_up = measure_cold(tool, vault, ROUNDS) | measure_unchanged(tool, vault, ROUNDS)
    rows: list[Row] = []
    for what, name in NAMES.items():
        bound = None if what in (LISTING, PARSING) else LINEAR
        over = f"{name}: a note of the largest vault, x one of the smallest"
        if what not in start_up:
            rows.append(absent(over, bound))
            continue
        each = {notes: (runs[what].cpu - start_up[what].cpu) / notes for notes, runs in measured.items()}
        rows += [
            Row(f"{name}: a note of {spaced(notes)}", runs[what], each[notes] * 1e6, " us")
            for notes, runs in measured.items()
        ]
        rows.append(Row(over, value=each[max(each)] / each[min(each)], bound=bound))
    return rows
