"""One tag in several spellings.

## What it does
Reports uses of a tag whose spelling differs in case from the one that the vault uses most.

## Why it matters
Obsidian takes `#Paper` and `#PAPER` for one tag and shows the first spelling it meets; other programs do not.

## Example
`#paper`, where all other notes say `#PAPER`

## Instead
`#PAPER`

## Fix safety
Unsafe: the spelling used most is a guess at the one that is meant.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.model.finding import Safety, Severity
from dlvault.model.note import TagOrigin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every tag that is spelled in more than one way; excluded files and templates do not count."""
    hidden = (ctx.index.excluded | ctx.index.templates).difference(ctx.linted)
    for every in ctx.index.tags.values():
        uses = [(path, use) for path, use in every if path not in hidden] if hidden else every
        spellings = Counter(use.name for _, use in uses)
        if len(spellings) < 2:  # noqa: PLR2004 - one alone varies from nothing
            continue
        usual, times = min(spellings.items(), key=lambda row: (-row[1], row[0]))
        for path, use in uses:
            if use.name == usual or path not in ctx.linted:
                continue
            here = ctx.of(ctx.index.notes[path], ())
            body = use.origin is TagOrigin.BODY and not here.in_heading(use.span)
            yield here.finding(
                use.span,
                f"The tag #{use.name} is spelled #{usual} elsewhere ({times} of {len(uses)} uses)",
                subject=use.name,
                hint=f"write #{usual}",
                fix=here.fix(f"Write #{usual}", Safety.UNSAFE, (use.span, f"#{usual}")) if body else None,
            )


RULE = Rule("T201", "tag-variants", Scope.VAULT, check, Severity.INFO)
