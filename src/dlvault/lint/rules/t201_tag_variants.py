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

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.model.finding import Safety, Severity
from dlvault.model.note import TagOrigin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every tag that is spelled in more than one way; excluded files and templates do not count."""
    mixed = ctx.census.mixed_tags
    for use in ctx.note.written_tags() if mixed else ():
        variants = mixed.get(use.name.lower())
        if variants is None or use.name == variants.usual:
            continue
        usual = variants.usual
        body = use.origin is TagOrigin.BODY and not ctx.in_heading(use.span)
        yield ctx.finding(
            use.span,
            f"The tag #{use.name} is spelled #{usual} elsewhere ({variants.times} of {variants.uses} uses)",
            subject=use.name,
            hint=f"write #{usual}",
            fix=ctx.fix(f"Write #{usual}", Safety.UNSAFE, (use.span, f"#{usual}")) if body else None,
        )


RULE = Rule("T201", "tag-variants", Scope.NOTE, check, Severity.INFO, about=(Trait.TAGS,))
