"""A link to a heading that its note does not have.

## What it does
Reports links and embeds whose note exists but has no heading of that text, or not below the heading named
before it.

## Why it matters
Obsidian opens the note at its top instead; an embed stays empty. Headings compare without case and punctuation,
so `#Minecraft The Game` finds `# Minecraft: The Game`.

## Example
`[[Recipes#Deserts]]` when the heading is `## Desserts`.

## Instead
`[[Recipes#Desserts]]`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.lint.wording import heading_path, quoted, subject_of
from dlvault.model.index import Missing, MissingReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every link with a heading path."""
    for edge in ctx.edges():
        match edge.resolution:
            case Missing(reason=MissingReason.NO_HEADING, path=path) if path is not None:
                yield ctx.finding(
                    edge.link.span,
                    f"No heading {heading_path(edge)} in {quoted(path)}",
                    subject=subject_of(edge),
                    hint="correct the heading in the link, or add it to the note",
                )


RULE = Rule("L102", "broken-heading", Scope.NOTE, check)
