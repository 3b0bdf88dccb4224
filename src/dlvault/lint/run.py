"""Run the rules over an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault import registry
from dlvault.lint import rules as rule_modules
from dlvault.lint.rule import Rule, RuleContext, Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dlvault.model.finding import Finding
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import NotePath


def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return tuple(sorted(registry.collect(rule_modules, "RULE", Rule), key=lambda rule: rule.code))


def run(index: VaultIndex, paths: Collection[NotePath] | None = None) -> tuple[Finding, ...]:
    """Find every fault of a vault, sorted by path, line, column and code.

    `paths` limits what is reported, never what is known. Files that Obsidian excludes are not linted unless
    `paths` names them.
    """
    wanted = frozenset(index.notes) - index.excluded if paths is None else frozenset(paths)
    found = [finding for finding in _all(index, wanted) if finding.path in wanted or _is_other(index, finding, paths)]
    return tuple(sorted(found, key=_order))


def _all(index: VaultIndex, wanted: Collection[NotePath]) -> Iterator[Finding]:
    for rule in all_rules():
        if rule.scope is Scope.VAULT:
            yield from rule.check(RuleContext(index, rule))
        else:
            for path, note in index.notes.items():
                if path in wanted:
                    yield from rule.check(RuleContext(index, rule, note))


def _is_other(index: VaultIndex, finding: Finding, paths: Collection[NotePath] | None) -> bool:
    """Whether a finding speaks of a folder or a file that is no note: nobody names these to have them left out."""
    return paths is None and finding.path not in index.notes and finding.path not in index.excluded


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.start.line, finding.start.column, finding.code, finding.message
