"""Run the command that a command line names: import it alone, read its arguments."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from dlvault import registry
from dlvault.cli import commands
from dlvault.cli.command import Command
from dlvault.cli.main import VALUE_OPTIONS
from dlvault.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from dlvault.cli.console import Console


def run_command(argv: Sequence[str], at: int, console: Console) -> int:
    """Run the command at a place of the command line.

    Raises:
        DlvaultError: no such command, wrong arguments, or what the command itself finds wrong.
        SystemExit: the help was asked for and printed.
    """
    command = _load(argv, at)
    recalled, console.recalled = console.recalled, None
    args = _parsed(argv, at, command, console) if recalled is None else _recalled(recalled)
    console.use_color(args.color)
    console.quiet = args.quiet
    return command.run(args, console)


def _parsed(argv: Sequence[str], at: int, command: Command, console: Console) -> Namespace:
    from dlvault.cli.arguments import Parser, add_common

    parser = Parser(console, prog=f"dlvault {command.name}", description=command.summary)
    add_common(parser)
    command.configure(parser)
    args: Namespace = parser.parse_args([*argv[:at], *argv[at + 1 :]])
    args.words = list(argv)
    return args


def _recalled(words: str) -> Namespace:
    """The arguments as the same command line gave them before: argparse takes long to import."""
    import json

    return cast("Namespace", SimpleNamespace(**json.loads(words)))


def _load(argv: Sequence[str], at: int) -> Command:
    word = argv[at]
    known = registry.names(commands)
    if word.replace("-", "_") not in known:
        import difflib

        near = difflib.get_close_matches(word, known, 1)
        hint = f"did you mean {near[0]}?" if near else "see dlvault --help"
        if argv[0].startswith("-") and argv[0] not in VALUE_OPTIONS:
            hint = f"write the command before {argv[0]}; {hint}"
        raise UsageError(f"there is no command {word!r}", hint)
    return registry.load(commands, word.replace("-", "_"), "COMMAND", Command)
