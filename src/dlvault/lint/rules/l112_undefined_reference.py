"""A reference link whose label is not defined.

## What it does
Reports `[text][label]` and `[label][]` for which the note has no line `[label]: destination`. Callouts, task boxes and
footnotes are none, nor are citations by number (`[1][2]`) and indices (`[i][j]`).

## Why it matters
The brackets stay in the text and nothing can be clicked.

## Example
`[the paper][adam]` in a note without `[adam]: ...`

## Instead
`[the paper][adam]` and, on a line of its own, `[adam]: https://arxiv.org/abs/1412.6980`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.oddity import oddities_of
from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import quoted, shorten
from dlvault.model.finding import Severity
from dlvault.model.note import OddityKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at pairs of brackets that read like a reference."""
    for noted in oddities_of(ctx, OddityKind.UNDEFINED_REFERENCE):
        yield ctx.finding(
            noted.span,
            f"The label {quoted(noted.detail)} is not defined",
            subject=noted.subject,
            hint=f"add a line [{shorten(noted.detail)}]: destination",
        )


RULE = Rule("L112", "undefined-reference", Scope.NOTE, check, Severity.INFO, about=(Trait.ODDITIES,))
