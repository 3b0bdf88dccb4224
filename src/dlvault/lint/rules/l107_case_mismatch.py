"""A link that is spelled in another case than its file.

## What it does
Reports links that find their file although upper and lower case differ, in the name or in as much of the path as is
written. Composed and decomposed letters (`é` as one character or two) are the same here, as they are in Obsidian on
every system, so a name in another Unicode form is no finding. An ambiguous link is L105.

## Why it matters
Obsidian does not mind, but other programs, web servers and some file systems tell the two apart.

## Example
`[[home]]` when the file is `Home.md`.

## Instead
`[[Home]]`

## Fix safety
Safe: the link leads to the same file. A plain name goes on showing the text it has; in a heading, and where a path or
subpath is shown, the case of the text changes with the link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import keeping_text, quoted, retarget, shown, subject_of
from dlvault.model.finding import Safety, Severity
from dlvault.model.folding import composed, fold
from dlvault.model.formats import without_note_extension

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every link that finds a file."""
    for edge in (*ctx.links.found, *ctx.links.broken):
        link, path = edge.link, edge.target
        if path is None or not link.target:
            continue
        if path.endswith((link.target, f"{link.target}.md")) and path.isascii():
            continue  # which is so of nearly every link
        spelled = _as_on_disk(link.target, path)
        if spelled != link.target:
            edit = retarget(link, spelled)
            if not ctx.in_heading(link.span):  # there the case of the text does not matter, but a second text would
                edit = keeping_text(link, edit)
            yield ctx.finding(
                link.span,
                f"{quoted(link.target)} is spelled {quoted(spelled)} on the disk",
                subject=subject_of(edge),
                hint="write the name as the file has it: other systems tell upper from lower case",
                fix=None if edit is None else ctx.fix(f"Write {shown(link, spelled)}", Safety.SAFE, edit),
            )


def _as_on_disk(target: str, path: str) -> str:
    """The target with as much of the path as it holds, spelled as on the disk."""
    full = composed(path)
    if full.endswith(target) or full[:-3].endswith(target):
        return target
    parts = target.split("/")
    begin = next((at for at in range(len(parts), 0, -1) if parts[at - 1] in ("", ".", "..")), 0)
    written = parts[begin:]
    spelled = full.split("/")[-len(written) :] if written else []
    if not written or list(map(fold, written[:-1])) != list(map(fold, spelled[:-1])):
        return target  # a folder that is reached in another way than by its name
    if fold(written[-1]) != fold(spelled[-1]):
        spelled[-1] = without_note_extension(spelled[-1])
    elif without_note_extension(written[-1]) == without_note_extension(spelled[-1]):
        spelled[-1] = written[-1]  # the extension of a note may be written in any case
    return "/".join((*parts[:begin], *spelled))


RULE = Rule("L107", "case-mismatch", Scope.NOTE, check, Severity.INFO, about=(Trait.FOUND, Trait.BROKEN))
