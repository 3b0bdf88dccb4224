"""Entry of the command line: find the command, keep errors from the user's eyes.

A linter is started all day, so this module, the console and the errors import nothing that bare Python has not
imported anyway: typing, re and argparse take longer than all that the help and the version need.
"""

from __future__ import annotations

import gc
import os
import sys

from dlvault.cli.command import Exit
from dlvault.cli.console import standard_console, unwritten
from dlvault.errors import DlvaultError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from dlvault.cli.console import Console

VALUE_OPTIONS = ("--vault", "--color", "--jobs")
"""The options of `cli/arguments.py` that stand before any command and take the next word."""


def entry() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    # An index is millions of small tuples without cycles: looking for cycles among them costs a third of the time,
    # and what a single run leaves behind is gone with it.
    gc.disable()
    console = standard_console()
    code = main(sys.argv[1:], console)
    try:
        sys.stdout.flush()
    except OSError as error:
        # The reader has left (`dlvault ... | head`) or the disk is full: the interpreter would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            code = _tell(unwritten(error), console)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End this process without handing back each of its objects: the system takes them all at once, much faster."""
    if code != Exit.INTERRUPTED:  # then threads may wait for processes that were killed
        import atexit

        atexit._run_exitfuncs()  # noqa: SLF001 - what others have asked to be done at the end is done
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            continue  # it was complained of, or nobody reads it
    os._exit(code)


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
        from dlvault.cli.bug import report_bug

        return report_bug(argv, console)


def _tell(error: DlvaultError, console: Console) -> int:
    console.complain(f"dlvault: {error.message}")
    if error.hint:
        console.complain(f"  help: {error.hint}")
    return Exit.USAGE


def _dispatch(argv: list[str], console: Console) -> int:
    at = _command_index(argv)
    if at is None:
        return _without_command(argv, console)
    if argv[at] == "lint":
        from dlvault.cli.again import replay

        code = replay(argv, console)
        if code is not None:
            return code
    from dlvault.cli.dispatch import run_command

    return run_command(argv, at, console)


def _command_index(argv: Sequence[str]) -> int | None:
    """Position of the command: the first word that is no option nor the value of one."""
    at = 0
    while at < len(argv):
        word = argv[at]
        if not word.startswith("-"):
            return at
        at += 2 if word in VALUE_OPTIONS else 1
    return None


def _without_command(argv: list[str], console: Console) -> int:
    if "--version" in argv:
        from dlvault.version import VERSION

        console.result(f"dlvault {VERSION}\n")
        return Exit.OK
    from dlvault.cli.overview import HELP

    if argv in (["--help"], ["-h"]):
        console.result(HELP)
        return Exit.OK
    if argv:
        from dlvault.cli.arguments import overview_parser

        overview_parser(console).parse_args(argv)  # which complains, or finds a --help among them
    console.err.write(HELP)
    return Exit.USAGE
