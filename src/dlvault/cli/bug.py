"""What is left of an error that nobody expected: a log file and a word about it."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from typing import TYPE_CHECKING

from dlvault.cli.command import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlvault.cli.console import Console


def report_bug(argv: Sequence[str], console: Console) -> int:
    """Write what is needed to mend a bug of ours to a file and name it; the error is the one at hand."""
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
