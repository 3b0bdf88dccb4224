"""`dlvault orphans`: notes that nothing links to."""

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
        args, console, "orphans", lambda index: isolation(index).orphans, "Something links to every note."
    )


COMMAND = Command("orphans", "notes that nothing links to", configure, run)
