"""A link to a note or file that does not exist.

## What it does
Reports wikilinks, Markdown links, property links and canvas cards for which the vault has no file, and says what may
be meant: the present place of a renamed file or the commit that last had a deleted one, the note that has the name
as its alias, a file of that name in another folder or with another extension, or up to three names that are spelled
much like it. Names with other digits, such as `Week 12` and `Week 13`, are never suggested for each other.

A note that two notes ask for, and for which nothing of this speaks, is planned (L113), not broken. A path that leads
out of the vault is L106, a missing embed L104.

## Why it matters
Clicking such a link in Obsidian offers to create an empty note. Most often a note was renamed or deleted, or
the name is mistyped. An alias never resolves a link, neither here nor in Obsidian.

## Example
`[[Reciepes]]` when the vault has only `Recipes.md`.

## Instead
`[[Recipes]]`, or `[[Recipes|Reciepes]]` to keep the text.

## Fix safety
Unsafe: that the only likeliest file is the one that was meant is a guess. An alias is written `[[Note|alias]]`, in a
table with a backslash before the bar. References and canvas cards have no fix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.offer import offer
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import no_such, subject_of
from dlvault.model.index import Missing, MissingReason
from dlvault.model.note import LinkKind, lacks_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding
    from dlvault.model.index import Edge


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every link but embeds, which have a rule of their own."""
    for edge in ctx.links.broken:
        match edge.resolution:
            case Missing(reason=reason, path=None) if edge.link.kind is not LinkKind.EMBED:
                if not _is_of_another_rule(ctx, edge):
                    hint, fix = offer(ctx, edge, _OTHERWISE[reason])
                    message = no_such(edge, reason)
                    yield ctx.finding(edge.link.span, message, subject=subject_of(edge), hint=hint, fix=fix)


def _is_of_another_rule(ctx: RuleContext, edge: Edge) -> bool:
    if lacks_scheme(edge.link):
        return True  # U705
    return ctx.evidence.outside(edge) is not None or ctx.evidence.is_planned(edge)


_OTHERWISE = {
    MissingReason.NO_NOTE: "create the note, or correct the link",
    MissingReason.NO_FILE: "add the file to the vault, or correct the link",
}

RULE = Rule("L101", "broken-link", Scope.NOTE, check, about=(Trait.BROKEN,))
