"""`dlvault why 'LINK' --from NOTE`: why a link means what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit
from dlvault.cli.listing import add_format, print_json

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from dlvault.cli.console import Console
    from dlvault.load.explain import Explanation


def configure(parser: ArgumentParser) -> None:
    """Take the link and the note it stands in."""
    parser.add_argument("link", metavar="LINK", help="as written: '[[Note#Part]]', '[t](Note.md)' or just 'Note#Part'")
    parser.add_argument(
        "--from", dest="source", metavar="NOTE", required=True, help="the note in which the link stands"
    )
    add_format(parser, ("text", "json"))


def run(args: Namespace, console: Console) -> int:
    """Explain the candidates, the rule that decides and what would change it."""
    from dlvault.cli.locate import find_note, open_chosen
    from dlvault.load.explain import explain

    index = open_chosen(args, console).index
    found = explain(index, args.link, find_note(index, args.source, console))
    if args.format == "json":
        print_json(console, {"version": 1, **found.as_json()})
    else:
        for line in _text(found):
            console.line(line)
    return Exit.OK


def _text(found: Explanation) -> list[str]:
    lines = [f"{found.link} in {found.source}", ""]
    lines.append(f"  {found.verdict}")
    lines.append(f"  Rule: {found.rule}")
    if found.candidates:
        opened = ", with a star the one that opens" if found.path else ""
        lines += ["", f"  Files of that name{opened}:"]
        lines += [f"    {'*' if path == found.path else ' '} {path}" for path in found.candidates]
    if found.changes:
        lines += ["", *(f"  To change it: {change}" for change in found.changes)]
    return lines


COMMAND = Command("why", "why a link means what it means", configure, run)
