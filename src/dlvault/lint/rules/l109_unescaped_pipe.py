"""A bar that cuts a wikilink of a table in two.

## What it does
Reports wikilinks in table rows whose bar has no backslash before it.

## Why it matters
In a table a bar ends the cell, so the link is cut in two and neither half is a link.

## Example
`| [[Recipes|cooking]] |`

## Instead
`| [[Recipes\\|cooking]] |`

## Fix safety
Safe: a backslash is put before the bar, as Obsidian itself writes it. In the head of a table nothing is offered: with a
cell less it would not fit the line of dashes below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.oddity import oddities_of
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.model.finding import Safety
from dlvault.model.note import OddityKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at the links that table rows cut."""
    for noted in oddities_of(ctx, OddityKind.UNESCAPED_PIPE):
        yield ctx.finding(
            noted.span,
            "The bar splits this link into two cells",
            subject=noted.subject,
            hint="put a backslash before the bar: in a table it ends the cell",
            fix=noted.fix("Put a backslash before the bar", Safety.SAFE),
        )


RULE = Rule("L109", "unescaped-pipe", Scope.NOTE, check, about=(Trait.ODDITIES,))
