"""The pages of the rules: the docstring of a rule's module is its documentation."""

from __future__ import annotations

import inspect
from importlib import import_module

from dlvault import registry
from dlvault.lint import rules as rule_modules
from dlvault.lint.rule import Rule
from dlvault.model.finding import RulePage


def rule_pages() -> tuple[RulePage, ...]:
    """Pages of all rules, by code."""
    pages = []
    for name in registry.names(rule_modules):
        rule = registry.load(rule_modules, name, "RULE", Rule)
        text = inspect.getdoc(import_module(f"{rule_modules.__name__}.{name}")) or ""
        pages.append(RulePage(rule.code, rule.name, rule.severity, text.partition("\n")[0], text))
    return tuple(sorted(pages))
