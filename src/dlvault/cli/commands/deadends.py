"""`dlvault deadends`: notes that link to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command
from dlvault.cli.listing import add_format

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from dlvault.cli.console import Console
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import NotePath


def configure(parser: ArgumentParser) -> None:
    """Only the format can be chosen."""
    add_format(parser)


def run(args: Namespace, console: Console) -> int:
    """List them in path order; files that Obsidian excludes are left out."""
    from dlvault.cli.paths import print_notes

    return print_notes(args, console, "deadends", _unlinking, "Every note links to another.")


def _unlinking(index: VaultIndex) -> list[NotePath]:
    """Dead ends but for notes that could not be read: nobody knows what they link to."""
    from dlvault.vault.isolation import isolation

    return [path for path in isolation(index).deadends if index.notes[path].readable]


COMMAND = Command("deadends", "notes that link to nothing", configure, run)
