"""Run the rules over an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault import registry
from dlvault.lint import rules as rule_modules
from dlvault.lint.baseline import idle_row
from dlvault.lint.evidence import Evidence
from dlvault.lint.rule import Rule, RuleContext, Scope, links_of
from dlvault.lint.selection import Selection, fitting
from dlvault.lint.suppress import Suppressions
from dlvault.model.note import NotePath
from dlvault.options import LintOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from dlvault.lint.baseline import Key
    from dlvault.model.finding import Finding
    from dlvault.model.history import PastFile
    from dlvault.model.index import VaultIndex


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
    hidden = hidden_files(index, options)
    linted = frozenset(index.notes) - hidden if paths is None else frozenset(paths)
    evidence = Evidence(index, past)
    suppressions = Suppressions(index, linted, selection)
    found = []
    for late in (False, True):
        idle = tuple(suppressions.idle()) if late else ()
        contexts = [
            RuleContext(index, selection.adjusted(rule), evidence, options, linted, idle)
            for rule in selection.rules
            if (rule.scope is Scope.AFTER) is late
        ]
        found += [
            finding
            for finding in _check(index, contexts, linted)
            if (finding.path in linted or (paths is None and finding.path not in hidden))
            and not suppressions.hides(finding)
        ]
    return tuple(sorted(found, key=_order))


def _check(index: VaultIndex, contexts: Sequence[RuleContext], linted: Collection[NotePath]) -> Iterator[Finding]:
    """Let rules look at the vault, then at note after note."""
    for context in contexts:
        if context.rule.scope is Scope.VAULT:
            yield from context.rule.check(context)
    of_notes = [context for context in contexts if context.rule.scope is not Scope.VAULT]
    for path, note in index.notes.items():
        if path in linted:
            links = links_of(index, note)
            for context in of_notes:
                yield from context.rule.check(context.of(note, links))


def hidden_files(index: VaultIndex, options: LintOptions) -> frozenset[NotePath]:
    """Files that are link targets but not linted: excluded ones and templates."""
    return index.excluded | index.templates | fitting((*index.notes, *index.attachments), options.exclude)


def idle_rows(
    index: VaultIndex, options: LintOptions, rows: Iterable[Key], paths: Collection[NotePath] | None = None
) -> tuple[Finding, ...]:
    """Report rows of a baseline that hide nothing, as rule X901: only those of rules and notes that a run looked at."""
    selection = Selection(all_rules(), options)
    rule = next((rule for rule in selection.rules if rule.scope is Scope.AFTER), None)
    if rule is None:
        return ()
    codes = {rule.code for rule in selection.rules}
    hidden = hidden_files(index, options)
    suppressions = Suppressions(index, index.notes, selection)
    found = []
    for path, code, subject in rows:
        note = index.notes.get(NotePath(path))
        looked_at = path not in hidden if paths is None else path in paths
        if code in codes and looked_at and (note is None or note.readable):
            finding = idle_row(selection.adjusted(rule), NotePath(path), code, subject)
            if not suppressions.hides(finding):
                found.append(finding)
    return tuple(found)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.start.line, finding.start.column, finding.code, finding.message
