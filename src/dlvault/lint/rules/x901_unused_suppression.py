"""A suppression that hides nothing.

## What it does
Reports `%% dlvault-ignore ... %%` and `<!-- dlvault-ignore ... -->` comments of which nothing, or not every rule, hides
a finding, and rows of a baseline that hide none. Only rules and notes that the run looked at are judged.

## Why it matters
Such a comment or row outlives the fault it was written for, and hides the next one.

## Example
`%% dlvault-ignore L101 %%` above a line without a broken link

## Instead
No comment.

## Fix safety
Safe: the comment goes, or the codes that hide nothing. In a heading, and alone on a line of an item or quote, it is
only reported: its text is named by links, its empty line would part a paragraph. Words that name no rule stay, and so
do baselines: write those anew with `--write-baseline`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.model.finding import Safety, Severity
from dlvault.model.late import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.lint.suppress import Idle
    from dlvault.model.finding import Finding
    from dlvault.model.note import Directive


_PARTS = late(
    r"(?P<begin>(?:%%|<!--)[ \t]*dlvault-ignore:?)(?P<words>.*?)(?P<rest>(?:\s--\s.*|\s*)(?:%%|-->))", re.DOTALL
)


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at the suppressions of a note after all other rules have spoken."""
    for idle in ctx.idle:
        yield _unknown(ctx, idle) if idle.unknown else _unused(ctx, idle)


def _unknown(ctx: RuleContext, idle: Idle) -> Finding:
    named = ", ".join(idle.selectors)
    hint = 'correct the code; a reason goes behind " -- "'
    return ctx.finding(idle.directive.span, f"No rule is called {named}", subject=f"unknown {named}", hint=hint)


def _unused(ctx: RuleContext, idle: Idle) -> Finding:
    named = ", ".join(idle.selectors)
    if idle.whole:
        whole = idle.directive.whole
        hint = "delete it"
        fix = ctx.fix("Delete the comment", Safety.SAFE, (whole, "")) if whole.end > whole.start else None
        alone = any(heading.span == idle.directive.span for heading in ctx.note.parsed.headings)
        if ctx.in_heading(idle.directive.span) and not alone:
            fix = None  # links name the text of a heading, comments in it included
    else:
        hint = f"take {named} out of it"
        left = _without(idle.directive, idle.selectors)
        fix = ctx.fix(f"Take {named} out of the comment", Safety.SAFE, (idle.directive.span, left))
    message = f"This comment hides no finding of {named or 'any rule'}"
    return ctx.finding(idle.directive.span, message, subject=named or "every rule", hint=hint, fix=fix)


def _without(directive: Directive, selectors: tuple[str, ...]) -> str:
    """A comment without some of its selectors."""
    parts = _PARTS.fullmatch(directive.text)
    if parts is None:
        return directive.text
    kept = [selector for selector in directive.selectors if selector not in selectors]
    between = ", " if "," in parts.group("words") else " "
    return f"{parts.group('begin')} {between.join(kept)}{parts.group('rest')}"


RULE = Rule("X901", "unused-suppression", Scope.AFTER, check, Severity.WARNING)
