"""A picture, sound, film or PDF that no note uses.

## What it does
Reports attachments without a link, an embed or a canvas card that leads to them. Only formats that Obsidian shows
are looked at: other files (scripts, data, settings, bases) have their use outside of notes. A file whose name stands
in a property, such as `cover: cover.png`, is used.

## Why it matters
It takes up space and is carried along in every copy of the vault, often since its note was deleted.

## Example
`img/old-logo.png`, which no note shows.

## Instead
`![[old-logo.png]]` where it belongs, or delete the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.lint.wording import of_file
from dlvault.model.finding import Severity
from dlvault.model.formats import is_attachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look for files that nothing leads to, then for their names in properties."""
    index = ctx.index
    for path in ctx.wanted(index.attachments):
        if not is_attachable(path) or path in index.incoming or path in index.excluded:
            continue
        if not ctx.census.is_named_in_properties(path.rpartition("/")[2]):
            hint = "embed or link it, or delete it"
            yield of_file(ctx, path, "No note uses this file", subject=ctx.rule.name, hint=hint)


RULE = Rule("F504", "unused-attachment", Scope.VAULT, check, Severity.INFO)
