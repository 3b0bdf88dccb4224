"""Which rules speak, for which notes, and how loudly."""

from __future__ import annotations

import difflib
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dlvault.errors import UsageError
from dlvault.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dlvault.lint.rule import Rule
    from dlvault.model.note import NotePath
    from dlvault.options import LintOptions

OFF = "off"


class Selection:
    """The rules of a run with their severities, and the paths at which some of them keep quiet."""

    def __init__(self, rules: Sequence[Rule], options: LintOptions) -> None:
        """Apply selectors in order of exactness: a longer code wins over a shorter one, `ignore` over `select`.

        Raises:
            UsageError: a selector or a code names no rule.
        """
        self._rules = rules
        self.severities: dict[str, Severity] = {}
        self._off: set[str] = set()
        self._read_severities(options)
        self.rules = tuple(rule for rule in rules if self._is_on(rule, options))
        self._per_path = [(glob, self.codes(selectors)) for glob, selectors in options.per_path_ignores]

    def adjusted(self, rule: Rule) -> Rule:
        """The rule with the severity that the configuration gives it."""
        severity = self.severities.get(rule.code)
        return rule if severity is None else replace(rule, severity=severity)

    def codes(self, selectors: Sequence[str]) -> frozenset[str]:
        """Codes that selectors name: `L101`, `L1`, `broken-link` or `ALL`.

        Raises:
            UsageError: a selector names no rule.
        """
        return frozenset(code for selector in selectors for code in self._named(selector))

    def silent(self, path: NotePath, code: str) -> bool:
        """Whether the configuration silences a rule at a path."""
        return any(code in codes and matches(path, glob) for glob, codes in self._per_path)

    def _named(self, selector: str) -> list[str]:
        word = selector.strip()
        codes = [rule.code for rule in self._rules if word in ("ALL", rule.name) or rule.code.startswith(word.upper())]
        if not codes or not word:
            known = [name for rule in self._rules for name in (rule.code, rule.name)]
            near = difflib.get_close_matches(word, known, 1)
            hint = f"did you mean {near[0]}?" if near else "`dlvault rules` lists them"
            raise UsageError(f"no rule is called {selector!r}", hint)
        return codes

    def _is_on(self, rule: Rule, options: LintOptions) -> bool:
        if rule.code in self._off or rule.code in self.codes(options.ignore):
            # A selector that names this very rule wins over an `ignore` of its family.
            return self._exact(rule, options.select) and not self._exact(rule, options.ignore)
        if options.select:
            return rule.code in self.codes(options.select)
        return rule.default or rule.code in self.severities

    @staticmethod
    def _exact(rule: Rule, selectors: Sequence[str]) -> bool:
        return any(word.strip() in (rule.code, rule.name) for word in selectors)

    def _read_severities(self, options: LintOptions) -> None:
        for selector, word in options.severity.items():
            for code in self._named(selector):
                if word == OFF:
                    self._off.add(code)
                else:
                    self.severities[code] = Severity[word.upper()]


def matches(path: str, glob: str) -> bool:
    """Whether a vault path fits a glob; a glob that ends in ``/`` or names a folder fits everything below it."""
    plain = glob.rstrip("/")
    return fnmatchcase(path, plain) or fnmatchcase(path, f"{plain}/*") or path.startswith(f"{plain}/")


def fitting(paths: Collection[NotePath], globs: Sequence[str]) -> frozenset[NotePath]:
    """Paths that fit one of several globs."""
    return frozenset(path for path in paths if any(matches(path, glob) for glob in globs)) if globs else frozenset()
