"""Obsidian's own settings of a vault that change how it is read."""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dlvault.model.note import NotePath

_MAX_SETTINGS_SIZE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class VaultSettings:
    """`ignore_filters`: path prefixes, or regular expressions between slashes (`userIgnoreFilters`)."""

    ignore_filters: tuple[str, ...] = ()

    def excluded(self, paths: Iterable[NotePath]) -> frozenset[NotePath]:
        """Paths that Obsidian hides from graph and search; they remain link targets."""
        prefixes = tuple(rule for rule in self.ignore_filters if rule and not _is_expression(rule))
        expressions = [found for rule in self.ignore_filters if (found := _expression(rule)) is not None]
        if not prefixes and not expressions:
            return frozenset()
        return frozenset(
            path for path in paths if path.startswith(prefixes) or any(found.search(path) for found in expressions)
        )


def read_settings(root: Path) -> VaultSettings:
    """Read `app.json` of the configuration folder; anything broken or missing means the default."""
    for folder in _configuration_folders(root):
        try:
            with (folder / "app.json").open("rb") as file:
                values = json.loads(file.read(_MAX_SETTINGS_SIZE))
        except (OSError, ValueError, RecursionError):
            continue
        filters = values.get("userIgnoreFilters") if isinstance(values, dict) else None
        if isinstance(filters, list):
            return VaultSettings(tuple(rule for rule in filters if isinstance(rule, str)))
        break
    return VaultSettings()


def _configuration_folders(root: Path) -> list[Path]:
    """`.obsidian`, else a renamed one: a hidden folder that holds `app.json`."""
    usual = root / ".obsidian"
    if usual.is_dir():
        return [usual]
    try:
        return sorted(path.parent for path in root.glob(".*/app.json"))
    except OSError:
        return []


def _is_expression(rule: str) -> bool:
    return len(rule) > 1 and rule.startswith("/") and rule.endswith("/")


def _expression(rule: str) -> re.Pattern[str] | None:
    if not _is_expression(rule):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the author of a vault wrote it for another language
        try:
            return re.compile(rule[1:-1])
        except (re.error, OverflowError, RecursionError):
            return None
