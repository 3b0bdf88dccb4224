"""Cost for each note from the smallest vault to the largest, start-up taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cold import UNCACHED, WRITING
from floor import LISTING, PARSING
from measure import Run, take_turns
from table import Bound, Row, absent, spaced
from warm import UNCHANGED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LINEAR = Bound(1.15)
FLOORS = {PARSING: "own parse", LISTING: "listing"}
COMPARED = {
    UNCACHED: ("`lint --no-cache`", PARSING),
    WRITING: ("`lint`, cold, cache written", PARSING),
    UNCHANGED: ("warm `lint`, nothing changed", LISTING),
}


class Measured(NamedTuple):
    """Runs over a vault, and the same over a vault of one note: what they take for start-up and all imports."""

    runs: dict[str, Run]
    start_up: dict[str, Run]

    def each(self, what: str, notes: int) -> float:
        """CPU seconds for one of the notes."""
        return (self.runs[what].cpu - self.start_up[what].cpu) / notes


def measure_both(
    works: Mapping[str, Callable[[], Run]], of_one_note: Mapping[str, Callable[[], Run]], rounds: int
) -> Measured:
    """Measure the same works over a vault and over one note, all in turns: a machine changes its pace."""
    one = "one note: "
    runs = take_turns({**works, **{one + what: work for what, work in of_one_note.items()}}, rounds)
    return Measured({what: runs[what] for what in works}, {what: runs[one + what] for what in of_one_note})


def growth_rows(measured: Mapping[int, Measured]) -> list[Row]:
    """Microseconds of CPU for a note at every size, and how they grow from the smallest to the largest.

    The bound is for the growth over that of the floor, which was measured in turns with the command at each size:
    minutes lie between the sizes, and other work on the machine slows both.
    """
    small, large = min(measured), max(measured)

    def growth(what: str) -> float:
        return measured[large].each(what, large) / measured[small].each(what, small)

    def of_each_size(what: str, name: str) -> list[Row]:
        return [
            Row(f"{name}: a note of {spaced(notes)}", at.runs[what], at.each(what, notes) * 1e6, " us")
            for notes, at in measured.items()
        ]

    rows: list[Row] = []
    for what, name in FLOORS.items():
        rows += [*of_each_size(what, name), Row(f"{name}: growth", value=growth(what))]
    for what, (name, floor) in COMPARED.items():
        over = f"{name}: growth over that of {'the ' if floor == LISTING else ''}{FLOORS[floor]}"
        if what in measured[large].runs:
            rows += [*of_each_size(what, name), Row(f"{name}: growth", value=growth(what))]
            rows.append(Row(over, value=growth(what) / growth(floor), bound=LINEAR))
        else:
            rows.append(absent(over, LINEAR))
    return rows
