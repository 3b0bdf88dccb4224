"""The one way in which names of files, aliases and link targets are compared."""

from __future__ import annotations

from unicodedata import normalize

_HARD_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " "})


def fold(name: str) -> str:
    """Fold a path or name for comparison: NFC, hard blanks as blanks, lower case (spec/obsidian.md, section 6)."""
    if name.isascii():
        return name.lower()
    return normalize("NFC", normalize("NFC", name.translate(_HARD_BLANKS)).lower())
