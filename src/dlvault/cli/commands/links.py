"""`dlvault links NOTE`: what a note links to, and what became of each link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit
from dlvault.cli.listing import Row, add_format, columns, print_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from dlvault.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Take the note."""
    parser.add_argument("note", metavar="NOTE", help="a note or canvas: vault path, path from here, or name")
    add_format(parser)


def run(args: Namespace, console: Console) -> int:
    """List outgoing links in the order of the note."""
    from dlvault.cli.locate import find_note, open_chosen, tell_unread

    index = open_chosen(args, console).index
    path = find_note(index, args.note, console)
    position = index.notes[path].parsed.lines.position
    rows: list[Row] = []
    for edge in index.outgoing.get(path, ()):
        link = edge.link
        (line, column), (end_line, end_column) = position(link.span.start), position(link.span.end)
        rows.append(
            {
                "line": line,
                "column": column,
                "end_line": end_line,
                "end_column": end_column,
                "kind": link.kind.value,
                "target": link.target,
                "subpath": link.subpath,
                "display": link.display,
                "property": link.property_key,
                "status": edge.status,
                "path": edge.target,
            }
        )
    print_rows(
        console,
        args.format,
        "links",
        rows,
        _text,
        keys=(
            "line",
            "column",
            "end_line",
            "end_column",
            "kind",
            "target",
            "subpath",
            "display",
            "property",
            "status",
            "path",
        ),
    )
    if not tell_unread(index, path, console) and not rows and args.format == "text":
        console.note(f"{path} links to nothing.")
    return Exit.OK


def _text(rows: Sequence[Row]) -> list[str]:
    cells = [
        (
            f"{row['line']}:{row['column']}",
            row["kind"],
            " ".join(f"{row['target']}{row['subpath']}".split()),
            "" if row["status"] == "external" else (f"-> {row['path']}" if row["path"] else row["status"]),
            row["status"] if row["path"] and row["status"] != "ok" else "",
        )
        for row in rows
    ]
    return columns(cells)


COMMAND = Command("links", "what a note links to, and whether it is there", configure, run)
