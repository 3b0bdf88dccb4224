"""`dlvault outline NOTE`: the headings of a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit
from dlvault.cli.listing import Row, add_format, print_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from dlvault.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Take the note."""
    parser.add_argument("note", metavar="NOTE", help="a note: vault path, path from here, or name")
    add_format(parser)


def run(args: Namespace, console: Console) -> int:
    """List headings in the order of the note, indented by level."""
    from dlvault.cli.locate import find_note, open_chosen, tell_unread

    index = open_chosen(args, console).index
    path = find_note(index, args.note, console)
    parsed = index.notes[path].parsed
    rows: list[Row] = []
    for heading in parsed.headings:
        line, column = parsed.lines.position(heading.span.start)
        rows.append({"level": heading.level, "text": heading.text, "line": line, "column": column})
    print_rows(console, args.format, "headings", rows, _text, keys=("level", "text", "line", "column"))
    if not tell_unread(index, path, console) and not rows and args.format == "text":
        console.note(f"{path} has no headings.")
    return Exit.OK


def _text(rows: Sequence[Row]) -> list[str]:
    width = max((len(str(row["line"])) for row in rows), default=0)
    top = min((row["level"] for row in rows), default=1)
    return [f"{row['line']:>{width}}  {'  ' * (row['level'] - top)}{row['text']}" for row in rows]


COMMAND = Command("outline", "the headings of a note", configure, run)
