"""`lint` over generated vaults: cold against parsing alone, warm against listing the folder, and both against size.

Every process stands for itself, with its start-up and all that it imports; ratios are of CPU seconds.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

from cold import cold_rows, cold_works, processes_rows
from growth import Measured, growth_rows, measure_both
from measure import tell
from table import markdown, spaced
from tool import Tool, own_tool
from vaults import vault_of
from warm import CHANGED, CHANGES, measure_changes, unchanged_works, warm_rows

LARGE = 100_000


class Rounds(NamedTuple):
    """How often runs are repeated at a size; the fastest counts."""

    cold: int
    warm: int


def rounds_of(notes: int) -> Rounds:
    """The larger the vault, the steadier the figures, and the longer a run."""
    if notes < 10_000:
        return Rounds(cold=5, warm=25)
    return Rounds(cold=2, warm=9 if notes < LARGE else 5)


def print_tables(tool: Tool, vault: Path, notes: int, one_note: Path) -> Measured:
    """Measure at one size."""
    rounds = rounds_of(notes)
    tell(f"{notes} notes: cold")
    cold = measure_both(cold_works(tool, vault), cold_works(tool, one_note), rounds.cold)
    print(f"### {spaced(notes)} notes, cold\n\n{markdown(cold_rows(cold.runs))}")
    if notes < LARGE:
        tell(f"{notes} notes: two processes")
        print(f"### {spaced(notes)} notes, two processes, wall time\n")
        print(markdown(processes_rows(tool, vault, rounds.cold)))
    tell(f"{notes} notes: warm")
    warm = measure_both(unchanged_works(tool, vault), unchanged_works(tool, one_note), rounds.warm)
    # Without cache the largest vault takes minutes: there, one kind of change is enough to check.
    changes = measure_changes(tool, vault, notes, rounds.warm, CHANGES if notes < LARGE else (CHANGED,))
    print(f"### {spaced(notes)} notes, warm\n\n{markdown(warm_rows(warm.runs, changes, notes))}")
    return Measured(cold.runs | warm.runs, cold.start_up | warm.start_up)


def main() -> None:
    """Print the tables of every size, and that of growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=(1_000, 10_000), help="notes of the vaults")
    parser.add_argument("--large", action="store_true", help=f"also {LARGE} notes, which takes half an hour")
    parser.add_argument("--keep", type=Path, help="folder in which the vaults stay, to be used again")
    chosen = parser.parse_args()
    sizes = sorted({*chosen.sizes, *([LARGE] if chosen.large else [])})
    if sizes[0] < 100:
        parser.error("a vault needs 100 notes: every change is to another one")
    measured = {}
    with own_tool() as tool, vault_of(1, None) as one_note:
        for notes in sizes:
            with vault_of(notes, chosen.keep) as vault:
                measured[notes] = print_tables(tool, vault, notes, one_note)
    if len(measured) > 1:
        print(f"### From {spaced(sizes[0])} to {spaced(sizes[-1])} notes\n")
        print(markdown(growth_rows(measured)))


if __name__ == "__main__":
    main()
