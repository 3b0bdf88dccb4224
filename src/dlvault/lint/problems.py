"""Findings for what went wrong while files were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.model.finding import Finding
from dlvault.model.text import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.lint.rule import RuleContext


def problems_of(ctx: RuleContext) -> Iterator[Finding]:
    """Turn the problems that reading noted under the code of this rule into findings."""
    rule = ctx.rule
    for problem in ctx.index.problems:
        if problem.code == rule.code:
            place = Position(problem.line, problem.column)
            message = problem.message[:1].upper() + problem.message[1:]
            yield Finding(
                rule.code, rule.name, rule.severity, message, problem.path, place, None, rule.name, problem.hint
            )
