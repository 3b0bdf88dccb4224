"""Entry of the command line: find the command, import it alone, keep errors from the user's eyes."""

from __future__ import annotations

import argparse
import gc
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from dlvault import registry
from dlvault.cli import commands
from dlvault.cli.command import Command, Exit
from dlvault.cli.console import Console, standard_console, unwritten
from dlvault.errors import DlvaultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _typeshed import SupportsWrite

_VALUE_OPTIONS = ("--vault", "--color")


def entry() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    # An index is millions of small tuples without cycles: looking for cycles among them costs a third of the time.
    gc.set_threshold(200_000, 50, 1000)
    console = standard_console()
    code = main(sys.argv[1:], console)
    try:
        sys.stdout.flush()
    except OSError as error:
        # The reader has left (`dlvault ... | head`) or the disk is full: the interpreter would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            code = _tell(unwritten(error), console)
    sys.exit(code)


def main(argv: Sequence[str], console: Console) -> int:
    """Run one command line and return its exit code; nothing is raised."""
    try:
        return _dispatch(list(argv), console)
    except DlvaultError as error:
        return _tell(error, console)
    except BrokenPipeError:
        return Exit.OK
    except KeyboardInterrupt:
        console.complain("dlvault: interrupted")
        return Exit.INTERRUPTED
    except SystemExit as leave:  # argparse, after --help or an argument it does not know
        return leave.code if isinstance(leave.code, int) else Exit.USAGE
    except Exception:  # noqa: BLE001 - the one boundary: what arrives here is our bug
        return _report_bug(argv, console)


def _tell(error: DlvaultError, console: Console) -> int:
    console.complain(f"dlvault: {error.message}")
    if error.hint:
        console.complain(f"  help: {error.hint}")
    return Exit.USAGE


def _dispatch(argv: list[str], console: Console) -> int:
    at = _command_index(argv)
    if at is None:
        return _without_command(argv, console)
    command = _load(argv, at)
    parser = _Parser(console, prog=f"dlvault {command.name}", description=command.summary)
    _add_common(parser)
    command.configure(parser)
    args = parser.parse_args(argv[:at] + argv[at + 1 :])
    console.use_color(args.color)
    console.quiet = args.quiet
    return command.run(args, console)


class _Parser(argparse.ArgumentParser):
    """argparse with our words for an error and our stream for the help."""

    def __init__(self, console: Console, **settings: Any) -> None:  # noqa: ANN401 - argparse's own
        super().__init__(allow_abbrev=False, **settings)
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


_COMPLAINTS = (
    (r"the following arguments are required: (.*)", "{} is missing"),
    (r"unrecognized arguments: (-\S*).*", "there is no option {}"),
    (r"unrecognized arguments: (.*)", "there is no place for {}"),
    (r"argument (\S+): expected one argument", "{} needs a value"),
)


def _add_common(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("everywhere")
    group.add_argument(
        "--vault", metavar="DIR", help="folder of the vault (default: found upwards, else ./vault, else .)"
    )
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours (default: auto)")
    group.add_argument("--quiet", action="store_true", help="print results only")


def _command_index(argv: Sequence[str]) -> int | None:
    """Position of the command: the first word that is no option nor the value of one."""
    at = 0
    while at < len(argv):
        word = argv[at]
        if not word.startswith("-"):
            return at
        at += 2 if word in _VALUE_OPTIONS else 1
    return None


def _load(argv: Sequence[str], at: int) -> Command:
    word = argv[at]
    known = registry.names(commands)
    if word.replace("-", "_") not in known:
        import difflib

        near = difflib.get_close_matches(word, known, 1)
        hint = f"did you mean {near[0]}?" if near else "see dlvault --help"
        if argv[0].startswith("-") and argv[0] not in _VALUE_OPTIONS:
            hint = f"write the command before {argv[0]}; {hint}"
        raise UsageError(f"there is no command {word!r}", hint)
    return registry.load(commands, word.replace("-", "_"), "COMMAND", Command)


def _without_command(argv: Sequence[str], console: Console) -> int:
    if "--version" in argv:
        from importlib.metadata import version

        console.result(f"dlvault {version('dlvault')}\n")
        return Exit.OK
    every = registry.collect(commands, "COMMAND", Command)
    width = max(len(command.name) for command in every)
    listing = "\n".join(f"  {command.name:<{width}}  {command.summary}" for command in every)
    parser = _Parser(
        console,
        prog="dlvault",
        usage="dlvault [--vault DIR] COMMAND ...",
        description="Read an Obsidian vault headless and exactly: check its links, list them, draw them.",
        epilog=f"commands:\n{listing}\n\n`dlvault COMMAND --help` explains each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_common(parser)
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.parse_args(argv)
    parser.print_help(console.err)
    return Exit.USAGE


def _report_bug(argv: Sequence[str], console: Console) -> int:
    """Write what is needed to mend a bug of ours to a file and name it."""
    import platform
    import tempfile
    import traceback

    text = f"dlvault {' '.join(argv)}\nPython {sys.version}\n{platform.platform()}\n\n{traceback.format_exc()}"
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", errors="backslashreplace", prefix="dlvault-", suffix=".log", delete=False
        ) as file:
            file.write(text)
        place = f"the details are in {file.name}"
    except OSError:
        place = text
    console.complain(f"dlvault: this is a bug in dlvault, not in your vault; {place}")
    console.complain("  help: please report it with these details; look through them first, they can quote your notes")
    return Exit.BUG
