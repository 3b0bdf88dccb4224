"""`dlvault deadends`: notes that link to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command
from dlvault.cli.listing import add_format

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from dlvault.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Only the format can be chosen."""
    add_format(parser)


def run(args: Namespace, console: Console) -> int:
    """List them in path order; files that Obsidian excludes are left out."""
    from dlvault.cli.paths import print_notes
    from dlvault.vault.isolation import isolation

    return print_notes(
        args, console, "deadends", lambda index: isolation(index).deadends, "Every note links to another."
    )


COMMAND = Command("deadends", "notes that link to nothing", configure, run)
