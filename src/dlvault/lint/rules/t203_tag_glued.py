"""A tag without a blank behind it.

## What it does
Reports the tag of an entry that touches the title.

## Why it matters
It is read as meant here, but other readers of such lists do not see where the tag ends.

## Example
`- #PAPER[Adam](https://arxiv.org/abs/1412.6980)`

## Instead
`- #PAPER [Adam](https://arxiv.org/abs/1412.6980)`

## Fix safety
Safe: a blank is put behind the tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.oddity import oddities_of
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.model.finding import Safety, Severity
from dlvault.model.note import OddityKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at the tags of entries, but for those that dlvault wrote."""
    for noted in oddities_of(ctx, OddityKind.TAG_GLUED):
        if not ctx.note.generated_at(noted.span):
            yield ctx.finding(
                noted.span,
                "There is no blank between the tag and the title",
                subject=noted.subject,
                hint="put a blank behind the tag",
                fix=noted.fix("Put a blank behind the tag", Safety.SAFE),
            )


RULE = Rule("T203", "tag-glued", Scope.NOTE, check, Severity.WARNING, about=(Trait.ODDITIES,))
