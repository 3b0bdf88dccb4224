"""What a whole process costs: the one way in which the benchmarks measure.

Wall times on a machine that others share say little, so processes are compared by the CPU seconds that the kernel
counted for them, in turns within one run, and each by its cheapest round: what disturbs a process only ever adds.

The peak memory of a process counts that of the process that started it (Linux takes it over at `exec`). Programs
that use this module therefore import nothing large and never hold the notes of a vault.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

PYTHON = sys.executable
BARE_PYTHON = (PYTHON, "-c", "")


class Run(NamedTuple):
    """One process with all children that it waited for.

    `cpu` is user and system time in seconds, `wall` is in seconds, `memory` is the peak of the largest process in
    millions of bytes.
    """

    cpu: float
    wall: float
    memory: float


class UnexpectedExitError(Exception):
    """A process left with an exit code that means that it did not do its work, so its time means nothing."""


def run(
    command: Sequence[str],
    *,
    exit_codes: tuple[int, ...] = (0,),
    output: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Run:
    """Run a command to its end; `output` takes its standard output, `environment` is set on top of ours.

    Raises:
        UnexpectedExitError: the exit code is none of `exit_codes`.
    """
    with ExitStack() as opened:
        stdout = opened.enter_context(output.open("wb")) if output else subprocess.DEVNULL
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=stdout, stderr=subprocess.DEVNULL, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in exit_codes:
        raise UnexpectedExitError(f"exit code {process.returncode}: {' '.join(command)}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024 / 1e6)


def inside(work: Callable[[], object]) -> Callable[[], Run]:
    """A work within this process, for `take_turns`; its memory is not measured."""

    def measured() -> Run:
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        return Run(time.process_time() - cpu, time.perf_counter() - wall, 0)

    return measured


def take_turns(works: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, Run]:
    """Do every work once in each round and return the best of each."""
    runs: dict[str, list[Run]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            runs[name].append(work())
    return {name: best(of_work) for name, of_work in runs.items()}


def best(runs: Sequence[Run]) -> Run:
    """The least CPU and the least wall time of several rounds; of memory the most."""
    return Run(min(run.cpu for run in runs), min(run.wall for run in runs), max(run.memory for run in runs))


def tell(message: str) -> None:
    """Say on standard error how far the work is."""
    print(message, file=sys.stderr, flush=True)
