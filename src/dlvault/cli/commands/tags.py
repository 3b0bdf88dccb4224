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
    """List tags as a tree by number of uses, or the uses of one by path and place."""
    from dlvault.cli.locate import open_chosen

    vault = open_chosen(args, console)
    if args.tag is None:
        print_rows(console, args.format, "tags", _counts(vault), _count_text, keys=_COUNTS)
        if not vault.index.tags and args.format == "text":
            console.note("There are no tags in this vault.")
        return Exit.OK
    rows = _uses(vault, args.tag.removeprefix("#").rstrip("/").lower())
    print_rows(console, args.format, "uses", rows, _use_text, keys=_USES)
    if not rows and args.format == "text":
        console.note(f"No note has the tag #{args.tag.removeprefix('#')}.")
    return Exit.OK


_COUNTS = ("tag", "count", "total", "notes", "spellings", "parent")
_USES = ("path", "line", "column", "tag", "headings", "title", "context")


def _counts(vault: Vault) -> list[Row]:
    from dlvault.vault.tags import tag_tree

    return [
        {
            "tag": row.name,
            "count": row.uses,
            "total": row.total,
            "notes": row.notes,
            "spellings": list(row.spellings),
            "parent": row.parent,
        }
        for row in tag_tree(vault.index)
    ]


def _uses(vault: Vault, wanted: str) -> list[Row]:
    from dlvault.cli.context import Context
    from dlvault.vault.tags import TagPlaces, entry_title

    context = Context(vault)
    return [
        {
            "path": place.path,
            "line": place.line,
            "column": place.column,
            "tag": place.use.name,
            "headings": [heading.text for heading in place.headings],
            "title": entry_title(vault.index.notes[place.path], place.entry),
            "context": context.line(place.path, place.line),
        }
        for place in TagPlaces(vault.index).of(wanted)
    ]


def _count_text(rows: Sequence[Row]) -> list[str]:
    depths: dict[str | None, int] = {None: -1}
    cells = []
    for row in rows:
        depth = depths[row["tag"]] = depths[row["parent"]] + 1
        others = ", ".join(f"#{name}" for name in row["spellings"][1:])
        below = row["total"] - row["count"]
        cells.append(
            (
                str(row["total"]),
                f"{'  ' * depth}#{row['tag']}",
                f"in {counted(row['notes'], 'note')}",
                "; ".join(
                    part for part in (f"{below} nested" if below else "", f"also {others}" if others else "") if part
                ),
            )
        )
    return columns(cells, right=(0,))


def _use_text(rows: Sequence[Row]) -> list[str]:
    """Group by note; each use has its heading and the title of its entry, else the line around it."""
    from itertools import groupby

    lines: list[str] = []
    for path, group in groupby(rows, key=lambda row: row["path"]):
        lines += [path] if not lines else ["", path]
        places = [(f"{row['line']}:{row['column']}", row) for row in group]
        width = max(len(place) for place, _ in places)
        for place, row in places:
            heading = f"{row['headings'][-1]}: " if row["headings"] else ""
            lines.append(f"  {place.ljust(width)}  {heading}{row['title'] or row['context']}")
    return lines


COMMAND = Command("tags", "tags with their counts, or every use of one", configure, run)
