"""An embed of a note or file that does not exist.

## What it does
Reports `![[..]]` and Markdown images whose target is not in the vault, with what may be meant as for L101. A missing
heading or block of an embedded note is L102 or L103.

## Why it matters
The reader sees a grey box where a picture or a piece of text should be. Pictures and other files need their
extension in the link.

## Example
`![[diagram]]` when the vault has `img/diagram.png`.

## Instead
`![[diagram.png]]`

## Fix safety
Unsafe: that the only likeliest file is the one that was meant is a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.offer import offer
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import is_markdown, no_such, subject_of
from dlvault.model.index import Missing
from dlvault.model.note import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding
    from dlvault.model.note import Link


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every embed; a missing heading or block of one is L102 or L103."""
    for edge in ctx.links.broken:
        match edge.resolution:
            case Missing(reason=reason, path=None) if edge.link.kind is LinkKind.EMBED and not _is_address(edge.link):
                hint, fix = offer(ctx, edge, "add the file to the vault, or correct the name with its extension")
                message = f"{no_such(edge, reason)} to embed"
                yield ctx.finding(edge.link.span, message, subject=subject_of(edge), hint=hint, fix=fix)


def _is_address(link: Link) -> bool:
    """Whether a picture is meant to come from the web: U705 speaks of the scheme it lacks."""
    return link.target[:4].lower() == "www." and is_markdown(link)


RULE = Rule("L104", "broken-embed", Scope.NOTE, check, about=(Trait.BROKEN,))
