"""From the text of a link to what it points at: target, subpath, label."""

from __future__ import annotations

import sys
from html.entities import html5
from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.folding import composed
from dlvault.model.late import late

if TYPE_CHECKING:
    import re

_CODES = late(r"(?:%[0-9A-Fa-f]{2})+")
_ESCAPE = late(r"\\([!-/:-@\[-`{-~])|&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")
_SURROGATES = range(0xD800, 0xE000)


class Target(NamedTuple):
    """A link inside the vault, taken apart."""

    path: str
    subpath: str
    label: str | None
    start: int
    end: int
    """Where the path part stands, counted from the start of the text that was taken apart."""


def read_wikilink(content: str) -> Target:
    """Take apart what stands between ``[[`` and ``]]`` (spec/obsidian.md, section 4)."""
    # A bar at the very start is part of the target; the backslash of an escaped bar belongs to the table.
    bar = content.find("|", 1)
    label = None
    left = content
    if bar >= 0:
        label = content[bar + 1 :].strip().replace("\\|", "|")
        left = content[: bar - 1] if content[bar - 1] == "\\" else content[:bar]
    sharp = left.find("#")
    subpath = ""
    if sharp >= 0:
        subpath = left[sharp:].rstrip()
        left = left[:sharp]
    path = left.strip()
    start = 0 if path == left else len(left) - len(left.lstrip())
    if content.isascii():
        return Target(path, subpath, label, start, start + len(path))
    return Target(composed(path), composed(subpath), label, start, start + len(path))


def read_destination(destination: str) -> tuple[str, str]:
    """Split a vault destination into decoded path and subpath (spec/obsidian.md, section 5)."""
    path, sharp, subpath = destination.partition("#")
    if "%" not in destination and destination.isascii():
        return path.strip(), sharp + subpath
    return composed(decode(path)).strip(), composed(decode(sharp + subpath))


def resolve_escapes(destination: str) -> str:
    """Apply backslash escapes and entities, then drop blanks at the ends that no reader sees."""
    if "\\" in destination or "&" in destination:
        destination = _ESCAPE.sub(_resolve_escape, destination)
    return destination.strip()


def _resolve_escape(match: re.Match[str]) -> str:
    escaped, decimal, hexadecimal, name = match.groups()
    if escaped:
        return str(escaped)
    if name:
        return html5.get(f"{name};", match.group())
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code <= sys.maxunicode and code not in _SURROGATES else "\ufffd"


def decode(text: str) -> str:
    """Decode percent codes as UTF-8; a code that is none stays as written."""
    return _CODES.sub(_decode_run, text) if "%" in text else text


def _decode_run(match: re.Match[str]) -> str:
    raw = bytes.fromhex(match.group().replace("%", ""))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return match.group()
