"""The one way in which names of files, aliases, link targets and headings are compared."""

from __future__ import annotations

from unicodedata import normalize

from dlvault.model.late import late

_PUNCTUATION = str.maketrans(dict.fromkeys('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\', " "))
_BLANKS = late(r"\s+")
_HARD_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " "})


def fold(name: str) -> str:
    """Fold a path or name for comparison: NFC, hard blanks as blanks, lower case (spec/obsidian.md, section 6)."""
    if name.isascii():
        return name.lower()
    return normalize("NFC", composed(name).lower())


def composed(name: str) -> str:
    """Compose a name to NFC and read hard blanks as blanks, as Obsidian's `normalizePath` does."""
    return name if name.isascii() else normalize("NFC", name.translate(_HARD_BLANKS))


def heading_key(text: str) -> str:
    """Fold a heading text as Obsidian does before it compares (spec/obsidian.md, section 7).

    Punctuation but ``-``, ``_`` and ``'`` becomes a blank, blanks collapse, case does not matter.
    """
    if not text.isascii():
        text = normalize("NFC", text)
    return _BLANKS.sub(" ", text.translate(_PUNCTUATION)).strip().lower()
