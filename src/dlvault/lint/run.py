"""Run the rules over an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault import registry
from dlvault.lint import rules as rule_modules
from dlvault.lint.evidence import Evidence
from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.lint.selection import Selection, fitting
from dlvault.lint.suppress import Suppressions
from dlvault.options import LintOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from dlvault.model.finding import Finding
    from dlvault.model.history import PastFile
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import NotePath


def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return tuple(sorted(registry.collect(rule_modules, "RULE", Rule), key=lambda rule: rule.code))


def run(
    index: VaultIndex,
    options: LintOptions | None = None,
    *,
    paths: Collection[NotePath] | None = None,
    past: Callable[[], Mapping[str, PastFile]] = dict,
) -> tuple[Finding, ...]:
    """Find every fault of a vault, sorted by path, line, column and code.

    `paths` limits what is reported, never what is known. Files that Obsidian excludes, its templates and those of
    `options.exclude` are not linted unless `paths` names them. `past` asks git for files that were deleted or
    renamed; it is called only when a link is broken.

    Raises:
        UsageError: the options name a rule that does not exist.
    """
    options = options or LintOptions()
    selection = Selection(all_rules(), options)
    hidden = index.excluded | index.templates | fitting(index.notes, options.exclude)
    linted = frozenset(index.notes) - hidden if paths is None else frozenset(paths)
    evidence = Evidence(index, past)
    suppressions = Suppressions(index, linted, selection)
    found = []
    for late in (False, True):
        idle = tuple(suppressions.idle()) if late else ()
        for rule in selection.rules:
            if (rule.scope is Scope.AFTER) is late:
                context = RuleContext(index, selection.adjusted(rule), evidence, options, linted, idle=idle)
                found += [
                    finding
                    for finding in _check(context)
                    if (finding.path in linted or _is_other(index, finding, paths)) and not suppressions.hides(finding)
                ]
    return tuple(sorted(found, key=_order))


def _check(context: RuleContext) -> Iterator[Finding]:
    rule = context.rule
    if rule.scope is Scope.VAULT:
        yield from rule.check(context)
        return
    for path, note in context.index.notes.items():
        if path in context.linted:
            yield from rule.check(context.of(note))


def _is_other(index: VaultIndex, finding: Finding, paths: Collection[NotePath] | None) -> bool:
    """Whether a finding speaks of a folder or a file that is no note: nobody names these to have them left out."""
    return paths is None and finding.path not in index.notes and finding.path not in index.excluded


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.start.line, finding.start.column, finding.code, finding.message
