"""`dlvault unresolved`: names that links point at and no file has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit
from dlvault.cli.listing import Row, add_format, columns, print_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from dlvault.cli.console import Console

_NAMED = 3


def configure(parser: ArgumentParser) -> None:
    """Only the format can be chosen."""
    add_format(parser)


def run(args: Namespace, console: Console) -> int:
    """List missing targets, those with most links first."""
    from dlvault.cli.locate import open_chosen

    index = open_chosen(args, console).index
    rows: list[Row] = []
    for name, edges in index.unresolved.items():
        places = []
        for edge in edges:
            line, column = index.notes[edge.source].parsed.lines.position(edge.link.span.start)
            places.append(f"{edge.source}:{line}:{column}")
        rows.append({"name": name, "count": len(edges), "places": places})
    rows.sort(key=lambda row: (-row["count"], row["name"]))
    print_rows(console, args.format, "unresolved", rows, _text, keys=("name", "count", "places"))
    if not rows and args.format == "text":
        console.note("Every link finds its file.")
    return Exit.OK


def _text(rows: Sequence[Row]) -> list[str]:
    cells = []
    for row in rows:
        places = ", ".join(row["places"][:_NAMED])
        more = len(row["places"]) - _NAMED
        name = " ".join(row["name"].split())
        cells.append((str(row["count"]), name, f"{places} and {more} more" if more > 0 else places))
    return columns(cells, right=(0,))


COMMAND = Command("unresolved", "links whose note or file does not exist", configure, run)
