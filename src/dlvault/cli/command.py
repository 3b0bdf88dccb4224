"""What a command is."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from dlvault.cli.console import Console


class Exit:
    """Exit codes of product.md, section 2; plain numbers, because `enum` takes longer to import than the help."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    BUG = 3
    INTERRUPTED = 130


class Command:
    """A command: its name, one line of help, its arguments and what it does."""

    __slots__ = ("configure", "name", "run", "summary")

    def __init__(
        self,
        name: str,
        summary: str,
        configure: Callable[[ArgumentParser], None],
        run: Callable[[Namespace, Console], int],
    ) -> None:
        """Take all four."""
        self.name = name
        self.summary = summary
        self.configure = configure
        self.run = run
