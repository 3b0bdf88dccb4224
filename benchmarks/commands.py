"""Other commands than `lint` over a vault that they have read before, against listing it."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from floor import LISTING, scan_and_stat
from measure import Run, take_turns
from table import Row, markdown, spaced
from tool import own_tool
from vaults import vault_of

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = ("resources", "tags", "unresolved", "orphans", "backlinks Note", "stats", "inspect", "graph")
ROUNDS = 3


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=1_000, help="notes of the vault (default: 1000)")
    parser.add_argument("--keep", type=Path, help="folder in which the vault stays, to be used again")
    chosen = parser.parse_args()
    with own_tool() as tool, vault_of(chosen.notes, chosen.keep) as vault, TemporaryDirectory() as folder:
        words = {command: command.split() for command in COMMANDS}
        words["backlinks Note"] = ["backlinks", "Note 0"]
        words["graph"] += ["-o", str(Path(folder) / "graph.html")]
        works: dict[str, Callable[[], Run]] = {LISTING: lambda: scan_and_stat(vault)}
        works |= {name: partial(tool.run, vault, *command) for name, command in words.items()}
        for work in works.values():
            work()  # fills the cache
        runs = take_turns(works, ROUNDS)
    print(f"{spaced(chosen.notes)} notes.\n")
    rows = [Row(LISTING, runs[LISTING], remark="floor")]
    rows += [Row(f"`{name}`", runs[name], runs[name].cpu / runs[LISTING].cpu) for name in words]
    print(markdown(rows))


if __name__ == "__main__":
    main()
