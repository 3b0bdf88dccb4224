"""A link to a place on the disk outside the vault.

## What it does
Reports paths that lead above the root of the vault, `file:` addresses, and absolute paths of a computer:
`/home/..`, `/Users/..`, `C:\\..`, `C:/..`, `\\\\server\\..`. A leading slash means the root of the vault, so such a
path is taken for one of the computer only when it begins with a well-known folder of a system and the vault has no
folder of that name. A missing embed is L104 wherever it points.

## Why it matters
Obsidian finds nothing above the vault, and a path of one computer leads nowhere on all others.

## Example
`[Budget](file:///home/me/budget.pdf)`

## Instead
`[Budget](budget.pdf)`, with the file in the vault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import subject_of
from dlvault.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every link; evidence knows what leaves the vault."""
    for edge in (*ctx.links.broken, *[edge for edge in ctx.links.external if edge.link.target[:5].lower() == "file:"]):
        message = ctx.evidence.outside(edge)
        if message is not None:
            hint = "put the file into the vault and link it there"
            yield ctx.finding(edge.link.span, message, subject=subject_of(edge), hint=hint)


RULE = Rule("L106", "link-outside-vault", Scope.NOTE, check, Severity.WARNING, about=(Trait.BROKEN, Trait.EXTERNAL))
