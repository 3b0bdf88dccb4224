"""Findings that a note or the configuration keeps quiet, and suppressions that keep nothing quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dlvault.errors import UsageError
from dlvault.lint.rule import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dlvault.lint.selection import Selection
    from dlvault.model.finding import Finding
    from dlvault.model.note import Directive, Note, NotePath

PROPERTY = "dlvault_ignore"


class Idle(NamedTuple):
    """A suppression, or some of its selectors, that hide nothing."""

    directive: Directive
    selectors: tuple[str, ...]
    """The selectors that hide nothing; none where the suppression names none."""
    whole: bool
    """Whether nothing of the suppression hides anything."""
    unknown: bool = False
    """Whether the selectors name no rule at all."""


class Suppressions:
    """The comments and properties of the linted notes; remembers which of them hid something."""

    def __init__(self, notes: Iterable[Note], selection: Selection) -> None:
        """Read the suppressions of the notes that a run looks at."""
        self._selection = selection
        self._notes = {note.path: note for note in notes}
        self._lines: dict[tuple[NotePath, int], list[Directive]] = {}
        self._used: set[tuple[NotePath, Directive, str]] = set()
        self._named: dict[str, frozenset[str]] = {}
        self._judges = frozenset(rule.code for rule in selection.known if rule.scope is Scope.AFTER)
        for path, note in self._notes.items():
            for directive in note.parsed.directives:
                self._lines.setdefault((path, directive.line), []).append(directive)

    def hides(self, finding: Finding) -> bool:
        """Whether a finding is to be kept quiet; every suppression that says so counts as used."""
        hidden = self._selection.silent(finding.path, finding.code)
        note = self._notes.get(finding.path)
        if note is not None and finding.code in self._codes(_property_selectors(note)):
            hidden = True
        for directive in self._lines.get((finding.path, finding.start.line), ()):
            if finding.code in self._judges and note and _speaks_of(finding, directive, note):
                continue
            for selector in directive.selectors or ("",):
                if not selector or finding.code in self._codes((selector,)):
                    self._used.add((finding.path, directive, selector))
                    hidden = True
        return hidden

    def idle(self) -> Iterator[tuple[Note, Sequence[Idle]]]:
        """Comments that hid nothing, by note, as far as this run could tell: rules that did not run may yet speak."""
        for note in list(self._notes.values()):
            if note.parsed.directives:
                found = list(self._idle_in(note))
                if found:
                    yield note, found

    def _idle_in(self, note: Note) -> Iterator[Idle]:
        for directive in note.parsed.directives:
            selectors = directive.selectors or ("",)
            unknown = tuple(selector for selector in selectors if selector and not self._codes((selector,)))
            idle = tuple(
                selector
                for selector in selectors
                if (note.path, directive, selector) not in self._used and self._is_judged(selector)
            )
            if idle:
                yield Idle(directive, tuple(filter(None, idle)), len(idle) == len(selectors))
            if unknown:
                yield Idle(directive, unknown, whole=False, unknown=True)

    def _is_judged(self, selector: str) -> bool:
        """Whether every rule ran that a selector could have silenced; those that judge suppressions come too late."""
        codes = self._codes((selector or "ALL",))
        expected = {rule.code for rule in self._selection.known if rule.code in codes and rule.default} or set(codes)
        expected -= self._judges
        return bool(expected) and expected <= {rule.code for rule in self._selection.rules}

    def _codes(self, selectors: Iterable[str]) -> frozenset[str]:
        """Codes that selectors of a note name; one that names no rule names nothing."""
        return frozenset(code for selector in selectors for code in self._of(selector))

    def _of(self, selector: str) -> frozenset[str]:
        codes = self._named.get(selector)
        if codes is None:
            try:
                codes = self._selection.codes((selector,))
            except UsageError:
                codes = frozenset()
            self._named[selector] = codes
        return codes


def _speaks_of(finding: Finding, directive: Directive, note: Note) -> bool:
    """Whether a finding is about a suppression, which cannot hide that."""
    return finding.start == note.parsed.lines.position(directive.span.start)


def _property_selectors(note: Note) -> tuple[str, ...]:
    """Selectors of the property `dlvault_ignore` of a note: a list of them, or words in one text."""
    value = note.parsed.properties.get(PROPERTY)
    values = value if isinstance(value, list) else [value]
    return tuple(word for item in values if isinstance(item, str) for word in item.replace(",", " ").split())
