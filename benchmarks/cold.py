"""`lint` without a cache to read, against parsing alone; and the same with two processes."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from floor import MISTUNE, PARSING, mistune_ast, parse_only
from measure import Run, best, take_turns
from table import Bound, Row, absent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tool import Tool

UNCACHED, WRITING = "`lint --no-cache`, x own parse", "`lint`, cold, cache written, x own parse"
COLD_BOUND = Bound(1.5)
PROCESSES_BOUND = Bound(1.6, 2, at_least=True)


def cold_works(tool: Tool, vault: Path) -> dict[str, Callable[[], Run]]:
    """Runs that parse every note, all in one process."""
    works: dict[str, Callable[[], Run]] = {
        MISTUNE: lambda: mistune_ast(vault),
        PARSING: lambda: parse_only(vault),
        UNCACHED: lambda: tool.run(vault, "lint", *tool.uncached, *tool.alone),
    }
    if tool.has_cache:
        works[WRITING] = lambda: _from_nothing(tool, vault)
    return works


def _from_nothing(tool: Tool, vault: Path) -> Run:
    tool.forget()
    return tool.run(vault, "lint", *tool.alone)


def cold_rows(runs: dict[str, Run]) -> list[Row]:
    """What `lint` costs over parsing."""
    parse = runs[PARSING].cpu
    rows = [
        Row(MISTUNE, runs[MISTUNE], remark="floor"),
        Row(PARSING, runs[PARSING], remark="floor"),
        Row(UNCACHED, runs[UNCACHED], runs[UNCACHED].cpu / parse, bound=COLD_BOUND),
    ]
    if WRITING in runs:
        rows.append(Row(WRITING, runs[WRITING], runs[WRITING].cpu / parse, bound=COLD_BOUND))
    else:
        rows.append(absent(WRITING, COLD_BOUND))
    return rows


def processes_rows(tool: Tool, vault: Path, rounds: int) -> list[Row]:
    """How much sooner two processes are done than one, beside what two cores give to two runs side by side."""
    what, side = (
        "`lint --no-cache --jobs 2`, times sooner than `--jobs 1`",
        "two runs of `--jobs 1` side by side, as often",
    )
    if not tool.has_jobs:
        return [absent(what, PROCESSES_BOUND)]

    def jobs(count: int) -> Run:
        return tool.run(vault, "lint", *tool.uncached, "--jobs", str(count))

    runs = take_turns(
        {"1": lambda: jobs(1), "2": lambda: jobs(2), side: lambda: _side_by_side(lambda: jobs(1))}, rounds
    )
    alone = runs["1"].wall
    return [
        Row("`lint --no-cache --jobs 1`", runs["1"], remark="floor"),
        Row(side, runs[side], 2 * alone / runs[side].wall, remark="what the machine gives"),
        Row(what, runs["2"], alone / runs["2"].wall, bound=PROCESSES_BOUND),
    ]


def _side_by_side(work: Callable[[], Run]) -> Run:
    """Do a work twice at the same time: the wall time until both are done, and the CPU time of both."""
    done: list[Run] = []
    threads = [threading.Thread(target=lambda: done.append(work())) for _ in range(2)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return best(done)._replace(cpu=sum(run.cpu for run in done), wall=time.perf_counter() - start)
