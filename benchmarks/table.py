"""Figures as rows of a Markdown table, each beside what it has to hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from measure import Run

HOLDS, GOAL, MISSED, ABSENT = "holds", "holds, goal met", "**missed**", "not there"


class Bound(NamedTuple):
    """What a figure has to hold, and the goal beyond it; both in the unit of the figure."""

    hold: float
    goal: float | None = None
    at_least: bool = False

    def verdict(self, value: float) -> str:
        """Whether a figure holds."""
        if not self._met(value, self.hold):
            return MISSED
        return GOAL if self.goal is not None and self._met(value, self.goal) else HOLDS

    def cells(self, unit: str) -> tuple[str, str]:
        """The bound and the goal as text."""
        sign = ">=" if self.at_least else "<="
        return f"{sign} {self.hold:g}{unit}", "" if self.goal is None else f"{sign} {self.goal:g}{unit}"

    def _met(self, value: float, bound: float) -> bool:
        # A figure is judged as it is printed.
        value = round(value, 2)
        return value >= bound if self.at_least else value <= bound


class Row(NamedTuple):
    """What was measured, what it cost, and the figure that follows: `value` in `unit`, most often a ratio."""

    what: str
    cost: Run | None = None
    value: float | None = None
    unit: str = "x"
    bound: Bound | None = None
    remark: str = ""

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        cpu = "" if self.cost is None else seconds(self.cost.cpu)
        memory = f"{self.cost.memory:.0f} MB" if self.cost and self.cost.memory else ""
        figure = "" if self.value is None else f"{self.value:.2f}{self.unit}"
        to_hold, goal = self.bound.cells(self.unit) if self.bound else ("", "")
        verdict = self.bound.verdict(self.value) if self.bound and self.value is not None else ""
        return self.what, cpu, memory, figure, to_hold, goal, verdict or self.remark


def absent(what: str, bound: Bound | None = None, unit: str = "x") -> Row:
    """The row of what this version of the program cannot do yet."""
    return Row(what, unit=unit, bound=bound, remark=ABSENT)


def seconds(value: float) -> str:
    """A time with three digits that count."""
    return (
        f"{value * 1000:.{1 if value < 0.1 else 0}f} ms" if value < 1 else f"{value:.{max(0, 2 - _digits(value))}f} s"
    )


def spaced(number: int) -> str:
    """A number with its thousands apart."""
    return f"{number:,}".replace(",", " ")


def _digits(value: float) -> int:
    return int(math.log10(value))


def markdown(rows: Iterable[Row]) -> str:
    """The rows under their headings."""
    lines = [
        "| what | CPU | memory | figure | to hold | goal | |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    return "\n".join([*lines, *(f"| {' | '.join(row.cells())} |" for row in rows)]) + "\n"
