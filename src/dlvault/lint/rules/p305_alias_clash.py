"""An alias that is also the name or an alias of another note.

## What it does
Reports an alias that equals the name of another note, or one of its aliases, without regard to case. Templates and
excluded files do not count. Of several notes with one alias, the first by path is not reported.

## Why it matters
Aliases are there to find a note by another name. Typing one that two notes have, you choose between two entries that
look alike, and a link by that text always leads to the note of that name, never to the alias.

## Example
`aliases: [Transformer]` in `Attention.md` when `Transformer.md` exists.

## Instead
`aliases: [Transformer architecture]`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import quoted
from dlvault.model.finding import Severity
from dlvault.model.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dlvault.model.finding import Finding
    from dlvault.model.note import NotePath


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at each alias of a note once."""
    path = ctx.note.path
    parsed = ctx.note.parsed
    aliases = list(zip(parsed.aliases, parsed.alias_spans, strict=True))
    for key, (alias, span) in {fold(alias): (alias, span) for alias, span in reversed(aliases)}.items():
        named = _others(ctx, [other for other in ctx.evidence.by_stem.get(key, ()) if other.lower().endswith(".md")])
        alike = [other for other in _others(ctx, ctx.index.aliases.get(key, ())) if other < path]
        if named or alike:
            is_what = f"the name of {quoted(named[0])}" if named else f"an alias of {quoted(alike[0])}"
            message = f"The alias {quoted(alias)} is also {is_what}"
            hint = "give this note another alias, or unite the two notes"
            yield ctx.finding(span, message, subject=key, hint=hint)


def _others(ctx: RuleContext, paths: Sequence[NotePath]) -> list[NotePath]:
    index = ctx.index
    return [
        path for path in paths if path != ctx.note.path and path not in index.excluded and path not in index.templates
    ]


RULE = Rule("P305", "alias-clash", Scope.NOTE, check, Severity.WARNING, about=(Trait.ALIASES,))
