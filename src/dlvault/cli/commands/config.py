"""`dlvault config`: the settings in effect, and where each comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit
from dlvault.cli.listing import Row, add_format, columns, print_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from dlvault.cli.console import Console
    from dlvault.config import Config


def configure(parser: ArgumentParser) -> None:
    """Take a format; to show is all that can be done, whether asked for or not."""
    parser.add_argument("--show", action="store_true", help="show the settings, which is what it does anyway")
    add_format(parser, ("text", "json"))


def run(args: Namespace, console: Console) -> int:
    """List every setting in its documented order."""
    from dlvault.cli.chosen import chosen_settings

    settings = chosen_settings(args, console)
    print_rows(console, args.format, "settings", _rows(settings, console), _text)
    if settings.file is None:
        console.note("No dlvault.toml was found: these are the defaults. `dlvault init` writes one.")
    return Exit.OK


def _rows(settings: Config, console: Console) -> list[Row]:
    import os.path

    from dlvault.cli.settings_text import plain_value
    from dlvault.config import DEFAULT
    from dlvault.settings import SETTINGS

    file = "" if settings.file is None else os.path.relpath(settings.file, console.cwd)
    return [
        {
            "key": key,
            "value": plain_value(key, settings.get(key)),
            "source": DEFAULT if settings.source(key) == DEFAULT else file,
        }
        for key in SETTINGS
    ]


def _text(rows: Sequence[Row]) -> list[str]:
    from dlvault.cli.settings_text import toml

    return columns([(row["key"], toml(row["value"]) or "not set", row["source"]) for row in rows])


COMMAND = Command("config", "the settings in effect, and where each comes from", configure, run)
