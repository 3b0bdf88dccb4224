"""Which rules speak, for which notes, and how loudly."""

from __future__ import annotations

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
_LEAST, _MOST = 0, 100
"""How exactly a selector can name a rule: `ALL` least, its code or name most."""


class Selection:
    """The rules of a run with their severities, and the paths at which some of them keep quiet."""

    def __init__(self, rules: Sequence[Rule], options: LintOptions) -> None:
        """Apply selectors in order of exactness: a longer code wins over a shorter one, `ignore` over `select`.

        Raises:
            UsageError: a selector or a code names no rule.
        """
        self.known = rules
        self.severities: dict[str, Severity] = {}
        self._off: dict[str, int] = {}
        self._named_alone: set[str] = set()
        self._read_severities(options)
        ignored, selected = self._exactness(options.ignore), self._exactness(options.select)
        if not options.select:
            on = {rule.code for rule in rules if rule.default} | self._named_alone
            selected = dict.fromkeys(on - self._off.keys(), _LEAST)
        self.rules = tuple(
            rule
            for rule in rules
            if rule.code in selected
            and selected[rule.code] > ignored.get(rule.code, _LEAST - 1)
            and selected[rule.code] >= self._off.get(rule.code, _LEAST)
        )
        self._per_path = [(glob, self.codes(selectors)) for glob, selectors in options.per_path_ignores]

    def adjusted(self, rule: Rule) -> Rule:
        """The rule with the severity that the configuration gives it."""
        severity = self.severities.get(rule.code)
        return rule if severity is None else rule._replace(severity=severity)

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
        codes = [rule.code for rule in self.known if word in ("ALL", rule.name) or rule.code.startswith(word.upper())]
        if not codes or not word:
            import difflib

            known = [name for rule in self.known for name in (rule.code, rule.name)]
            near = difflib.get_close_matches(word, known, 1)
            hint = f"did you mean {near[0]}?" if near else "`dlvault rules` lists them"
            raise UsageError(f"no rule is called {selector!r}", hint)
        return codes

    def _exactness(self, selectors: Sequence[str]) -> dict[str, int]:
        """For each rule that selectors name how exactly the best of them does."""
        best: dict[str, int] = {}
        for selector in selectors:
            for code in self._named(selector):
                best[code] = max(best.get(code, _LEAST), _exact(selector, code))
        return best

    def _read_severities(self, options: LintOptions) -> None:
        best: dict[str, int] = {}
        for selector, word in options.severity.items():
            for code in self._named(selector):
                exact = _exact(selector, code)
                if exact < best.get(code, _LEAST):
                    continue
                best[code] = exact
                self._off.pop(code, None)
                self.severities.pop(code, None)
                if word == OFF:
                    self._off[code] = exact
                else:
                    self.severities[code] = Severity[word.upper()]
                    if exact == _MOST:
                        self._named_alone.add(code)


def _exact(selector: str, code: str) -> int:
    """How exactly a selector names a rule: by the length of its code, most by the whole of it or by its name."""
    word = selector.strip().upper()
    if word == "ALL":
        return _LEAST
    return len(word) if code != word and code.startswith(word) else _MOST


def matches(path: str, glob: str) -> bool:
    """Whether a vault path fits a glob; a glob that ends in ``/`` or names a folder fits everything below it.

    ``**/`` stands for any number of folders, and for none.
    """
    plain = glob.removeprefix("./").rstrip("/")
    return any(
        fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern}/*") or path.startswith(f"{pattern}/")
        for pattern in {plain, plain.replace("**/", "")}
    )


def fitting(paths: Collection[NotePath], globs: Sequence[str]) -> frozenset[NotePath]:
    """Paths that fit one of several globs."""
    return frozenset(path for path in paths if any(matches(path, glob) for glob in globs)) if globs else frozenset()
