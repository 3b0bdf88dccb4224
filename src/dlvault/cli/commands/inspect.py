"""`dlvault inspect [NOTE]`: what dlvault sees, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit
from dlvault.cli.listing import add_format, print_json

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from dlvault.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Take a note, if one is asked for."""
    parser.add_argument("note", metavar="NOTE", nargs="?", help="a note or canvas; without one the vault is described")
    add_format(parser, ("json",))


def run(args: Namespace, console: Console) -> int:
    """Print files and graph of the vault, or links, tags, aliases, headings and blocks of a note."""
    from dlvault.cli.locate import find_note, open_chosen

    vault = open_chosen(args, console)
    note = None if args.note is None else find_note(vault.index, args.note, console)
    print_json(console, vault.inspect(note))
    return Exit.OK


COMMAND = Command("inspect", "what dlvault sees in the vault or in a note, as JSON", configure, run)
