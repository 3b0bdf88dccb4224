"""Streams, colour and width of the terminal; makes hostile names harmless before they are printed."""

from __future__ import annotations

import os
import sys

from dlvault.errors import WriteError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from dlvault.vault.scan import Listing

_CONTROL = "".join(map(chr, (*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0))))
_DIRECTION = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CODES = str.maketrans({char: f"\\x{ord(char):02x}" for char in _CONTROL + _DIRECTION})
_CODES_IN_LINE = _CODES | str.maketrans({char: f"\\x{ord(char):02x}" for char in "\n\u2028\u2029"})
_STYLES = {"error": "31;1", "warning": "33;1", "info": "34;1", "ok": "32;1", "quiet": "2", "strong": "1"}
_FALLBACK_WIDTH = 100


def harmless(text: str) -> str:
    """Show control characters and direction marks as codes, so that no name can drive the terminal."""
    return text if text.isprintable() else text.translate(_CODES)


def terminal_width(otherwise: int) -> int:
    """Columns of the terminal, found as `shutil.get_terminal_size` does, which takes long to import."""
    try:
        columns = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        columns = 0
    if columns > 0:
        return columns
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or otherwise  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # it was closed, or is no terminal
        return otherwise


def unwritten(error: OSError) -> WriteError:
    """The error for a standard output that takes no more."""
    return WriteError(f"cannot write to standard output: {error.strerror}", "check where it leads and try again")


class Console:
    """Where results, messages and colours go."""

    def __init__(
        self, out: TextIO, err: TextIO, *, color: str = "auto", environ: Mapping[str, str] = os.environ
    ) -> None:
        """Take the two streams; `color` is auto, always or never, and `NO_COLOR` means never under auto."""
        self.out = out
        self.err = err
        self.quiet = False
        self.listed: tuple[str, Listing] | None = None
        """The vault whose files were listed just now, and the files, for who needs them next."""
        self._told: set[str] = set()
        self.recalled: str | None = None
        """The arguments of this very command line as JSON, from a run that has taken it apart before."""
        self.cwd = _working_directory()
        self.environ = environ
        self.use_color(color)

    def use_color(self, color: str) -> None:
        """Decide once whether styles are written."""
        plain = bool(self.environ.get("NO_COLOR")) or self.environ.get("TERM") == "dumb"
        self.colored = color == "always" or (color == "auto" and self.out.isatty() and not plain)

    @property
    def width(self) -> int:
        """Columns of the terminal; wide where there is none."""
        return terminal_width(_FALLBACK_WIDTH)

    def style(self, text: str, style: str) -> str:
        """Colour a text, if colours are on."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colored else text

    def result(self, text: str) -> None:
        """Write results; the text brings its own line end.

        Raises:
            WriteError: standard output takes no more, because a disk is full, say.
            BrokenPipeError: nobody reads any more.
        """
        try:
            self.out.write(text)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise unwritten(error) from error

    def data(self, text: str) -> None:
        """Write results for programs as they are; a person who looks at them gets codes for control characters."""
        self.result(harmless(text) if self.out.isatty() else text)

    def line(self, text: str) -> None:
        """Write one line of results for people; a line end in a name is shown as a code."""
        self.result((text if text.isprintable() else text.translate(_CODES_IN_LINE)) + "\n")

    def note(self, text: str) -> None:
        """Tell something that is no result, unless asked to be quiet."""
        if not self.quiet:
            self.err.write(harmless(text) + "\n")

    def note_once(self, text: str) -> None:
        """Tell something that several parts of a run may find."""
        if text not in self._told:
            self._told.add(text)
            self.note(text)

    def complain(self, text: str) -> None:
        """Tell what went wrong."""
        self.err.write(harmless(text) + "\n")


def _working_directory() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - compared as text
    except OSError:  # it was deleted under our feet
        return os.environ.get("PWD") or os.sep


def standard_console() -> Console:
    """The console of this process; names that are no Unicode are written as codes.

    A stream that was closed before the start swallows what is written to it.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return Console(sys.stdout, sys.stderr)
