"""The key by which headings and links to them are compared."""

from __future__ import annotations

import re
from unicodedata import normalize

_PUNCTUATION = str.maketrans(dict.fromkeys('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\', " "))
_BLANKS = re.compile(r"\s+")


def heading_key(text: str) -> str:
    """Fold a heading text as Obsidian does before it compares (spec/obsidian.md, section 7).

    Punctuation but ``-``, ``_`` and ``'`` becomes a blank, blanks collapse, case does not matter.
    """
    if not text.isascii():
        text = normalize("NFC", text)
    return _BLANKS.sub(" ", text.translate(_PUNCTUATION)).strip().lower()
