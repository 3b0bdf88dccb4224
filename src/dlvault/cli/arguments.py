"""Arguments by argparse, with our words for what is wrong."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from dlvault.cli.console import terminal_width
from dlvault.errors import UsageError

if TYPE_CHECKING:
    from typing import Any, NoReturn

    from _typeshed import SupportsWrite

    from dlvault.cli.console import Console

_USUAL_WIDTH = 80
_MOST_JOBS = 256
_COMPLAINTS = (
    (r"the following arguments are required: (.*)", "{} is missing"),
    (r"unrecognized arguments: (-\S*).*", "there is no option {}"),
    (r"unrecognized arguments: (.*)", "there is no place for {}"),
    (r"argument (\S+): expected one argument", "{} needs a value"),
    (r"argument --jobs: (.*)", "{}"),
)


class Parser(argparse.ArgumentParser):
    """argparse with our words for an error and our stream for the help."""

    def __init__(self, console: Console, **settings: Any) -> None:  # noqa: ANN401 - argparse's own
        """Take the console whose output gets the help; no option may be abbreviated."""
        super().__init__(allow_abbrev=False, formatter_class=_Formatter, **settings)
        self._console = console

    def error(self, message: str) -> NoReturn:
        """Turn argparse's complaint into ours, which stays the same from one Python to the next."""
        help_ = f"see {self.prog} --help"
        for pattern, words in _COMPLAINTS:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                raise UsageError(words.format(*found.groups()), help_)
        if found := re.fullmatch(r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", message, re.DOTALL):
            option, value, choices = found.groups()
            choices = choices.replace("'", "")
            raise UsageError(f"{option} cannot be {value!r}", f"choose from {choices}")
        raise UsageError(message, help_)

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Write the help to where results go."""
        super().print_help(self._console.out if file is None else file)


class _Formatter(argparse.HelpFormatter):
    """As wide as the terminal. argparse makes one for every argument, and its own imports shutil."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=terminal_width(_USUAL_WIDTH) - 2)


class _Overview(Parser):
    """The arguments without a command. The help is the written one, so that it looks the same on every road."""

    def format_help(self) -> str:
        """The text that `docs/generate.py` wrote."""
        from dlvault.cli.overview import HELP

        return HELP


def overview_parser(console: Console) -> Parser:
    """The parser of a command line without a command."""
    parser = _Overview(
        console,
        prog="dlvault",
        usage="dlvault [--vault DIR] COMMAND ...",
        description="Read an Obsidian vault headless and exactly: check its links, list them, draw them.",
    )
    add_common(parser)
    parser.add_argument("--version", action="store_true", help="print the version")
    return parser


def _count(word: str) -> int:
    """A number of processes.

    Raises:
        ArgumentTypeError: the word is none.
    """
    if not word.isascii() or not word.isdecimal() or not 1 <= int(word) <= _MOST_JOBS:
        message = f"--jobs cannot be {word!r}: give a number from 1 to {_MOST_JOBS}"
        raise argparse.ArgumentTypeError(message)
    return int(word)


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the options that every command takes."""
    group = parser.add_argument_group("everywhere")
    group.add_argument(
        "--vault", metavar="DIR", help="folder of the vault (default: found upwards, else ./vault, else .)"
    )
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours (default: auto)")
    group.add_argument("--no-cache", action="store_true", help="read everything anew, and remember nothing")
    group.add_argument(
        "--jobs", metavar="N", type=_count, help="processes that read many notes at once (default: one a processor)"
    )
    group.add_argument("--quiet", action="store_true", help="print results only")
