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
from dlvault.model.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dlvault.model.finding import Finding

_SHOWN = (
    *("avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"),
    *("flac", "m4a", "mp3", "ogg", "wav", "3gp"),
    *("mkv", "mov", "mp4", "ogv", "webm", "pdf"),
)
_ENDINGS = tuple(f".{ending}" for ending in _SHOWN)


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look for files that nothing leads to, then for their names in properties."""
    index = ctx.index
    unlinked = [
        path
        for path in index.attachments
        if path.lower().endswith(_ENDINGS) and path not in index.incoming and path not in index.excluded
    ]
    named = _named_in_properties(ctx) if unlinked else set()
    for path in unlinked:
        if fold(path.rpartition("/")[2]) not in named:
            hint = "embed or link it, or delete it"
            yield of_file(ctx, path, "No note uses this file", subject=ctx.rule.name, hint=hint)


def _named_in_properties(ctx: RuleContext) -> set[str]:
    """Last parts of all texts in properties that end like such a file."""
    texts = (text for note in ctx.index.notes.values() for text in _texts(note.parsed.properties.values()))
    return {fold(text.strip().rpartition("/")[2]) for text in texts if text.strip().lower().endswith(_ENDINGS)}


def _texts(values: Iterable[object]) -> Iterator[str]:
    """Texts, and those in lists; deeper ones name no file."""
    for value in values:
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, str):
                yield item


RULE = Rule("F504", "unused-attachment", Scope.VAULT, check, Severity.INFO)
