"""`dlvault backlinks NOTE`: what links to a note, each with the line around it."""

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
    parser.add_argument(
        "note", metavar="NOTE", help="a note, canvas or other file: vault path, path from here, or name"
    )
    add_format(parser)


def run(args: Namespace, console: Console) -> int:
    """List incoming links by source path and place."""
    from dlvault.cli.context import Context
    from dlvault.cli.locate import find_file, open_chosen
    from dlvault.graph.kinds import edge_kind

    vault = open_chosen(args, console)
    context = Context(vault)
    rows: list[Row] = []
    for edge in vault.index.incoming.get(find_file(vault.index, args.note, console), ()):
        line, column = vault.index.notes[edge.source].parsed.lines.position(edge.link.span.start)
        rows.append(
            {
                "path": edge.source,
                "line": line,
                "column": column,
                "kind": edge_kind(edge),
                "status": edge.status,
                "context": context.line(edge.source, line),
            }
        )
    print_rows(
        console,
        args.format,
        "backlinks",
        rows,
        lambda rows: _text(rows, console.width),
        keys=("path", "line", "column", "kind", "status", "context"),
    )
    if not rows and args.format == "text":
        console.note(f"Nothing links to {args.note}.")
    return Exit.OK


def _text(rows: Sequence[Row], width: int) -> list[str]:
    """Group by note, as Obsidian's backlink pane does."""
    from dlvault.report.excerpt import around

    lines: list[str] = []
    path = None
    for row in rows:
        if row["path"] != path:
            path = row["path"]
            lines += [path] if not lines else ["", path]
        place = f"  {row['line']}:{row['column']}  "
        lines.append(place + around(row["context"], row["column"] - 1, width - len(place)))
    return lines


COMMAND = Command("backlinks", "what links to a note, with the line around each link", configure, run)
