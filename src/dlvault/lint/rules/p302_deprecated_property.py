"""A property name that Obsidian no longer reads.

## What it does
Reports `tag`, `alias` and `cssclass`, which are ordinary properties since Obsidian 1.9.

## Why it matters
The tags and aliases in them are lost.

## Example
`tag: [paper]`

## Instead
`tags: [paper]`

## Fix safety
Safe: the name is changed to `tags`, `aliases` or `cssclasses` while that name is free, no other old name claims it and
the value is a list or one word.
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
    """Look at the names of properties."""
    for noted in oddities_of(ctx, OddityKind.DEPRECATED_PROPERTY):
        new = {"tag": "tags", "alias": "aliases"}.get(noted.detail, "cssclasses")
        yield ctx.finding(
            noted.span,
            f'Obsidian no longer reads "{noted.detail}"',
            subject=noted.subject,
            hint=f'call it "{new}", with a list',
            fix=noted.fix(f'Rename it to "{new}"', Safety.SAFE),
        )


RULE = Rule("P302", "deprecated-property", Scope.NOTE, check, Severity.WARNING, about=(Trait.ODDITIES,))
