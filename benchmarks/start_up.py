"""What it takes to start the program and do nothing, against starting Python and doing nothing."""

from __future__ import annotations

import argparse
from functools import partial

from measure import BARE_PYTHON, run, take_turns
from table import Bound, Row, markdown
from tool import MODULE, SCRIPT

BOUND = Bound(2.5)
WORDS = {"--help": BOUND, "--version": BOUND, "lint --help": None}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--rounds", type=int, default=40, help="how often each is started (default: 40)")
    chosen = parser.parse_args()
    programs = {"python -m dlvault": MODULE, **({"dlvault": SCRIPT} if SCRIPT else {})}
    bare = "python -c ''"
    commands: dict[str, tuple[str, ...]] = {bare: BARE_PYTHON}
    bounds: dict[str, Bound | None] = {}
    for name, program in programs.items():
        for words, bound in WORDS.items():
            commands[f"{name} {words}"] = (*program, *words.split())
            bounds[f"{name} {words}"] = bound
    # `dlvault --help` leaves with 2, as every command line without a command.
    works = {name: partial(run, command, exit_codes=(0, 2)) for name, command in commands.items()}
    for work in works.values():
        work()  # compiles what is imported
    runs = take_turns(works, chosen.rounds)
    rows = [Row(f"`{bare}`", runs[bare], remark="floor")]
    rows += [Row(f"`{name}`", runs[name], runs[name].cpu / runs[bare].cpu, bound=bounds[name]) for name in bounds]
    print(markdown(rows))


if __name__ == "__main__":
    main()
