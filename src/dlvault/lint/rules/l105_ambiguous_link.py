"""A link that fits several files.

## What it does
Reports links for which several files fit and none of them is at the exact path or the only one beside the
note. Names the file that Obsidian opens: the one with the shortest path.

## Why it matters
The winner changes when a note is added or moved, and nobody sees it happen.

## Example
`[[Index]]` in `Home.md` when the vault has `Cooking/Index.md` and `Travel/Index.md`.

## Instead
`[[Cooking/Index]]`

## Fix safety
Unsafe: it writes the path of the file that Obsidian opens today, which need not be the one that was meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import quoted, retarget, shown, subject_of
from dlvault.model.finding import Safety, Severity
from dlvault.model.index import Ambiguous

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding, Fix
    from dlvault.model.index import Edge
    from dlvault.model.note import NotePath

_NAMED = 4


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every link that resolution calls ambiguous."""
    for edge in ctx.links.ambiguous:
        match edge.resolution:
            case Ambiguous(candidates=(winner, *others)):
                named = ", ".join(quoted(path) for path in others[:_NAMED])
                more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
                yield ctx.finding(
                    edge.link.span,
                    f"{quoted(edge.link.target)} fits {len(others) + 1} files; Obsidian opens {quoted(winner)}",
                    subject=subject_of(edge),
                    hint=f"write the folder too; it could also be {named}{more}",
                    fix=_fix(ctx, edge, winner),
                )


def _fix(ctx: RuleContext, edge: Edge, winner: NotePath) -> Fix | None:
    target = ctx.evidence.full_spelling(winner, edge.link)
    edit = retarget(edge.link, target)
    return None if edit is None else ctx.fix(f"Write {shown(edge.link, target)}", Safety.UNSAFE, edit)


RULE = Rule("L105", "ambiguous-link", Scope.NOTE, check, Severity.WARNING, about=(Trait.AMBIGUOUS,))
