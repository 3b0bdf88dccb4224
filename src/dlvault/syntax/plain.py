"""Inline Markdown to the words that a reader sees: escapes resolved, marks of code and emphasis dropped."""

from __future__ import annotations

import re

from dlvault.model.late import late
from dlvault.syntax.targets import resolve_escapes

_SPECIAL = re.compile(r"[\\*_`~=\[\]<&$%\n\t]")
_MARK = late(r"[\\*_`~=\[\]<&$%]")
_BLANKS = late(r"[ \t\n]+")
_PIECES = late(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)(?P<code>[^`](?:.{0,300}?[^`])?)(?P=ticks)(?!`)"
    r"|!\[\[[^\[\]\n]*\]\]"
    r"|(?P<badge>\[!\[[^\[\]]*\]\([^()]*\)\s*\]\([^()]*\))"
    r"|!\[(?P<alt>[^\[\]]*)\]\([^()]*\)"
    r"|\[\[(?!\[)(?P<wikilink>(?:[^\[\]\n]|\](?!\])|\[(?!\[))+)\]\]"
    r"|\[(?P<label>[^\[\]]*)\]\([^()]*\)"
    r"|\[\^[^\]\s]+\]"
    r"|(?P<line><br\s*/?>)|</?(?:a|abbr|b|bdi|bdo|br|cite|code|del|dfn|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt"
    r"|u|var|wbr)\b[^<>]*>"
    r"|(?P<address><[A-Za-z][A-Za-z0-9+.-]+:[^<>\s]*>)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)",
    re.IGNORECASE | re.DOTALL,
)
_EMPHASIS = late(
    r"(?P<mark>\*{1,3}|~~|==)(?=\S)(?P<text>(?:(?!(?P=mark)).){1,300}?)(?<=\S)(?P=mark)"
    r"|(?<!\w)(?P<line>_{1,3})(?=[^\s_])(?P<lined>.{1,300}?)(?<=[^\s_])(?P=line)(?!\w)",
    re.DOTALL,
)
"""A stretch of emphasis is looked for within a few hundred characters, so that no title takes forever."""
_KEPT = late("\ue000(\\d+)\ue001")
_MOST = 4
"""So deep does emphasis nest in what people write."""


def plain_text(text: str) -> str:
    """The words of a piece of inline Markdown, without blanks at its ends and with single ones inside.

    Pictures are no words; where nothing else is, their alternative texts stand for them.
    """
    if "  " not in text and not _SPECIAL.search(text):
        return text.strip()
    if _MARK.search(text):
        text = _without_marks(text) or " ".join(match["alt"] for match in _PIECES.finditer(text) if match["alt"])
    text = text.strip()
    return _BLANKS.sub(" ", text) if "  " in text or "\n" in text or "\t" in text else text


def _without_marks(text: str) -> str:
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(_words(match))
        return f"\ue000{len(kept) - 1}\ue001"

    text = _PIECES.sub(keep, text.replace("\ue000", " ").replace("\ue001", " "))
    for _ in range(_MOST):
        bare = _EMPHASIS.sub(lambda match: match["text"] or match["lined"], text)
        if bare == text:
            break
        text = bare
    return _KEPT.sub(lambda match: kept[int(match.group(1))], text).strip()


def _words(match: re.Match[str]) -> str:
    """What is seen of code, of a link, of an escape; of a picture or a mark nothing."""
    kind = match.lastgroup or ""
    text = match.group(kind) if kind else ""
    if kind == "wikilink":
        target, _, label = text.partition("|")
        return (label or target.rstrip("\\")).strip()
    if kind == "entity":
        return resolve_escapes(text) or " "
    return {
        "escape": text[1:],
        "line": " ",
        "code": " ".join(text.split("\n")).strip(),
        "label": plain_text(text) if kind == "label" else "",
        "address": text[1:-1],
    }.get(kind, "")
