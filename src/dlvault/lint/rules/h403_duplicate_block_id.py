"""A block id that stands twice in a note.

## What it does
Reports each block id that a block before it has already, without regard to case.

## Why it matters
A link to the id can only lead to one of the blocks, and Obsidian does not say to which.

## Example
`Mix well. ^step` and, further down, `Bake. ^step`

## Instead
`Bake. ^step-2`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding
    from dlvault.model.note import Block


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Remember the first block of each id."""
    first: dict[str, Block] = {}
    for block in ctx.note.parsed.blocks:
        known = first.setdefault(block.id.lower(), block)
        if known is not block:
            line = ctx.note.parsed.lines.line(known.span.start)
            yield ctx.finding(
                block.span,
                f"The block id {quoted(f'^{block.id}')} stands in line {line} already",
                subject=block.id.lower(),
                hint="give one of the blocks another id",
            )


RULE = Rule("H403", "duplicate-block-id", Scope.NOTE, check, about=(Trait.BLOCKS,))
