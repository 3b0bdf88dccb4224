"""Listings of notes by path alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Exit
from dlvault.cli.listing import print_rows
from dlvault.cli.locate import open_chosen

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from dlvault.cli.console import Console
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import NotePath


def print_notes(
    args: Namespace,
    console: Console,
    noun: str,
    choose: Callable[[VaultIndex], Sequence[NotePath]],
    nothing: str,
) -> int:
    """Print the notes that `choose` picks, but for excluded and generated ones; `nothing` is said when none is left."""
    index = open_chosen(args, console).index
    rows = [
        {"path": path} for path in choose(index) if path not in index.excluded and not index.notes[path].is_generated
    ]
    print_rows(console, args.format, noun, rows, lambda rows: [row["path"] for row in rows], keys=("path",))
    if not rows and args.format == "text":
        console.note(nothing if index.notes else f"There are no notes in {index.root}.")
    return Exit.OK
