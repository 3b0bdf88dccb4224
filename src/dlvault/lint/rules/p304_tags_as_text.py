"""Tags or aliases as one text instead of a list.

## What it does
Reports `tags` with several words in one text, and `aliases` with one text.

## Why it matters
Since Obsidian 1.9 such tags are none at all, and a text for `aliases` is no list of them.

## Example
`tags: paper, toread`

## Instead
`tags: [paper, toread]`

## Fix safety
Safe: tags become a list, split at commas and blanks; a text for `aliases` becomes a list of that one alias, as it is
read now. A text of several lines, or one that an anchor repeats, is only reported.
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
    """Look at the values of `tags` and `aliases`."""
    for noted in oddities_of(ctx, OddityKind.WORDS_AS_TEXT):
        several = noted.detail == "tags"
        yield ctx.finding(
            noted.span,
            "These tags are one text, which holds no tag" if several else "The aliases are one text instead of a list",
            subject=noted.subject,
            hint=f"write a list: {noted.detail}: [one, two]",
            fix=noted.fix("Make it a list", Safety.SAFE),
        )


RULE = Rule("P304", "tags-as-text", Scope.NOTE, check, Severity.WARNING, about=(Trait.ODDITIES,))
