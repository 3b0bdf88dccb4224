"""A link to a block id that its note does not have.

## What it does
Reports links and embeds whose note exists but has no block with that id.

## Why it matters
Obsidian opens the note at its top instead; an embed stays empty. Ids are letters, digits and hyphens, stand
behind a blank at the end of a block, and compare without case.

## Example
`[[Recipes#^step3]]` when no block of the note ends in ` ^step3`.

## Instead
Put ` ^step3` behind the paragraph or list item that is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.lint.wording import quoted, subject_of
from dlvault.model.index import Missing, MissingReason
from dlvault.model.note import subpath_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every link with a block id."""
    for edge in ctx.edges():
        match edge.resolution:
            case Missing(reason=MissingReason.NO_BLOCK, path=path) if path is not None:
                block = subpath_parts(edge.link.subpath)[-1]
                yield ctx.finding(
                    edge.link.span,
                    f"No block {quoted(block)} in {quoted(path)}",
                    subject=subject_of(edge),
                    hint="put the id behind the block that is meant, or correct the link",
                )


RULE = Rule("L103", "broken-block", Scope.NOTE, check)
