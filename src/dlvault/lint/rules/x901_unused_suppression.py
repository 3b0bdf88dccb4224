"""A suppression that hides nothing.

## What it does
Reports `%% dlvault-ignore ... %%` and `<!-- dlvault-ignore ... -->` comments of which nothing, or not every rule, hides
a finding. Only rules and notes that the run looked at are judged.

## Why it matters
Such a comment outlives the fault it was written for, and hides the next one.

## Example
`%% dlvault-ignore L101 %%` above a line without a broken link

## Instead
No comment.

## Fix safety
Safe: the comment goes, or the codes that hide nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.model.finding import Safety, Severity
from dlvault.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.lint.suppress import Idle
    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at the suppressions of a note after all other rules have spoken."""
    for idle in ctx.idle:
        if idle.path == ctx.note.path:
            named = ", ".join(idle.selectors) or "every rule"
            fix = ctx.fix("Delete the comment", Safety.SAFE, (_place(ctx, idle), "")) if idle.whole else None
            yield ctx.finding(
                idle.directive.span,
                f"This comment hides no finding of {named}",
                subject=named,
                hint="delete it" if idle.whole else f"take {named} out of it",
                fix=fix,
            )


def _place(ctx: RuleContext, idle: Idle) -> Span:
    """The comment, with its line where it has one to itself."""
    starts = ctx.note.parsed.lines.starts
    start, end = idle.directive.span
    line = ctx.note.parsed.lines.line(start)
    alone = idle.directive.line == line + 1 and starts[line - 1] == start
    if alone and line < len(starts) and end == starts[line] - 1:
        return Span(start, starts[line])
    return Span(start, end)


RULE = Rule("X901", "unused-suppression", Scope.AFTER, check, Severity.WARNING)
