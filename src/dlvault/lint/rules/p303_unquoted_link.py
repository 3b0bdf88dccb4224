"""A link in a property without quotes.

## What it does
Reports `[[Note]]` without quotes as a value in the properties, at any depth. Lists of lists of numbers or of quoted
texts are taken for what they are.

## Why it matters
YAML reads two brackets as a list in a list, so there is no link.

## Example
`up: [[Recipes]]`

## Instead
`up: "[[Recipes]]"`

## Fix safety
Safe: quotes are put around it, as Obsidian itself writes it. A name with a comma is only reported: it may be a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.oddity import oddities_of
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import quoted
from dlvault.model.finding import Safety, Severity
from dlvault.model.note import OddityKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at lists in lists that read like a link."""
    for noted in oddities_of(ctx, OddityKind.UNQUOTED_LINK):
        yield ctx.finding(
            noted.span,
            f"{quoted(noted.detail)} is a list, not a link",
            subject=noted.subject,
            hint="put it in quotes",
            fix=noted.fix("Put it in quotes", Safety.SAFE),
        )


RULE = Rule("P303", "unquoted-link", Scope.NOTE, check, Severity.WARNING, about=(Trait.ODDITIES,))
