"""A link to a heading that its note does not have.

## What it does
Reports links and embeds whose note exists but has no heading of that text, or not below the heading named
before it. Names up to three headings of that note that are spelled much like it.

## Why it matters
Obsidian opens the note at its top instead; an embed stays empty. Headings compare without case and punctuation,
so `#Minecraft The Game` finds `# Minecraft: The Game`. Hyphens and underscores do count.

## Example
`[[Recipes#Deserts]]` when the heading is `## Desserts`.

## Instead
`[[Recipes#Desserts]]`

## Fix safety
Unsafe: that the only nearest heading is the one that was meant is a guess. A web slug such as `#two-words` is L108,
whose fix is safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import heading_path, heading_text, one_of, quoted, resubpath, shown, subject_of
from dlvault.model.finding import Safety
from dlvault.model.index import Missing, MissingReason
from dlvault.model.note import subpath_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding, Fix
    from dlvault.model.index import Edge
    from dlvault.model.note import NotePath


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every link with a heading path."""
    for edge in ctx.links.broken:
        match edge.resolution:
            case Missing(reason=MissingReason.NO_HEADING, path=path) if path is not None:
                if ctx.evidence.slug_heading(edge) is None:
                    hint, fix = _offer(ctx, edge, path)
                    message = f"No heading {heading_path(edge)} in {quoted(path)}"
                    yield ctx.finding(edge.link.span, message, subject=subject_of(edge), hint=hint, fix=fix)


def _offer(ctx: RuleContext, edge: Edge, path: NotePath) -> tuple[str, Fix | None]:
    found = ctx.evidence.outline(path).near(subpath_parts(edge.link.subpath))
    if not found.ways:
        return "correct the heading in the link, or add it to the note", None
    texts = [
        shown(edge.link, edge.link.target, "".join(f"#{heading_text(part)}" for part in way)) for way in found.ways
    ]
    edit = None if found.best is None else resubpath(edge.link, found.best)
    fix = None if edit is None else ctx.fix(f"Write {texts[0]}", Safety.UNSAFE, edit)
    return f"did you mean {one_of(texts)}?", fix


RULE = Rule("L102", "broken-heading", Scope.NOTE, check, about=(Trait.BROKEN,))
