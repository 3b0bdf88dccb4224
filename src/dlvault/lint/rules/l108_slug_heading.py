"""A link by the web slug of a heading.

## What it does
Reports links and embeds whose subpath is the anchor that GitHub would give exactly one heading of the note: lower
case, without punctuation, with hyphens for blanks.

## Why it matters
Obsidian compares the text of the heading, in which a hyphen is no blank: it opens the note at its top. Many
programs make such links, so they come in with imported notes.

## Example
`[the second part](Guide.md#part-two)` when the heading is `## Part two`.

## Instead
`[the second part](Guide.md#Part%20two)`

## Fix safety
Safe: the heading is written as it stands in the note, and the link leads there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import heading_text, quoted, resubpath, shown, subject_of
from dlvault.model.finding import Safety, Severity
from dlvault.model.index import Missing, MissingReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every link whose heading is missing."""
    for edge in ctx.links.broken:
        match edge.resolution:
            case Missing(reason=MissingReason.NO_HEADING):
                heading = ctx.evidence.slug_heading(edge)
                if heading is not None:
                    link = edge.link
                    right = shown(link, link.target, f"#{heading_text(heading.text)}")
                    # A link in a heading is part of what other links name.
                    edit = None if ctx.in_heading(link.span) else resubpath(link, [heading.text])
                    yield ctx.finding(
                        link.span,
                        f"{quoted(link.subpath)} is a web slug of the heading {quoted(heading.text)}",
                        subject=subject_of(edge),
                        hint=f"write the heading as it stands: {right}",
                        fix=None if edit is None else ctx.fix(f"Write {right}", Safety.SAFE, edit),
                    )


RULE = Rule("L108", "slug-heading", Scope.NOTE, check, Severity.WARNING, about=(Trait.BROKEN,))
