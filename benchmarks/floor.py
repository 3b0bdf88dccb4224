"""The processes that the program is compared with."""

from __future__ import annotations

from pathlib import Path

from measure import PYTHON, Run, run

LISTING = "listing: every file found, its status read"
PARSING = "own parse: every note read and parsed, no more"
MISTUNE = "plain mistune: every note read, default AST"

_FOLDER = Path(__file__).parent / "floors"


def scan_and_stat(vault: Path) -> Run:
    """List a vault and ask for the status of each file."""
    return run([PYTHON, str(_FOLDER / "scan_and_stat.py"), str(vault)])


def parse_only(vault: Path) -> Run:
    """Read and parse every note with exact places."""
    return run([PYTHON, str(_FOLDER / "parse_only.py"), str(vault)])


def mistune_ast(vault: Path) -> Run:
    """Read every note and let plain mistune parse it."""
    return run([PYTHON, str(_FOLDER / "mistune_ast.py"), str(vault)])
