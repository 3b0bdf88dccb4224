"""The hint and the fix for a link that finds no file, from what evidence says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.wording import bar, is_markdown, one_of, quoted, retarget, shown
from dlvault.model.finding import Safety
from dlvault.model.note import LinkKind

if TYPE_CHECKING:
    from dlvault.lint.evidence import Clue
    from dlvault.lint.rule import RuleContext
    from dlvault.model.finding import Fix
    from dlvault.model.index import Edge
    from dlvault.model.note import Link, NotePath

_HASH_SHOWN = 7


def offer(ctx: RuleContext, edge: Edge, otherwise: str) -> tuple[str, Fix | None]:
    """Say what the link may have meant, or `otherwise`, and offer to write the only likeliest target."""
    clue = ctx.evidence.clue(edge)
    return _hint(ctx, edge, clue) or otherwise, None if clue.best is None else _fix(ctx, edge, clue, clue.best)


def _hint(ctx: RuleContext, edge: Edge, clue: Clue) -> str:
    link = edge.link
    label = _label(link) if clue.by_alias else None
    texts = [_shown(ctx, edge, path, label) for path in clue.candidates]
    says = []
    if clue.past is not None:
        commit = clue.past.commit[:_HASH_SHOWN]
        if clue.past.now is None:
            says.append(f"it existed and was deleted after commit {commit}")
        else:
            says.append(f"it existed until commit {commit}, now at {quoted(clue.past.now)}")
    if clue.by_alias:
        fact = "is an alias, and aliases resolve no link" if clue.best else "is an alias of several notes"
        says.append(f"{quoted(link.target)} {fact}: write {one_of(texts)}")
    elif clue.past is not None and clue.best is not None and clue.best == clue.past.now:
        says.append(f"write {texts[0]}")
    elif texts:
        says.append(f"did you mean {one_of(texts)}?")
    return "; ".join(says)


def _shown(ctx: RuleContext, edge: Edge, path: NotePath, label: str | None) -> str:
    return shown(edge.link, ctx.evidence.spelling(path, edge.link, edge.source), edge.link.subpath, label)


def _label(link: Link) -> str | None:
    """Display text that keeps what the reader sees: the one there is, else the alias as it was written."""
    return link.label if link.label is not None or link.subpath or link.kind is LinkKind.EMBED else link.target


def _fix(ctx: RuleContext, edge: Edge, clue: Clue, path: NotePath) -> Fix | None:
    link = edge.link
    target = ctx.evidence.spelling(path, link, edge.source)
    edit = retarget(link, target)
    if edit is None:
        return None
    label = _label(link) if clue.by_alias and not is_markdown(link) else link.label
    if label != link.label:
        edit = edit[0], f"{edit[1]}{bar(link)}{label}"
    return ctx.fix(f"Write {_shown(ctx, edge, path, label)}", Safety.UNSAFE, edit)
