"""Baseline files as the command line names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.errors import UsageError
from dlvault.lint import baseline

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path


def read_baseline(file: Path) -> Counter[baseline.Key]:
    """Read a baseline.

    Raises:
        UsageError: the file is missing or no baseline.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the baseline {file}", "write one with --write-baseline") from error
    return baseline.read(text, str(file))
