"""Obsidian's own settings of a vault that change how it is read."""

from __future__ import annotations

import json
import re
import warnings
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dlvault.model.note import NotePath

_MAX_SETTINGS_SIZE = 1024 * 1024


class VaultSettings(NamedTuple):
    """`ignore_filters`: path prefixes, or regular expressions between slashes (`userIgnoreFilters`).

    `template_folder` is the vault path of the folder of the core plugin Templates, ``""`` for none.
    """

    ignore_filters: tuple[str, ...] = ()
    template_folder: str = ""

    def templates(self, paths: Iterable[NotePath]) -> frozenset[NotePath]:
        """Paths below the template folder: texts with gaps that a template fills in later."""
        if not self.template_folder:
            return frozenset()
        return frozenset(path for path in paths if path.startswith(f"{self.template_folder}/"))

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
    """Read `app.json` and `templates.json` of the configuration folder; what is broken or missing is the default."""
    for folder in _configuration_folders(root):
        filters = _values(folder / "app.json").get("userIgnoreFilters")
        templates = _values(folder / "templates.json").get("folder")
        return VaultSettings(
            tuple(rule for rule in filters if isinstance(rule, str)) if isinstance(filters, list) else (),
            templates.strip("/") if isinstance(templates, str) else "",
        )
    return VaultSettings()


def _values(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as stream:
            values = json.loads(stream.read(_MAX_SETTINGS_SIZE))
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


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
