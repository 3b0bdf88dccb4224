"""`dlvault tags [TAG]`: all tags with their counts, or every use of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit
from dlvault.cli.listing import Row, add_format, columns, counted, print_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from dlvault.api import Vault
    from dlvault.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Take a tag, if one is asked for."""
    parser.add_argument("tag", metavar="TAG", nargs="?", help="show every use of this tag and of the tags below it")
    add_format(parser)


def run(args: Namespace, console: Console) -> int:
    """List tags by number of uses, or the uses of one by path and place."""
    from dlvault.cli.locate import open_chosen

    vault = open_chosen(args, console)
    if args.tag is None:
        print_rows(
            console, args.format, "tags", _counts(vault), _count_text, keys=("tag", "count", "notes", "spellings")
        )
        if not vault.index.tags and args.format == "text":
            console.note("There are no tags in this vault.")
        return Exit.OK
    rows = _uses(vault, args.tag.removeprefix("#").rstrip("/").lower())
    print_rows(console, args.format, "uses", rows, _use_text, keys=("path", "line", "column", "tag", "context"))
    if not rows and args.format == "text":
        console.note(f"No note has the tag #{args.tag.removeprefix('#')}.")
    return Exit.OK


def _counts(vault: Vault) -> list[Row]:
    rows: list[Row] = []
    for uses in vault.index.tags.values():
        spellings = list(dict.fromkeys(use.name for _, use in uses))
        notes = len({path for path, _ in uses})
        rows.append({"tag": spellings[0], "count": len(uses), "notes": notes, "spellings": spellings})
    return sorted(rows, key=lambda row: (-row["count"], row["tag"].lower()))


def _uses(vault: Vault, wanted: str) -> list[Row]:
    from dlvault.cli.context import Context

    context = Context(vault)
    places = []
    for name, uses in vault.index.tags.items():
        if name == wanted or name.startswith(f"{wanted}/"):
            for path, use in uses:
                line, column = vault.index.notes[path].parsed.lines.position(use.span.start)
                places.append((path, line, column, use.name))
    return [
        {"path": path, "line": line, "column": column, "tag": tag, "context": context.line(path, line)}
        for path, line, column, tag in sorted(places)
    ]


def _count_text(rows: Sequence[Row]) -> list[str]:
    cells = []
    for row in rows:
        others = ", ".join(f"#{name}" for name in row["spellings"][1:])
        cells.append(
            (
                str(row["count"]),
                f"#{row['tag']}",
                f"in {counted(row['notes'], 'note')}",
                f"also {others}" if others else "",
            )
        )
    return columns(cells, right=(0,))


def _use_text(rows: Sequence[Row]) -> list[str]:
    return [f"{row['path']}:{row['line']}:{row['column']}  {row['context']}" for row in rows]


COMMAND = Command("tags", "tags with their counts, or every use of one", configure, run)
