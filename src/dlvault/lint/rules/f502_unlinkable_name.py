"""A file name that links cannot hold or other systems cannot store.

## What it does
Reports names of files and folders with `#`, `^`, `[`, `]`, `|` or `%%`, which mean something in a link; names of
notes that begin or end with a blank; names that Windows cannot store (`< > : " \\ ? *`, control characters, a dot or
blank at the end, device names such as `CON` or `LPT1`); and names in one folder that differ only in case or Unicode
form.

## Why it matters
Obsidian cannot link to the first ones. A vault with the others cannot be checked out or synced everywhere: one of two
files that differ in case is lost on Windows and macOS.

## Example
`C# basics.md`

## Instead
`C sharp basics.md`
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.lint.wording import of_file, quoted
from dlvault.model.finding import Severity
from dlvault.model.folding import fold
from dlvault.model.formats import without_note_extension
from dlvault.model.late import late
from dlvault.model.note import NotePath

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding

_IN_LINKS = late(r"%%|[#^\[\]|]")
_NOT_ON_WINDOWS = late(r'[<>:"\\?*\x00-\x1f]')
_DEVICE = late(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|\Z)", re.IGNORECASE)


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at each file and folder of the vault once."""
    files = {path for path in (*ctx.index.notes, *ctx.index.attachments) if path not in ctx.index.excluded}
    folders = {path[:at] for path in files for at, char in enumerate(path) if char == "/"}
    known: dict[tuple[str, str], str] = {}
    for path in sorted({*files, *folders}):
        folder, _, name = path.rpartition("/")
        fault = _fault(name)
        first = known.setdefault((folder, fold(name)), name)
        if first != name:
            form = "case" if first.lower() == name.lower() else "Unicode form"
            fault = f"differs from {quoted(first)} only in {form}", "rename one of them"
        if fault is not None:
            message, hint = fault
            yield of_file(ctx, NotePath(path), f"The name {quoted(name)} {message}", subject=name, hint=hint)


def _fault(name: str) -> tuple[str, str] | None:
    """What is wrong with one name, and what to do."""
    marks = _IN_LINKS.findall(name)
    if marks:
        return f"holds {_listed(marks)}, which no link can hold", "rename it in Obsidian, which mends the links to it"
    plain = without_note_extension(name)
    if plain != plain.strip():
        return "begins or ends with a blank, which no link can hold", "rename it without the blank"
    marks = _NOT_ON_WINDOWS.findall(name)
    if marks:
        return f"holds {_listed(marks)}, which Windows cannot store", "rename it"
    if name.endswith(".") or _DEVICE.match(name):
        return "cannot be stored on Windows", "rename it"
    return None


def _listed(marks: list[str]) -> str:
    return " ".join(dict.fromkeys(mark if mark.isprintable() else "a control character" for mark in marks))


RULE = Rule("F502", "unlinkable-name", Scope.VAULT, check, Severity.WARNING)
