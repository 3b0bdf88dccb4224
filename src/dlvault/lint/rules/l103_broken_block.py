"""A link to a block id that its note does not have.

## What it does
Reports links and embeds whose note exists but has no block with that id. Says when a heading has that name, when
another note has the block, or when the note has ids that are spelled much like it.

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

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import heading_text, one_of, quoted, shown, subject_of
from dlvault.model.folding import heading_key
from dlvault.model.index import Missing, MissingReason
from dlvault.model.note import subpath_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding
    from dlvault.model.index import Edge
    from dlvault.model.note import NotePath

_NAMED = 3


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every link with a block id."""
    for edge in ctx.links.broken:
        match edge.resolution:
            case Missing(reason=MissingReason.NO_BLOCK, path=path) if path is not None:
                block = subpath_parts(edge.link.subpath)[-1]
                yield ctx.finding(
                    edge.link.span,
                    f"No block {quoted(block)} in {quoted(path)}",
                    subject=subject_of(edge),
                    hint=_hint(ctx, edge, path, block.removeprefix("^")),
                )


def _hint(ctx: RuleContext, edge: Edge, path: NotePath, block: str) -> str:
    link = edge.link
    owners = ctx.evidence.block_owners(block)
    if owners:
        texts = [shown(link, ctx.evidence.spelling(owner, link, edge.source), f"#^{block}") for owner in owners]
        have = f"{quoted(owners[0])} has" if len(owners) == 1 else f"{len(owners)} other notes have"
        return f"{have} that block: did you mean {one_of(texts[:_NAMED])}?"
    outline = ctx.evidence.outline(path)
    heading = outline.text(heading_key(block))
    if heading:
        return f"a heading is no block: write {shown(link, link.target, f'#{heading_text(heading)}')}"
    near = [shown(link, link.target, f"#^{other}") for other in outline.near_ids(block)]
    if near:
        return f"did you mean {one_of(near)}?"
    return "put the id behind the block that is meant, or correct the link"


RULE = Rule("L103", "broken-block", Scope.NOTE, check, about=(Trait.BROKEN,))
