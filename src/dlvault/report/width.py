"""How many columns a text takes on a terminal."""

from __future__ import annotations


def cell_width(text: str) -> int:
    """Columns of a text; wide characters count two, combining ones none."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    width = wcswidth(text)
    return width if width >= 0 else len(text)
