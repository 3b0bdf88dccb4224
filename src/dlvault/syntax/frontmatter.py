"""The property block at the top of a note: where it stands, and which of two readers takes it."""

from __future__ import annotations

import re

from dlvault.model.late import late
from dlvault.syntax.plainproperties import read_plain
from dlvault.syntax.properties import NO_PROPERTIES, Properties

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = late(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)


def read_properties(text: str) -> Properties:
    """Read the property block at the top of a text, if there is one (spec/obsidian.md, section 3)."""
    opening = _OPENING.match(text)
    if opening is None:
        return NO_PROPERTIES
    return read_plain(text, opening.end()) or read_any(text, opening.end())


def read_any(text: str, start: int) -> Properties:
    """Read the property block that begins at `start`, whatever it holds."""
    closing = _CLOSING.search(text, start)
    if closing is None:
        return NO_PROPERTIES
    from dlvault.syntax.yamlproperties import read_yaml  # YAML takes longer to import than most notes to read

    return read_yaml(text[start : closing.start()], start, closing.end())
