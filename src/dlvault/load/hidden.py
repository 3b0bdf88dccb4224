"""Files that are there and not looked at, as sets that decide on each path when it comes up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.selection import fitting
from dlvault.model.note import NotePath

if TYPE_CHECKING:
    from collections.abc import Callable

    from dlvault.options import LintOptions
    from dlvault.vault.settings import VaultSettings


class Hidden(frozenset[NotePath]):
    """Paths of which a setting decides one by one."""

    _decide: Callable[[NotePath], bool]

    @classmethod
    def by(cls, decide: Callable[[NotePath], bool]) -> Hidden:
        """Take what decides on a path."""
        hidden = cls()
        hidden._decide = decide
        return hidden

    def __contains__(self, path: object) -> bool:
        """Whether a path is hidden."""
        return self._decide(path)  # type: ignore[arg-type]


def excluded_by(settings: VaultSettings) -> Hidden:
    """Files that Obsidian excludes."""
    return Hidden.by(lambda path: bool(settings.excluded((path,))))


def templates_of(settings: VaultSettings) -> Hidden:
    """Files in Obsidian's template folder."""
    return Hidden.by(lambda path: bool(settings.templates((path,))))


def hidden_from_lint(settings: VaultSettings, options: LintOptions) -> Hidden:
    """Files that are link targets but not linted."""
    return Hidden.by(
        lambda path: bool(
            settings.excluded((path,)) or settings.templates((path,)) or fitting((path,), options.exclude)
        )
    )
