"""Hostile text made harmless: for terminals, for XML, for JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dlvault.model.late import late

if TYPE_CHECKING:
    import re

_CONTROL = late("[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What drives terminals, turns the direction of a line, is no Unicode text or is no XML; a tab is none of these."""

_SURROGATE = late("[\ud800-\udfff]")


def plain(text: str, *, keep: str = "") -> str:
    """Show control characters, direction marks and lone surrogates as codes, but those to `keep`."""
    return _CONTROL.sub(lambda match: match.group() if match.group() in keep else _code(match), text)


def blanked(line: str) -> str:
    """Replace what `plain` shows as a code one for one, so that columns stay true."""
    return _CONTROL.sub("\ufffd", line)


def encodable(text: str) -> str:
    """Show lone surrogates, which no UTF-8 file can hold, as codes."""
    return _SURROGATE.sub(_code, text)


def json_text(value: Any, *, indent: int | None = None) -> str:  # noqa: ANN401 - whatever JSON can say
    """Write JSON that loses nothing, drives no terminal and can be written as UTF-8."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # Outside its strings JSON has only line ends and ASCII that is printed.
    return _CONTROL.sub(lambda match: "\n" if match.group() == "\n" else f"\\u{ord(match.group()):04x}", text)


def _code(match: re.Match[str]) -> str:
    return f"\\x{ord(match.group()):02x}"
