"""Run the rules over an index."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from dlvault import registry
from dlvault.lint import rules as rule_modules
from dlvault.lint.baseline import idle_row
from dlvault.lint.census import FullCensus
from dlvault.lint.evidence import Evidence
from dlvault.lint.links import NO_LINKS, links_of
from dlvault.lint.rule import Rule, RuleContext, Scope, traits_of
from dlvault.lint.selection import Selection, fitting
from dlvault.lint.suppress import Suppressions
from dlvault.model.note import NotePath
from dlvault.options import LintOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence

    from dlvault.lint.baseline import Key
    from dlvault.lint.census import Census
    from dlvault.model.finding import Finding
    from dlvault.model.history import PastFile
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import Note


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
    hidden = hidden_files(index, options)
    linted = frozenset(index.notes) - hidden if paths is None else frozenset(paths)
    inquiry = Inquiry(index, options, linted, Evidence(index, past), FullCensus(index, linted))
    return inquiry.findings(
        [note for path, note in index.notes.items() if path in linted],
        lambda path: path in linted or (paths is None and path not in hidden),
    )


class Inquiry:
    """The rules that options choose, and what they are given to look at.

    `linted` are the notes that a run looks at as a whole, and `only` those files among them of which findings are
    wanted, None for all. `known` has findings of rules on the whole vault that need not speak again, by code.
    """

    def __init__(  # noqa: PLR0913 - what a rule context needs
        self,
        index: VaultIndex,
        options: LintOptions,
        linted: Container[NotePath],
        evidence: Evidence,
        census: Census,
        *,
        only: Collection[NotePath] | None = None,
        known: Mapping[str, Sequence[Finding]] = MappingProxyType({}),
    ) -> None:
        """Choose the rules.

        Raises:
            UsageError: the options name a rule that does not exist.
        """
        self._index = index
        self._said = {code: tuple(findings) for code, findings in known.items()}
        self._selection = Selection(all_rules(), options)
        self._contexts = [
            RuleContext(index, self._selection.adjusted(rule), evidence, census, options, linted, only)
            for rule in self._selection.rules
        ]

    def findings(self, notes: Sequence[Note], wanted: Callable[[NotePath], bool]) -> tuple[Finding, ...]:
        """Look at the vault, then at note after note; keep what is `wanted` by its path and not suppressed."""
        suppressions = Suppressions(notes, self._selection)
        kept = [one for one in self._spoken(notes) if wanted(one.path) and not suppressions.hides(one)]
        kept += [one for one in self._spoken_after(suppressions) if wanted(one.path) and not suppressions.hides(one)]
        return tuple(sorted(kept, key=_order))

    def said(self, code: str) -> tuple[Finding, ...]:
        """What a rule on the whole vault says, before anything is suppressed."""
        if code not in self._said:
            contexts = [ctx for ctx in self._contexts if ctx.rule.code == code]
            self._said[code] = tuple(one for ctx in contexts for one in ctx.rule.check(ctx))
        return self._said[code]

    def _spoken(self, notes: Sequence[Note]) -> Iterator[Finding]:
        for context in self._contexts:
            if context.rule.scope is Scope.VAULT:
                yield from self.said(context.rule.code)
        of_notes = [context for context in self._contexts if context.rule.scope is Scope.NOTE]
        speaking: dict[tuple[object, ...], list[RuleContext]] = {}
        for note in notes:
            links = links_of(self._index, note)
            traits = traits_of(note, links)
            contexts = speaking.get(traits)
            if contexts is None:
                contexts = speaking[traits] = [one for one in of_notes if one.rule.may_speak(traits)]
            for context in contexts:
                context.look_at(note, links)
                yield from context.rule.check(context)

    def _spoken_after(self, suppressions: Suppressions) -> Iterator[Finding]:
        late = [context for context in self._contexts if context.rule.scope is Scope.AFTER]
        for note, idle in suppressions.idle():
            for context in late:
                context.look_at(note, NO_LINKS)
                context.idle = idle
                yield from context.rule.check(context)


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
    suppressions = Suppressions([index.notes[NotePath(row[0])] for row in rows if row[0] in index.notes], selection)
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
