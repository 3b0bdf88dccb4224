"""`lint` with the cache of an earlier run, against listing the vault; its outcome against a run without cache."""

from __future__ import annotations

import filecmp
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from edits import Edits
from floor import LISTING, scan_and_stat
from measure import Run, take_turns, tell
from table import Bound, Row, absent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tool import Tool

UNCHANGED = "warm `lint`, nothing changed, x listing"
MEMORY_BOUND = Bound(100)


class Change(NamedTuple):
    """What happens to the vault before every run of `lint`."""

    what: str
    make: Callable[[Edits], None]


CHANGED = Change("one note changed: a sentence with a link", Edits.append_sentence)
CHANGES = (
    CHANGED,
    Change("one note touched, text as it was", Edits.touch),
    Change("one note added", Edits.add),
    Change("one note removed", Edits.remove),
    Change("a heading renamed that many links lead to", Edits.rename_heading),
    Change("every note touched, text as it was", Edits.touch_all),
)


def warm_bounds(notes: int) -> dict[str, Bound]:
    """What has to hold at a size; small vaults, where start-up is the larger part, are only told."""
    if notes < 10_000:
        return {}
    return {UNCHANGED: Bound(1.5, 1.3), CHANGED.what: Bound(2.7, 2) if notes < 100_000 else Bound(1.9, 1.5)}


def unchanged_works(tool: Tool, vault: Path) -> dict[str, Callable[[], Run]]:
    """The floor, and the run over a vault that is as the cache knows it."""
    works = {LISTING: lambda: scan_and_stat(vault)}
    if tool.has_cache:
        tool.run(vault, "lint")
        works[UNCHANGED] = lambda: tool.run(vault, "lint")
    return works


class Paired(NamedTuple):
    """A run, and its floor in the same rounds."""

    run: Run
    listing: Run


def measure_changes(tool: Tool, vault: Path, notes: int, rounds: int, checked: Iterable[Change]) -> dict[str, Paired]:
    """The run after each kind of change, from a cache that knows the vault; empty without cache.

    After the last round of every `checked` change the outcome is compared with that of a run without cache.

    Raises:
        SystemExit: they differ; speed means nothing then.
    """
    if not tool.has_cache:
        return {}
    pairs = {}
    with TemporaryDirectory() as folder:
        output, expected = Path(folder) / "cached", Path(folder) / "uncached"
        for change in CHANGES:
            tell(f"  {change.what}")
            with Edits(vault, notes) as edits:

                def changed(change: Change = change, edits: Edits = edits) -> Run:
                    change.make(edits)
                    return tool.run(vault, "lint", output=output)

                runs = take_turns({LISTING: lambda: scan_and_stat(vault), change.what: changed}, rounds)
                pairs[change.what] = Paired(runs[change.what], runs[LISTING])
                if change in checked:
                    tool.run(vault, "lint", "--no-cache", output=expected)
                    _demand_equal(output, expected, change.what)
            # The cache takes up that the changes were taken back.
            tool.run(vault, "lint")
    return pairs


def _demand_equal(output: Path, expected: Path, what: str) -> None:
    if filecmp.cmp(output, expected, shallow=False):
        return
    with output.open("rb") as ours, expected.open("rb") as theirs:
        number, (our, their) = next(
            (number, pair) for number, pair in enumerate(zip_longest(ours, theirs), 1) if pair[0] != pair[1]
        )
    raise SystemExit(f"{what}: line {number} of the report is\n  {our!r}\nand without cache\n  {their!r}")


def warm_rows(runs: dict[str, Run], changes: dict[str, Paired], notes: int) -> list[Row]:
    """What warm runs cost over listing the vault."""
    bounds = warm_bounds(notes)
    pairs = dict(changes)
    if UNCHANGED in runs:
        pairs[UNCHANGED] = Paired(runs[UNCHANGED], runs[LISTING])
    rows = [Row(LISTING, runs[LISTING], remark="floor")]
    for what in (UNCHANGED, *(change.what for change in CHANGES)):
        if what in pairs:
            run, listing = pairs[what]
            rows.append(Row(what, run, run.cpu / listing.cpu, bound=bounds.get(what)))
        else:
            rows.append(absent(what, bounds.get(what)))
    if notes >= 100_000:
        what = "memory of the warm run, nothing changed"
        if UNCHANGED in runs:
            rows.append(Row(what, value=runs[UNCHANGED].memory, unit=" MB", bound=MEMORY_BOUND))
        else:
            rows.append(absent(what, MEMORY_BOUND, " MB"))
    return rows
