"""The generated block of a page: put in place of the old one, and never a byte outside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.export.indexes.page import escaped
from dlvault.model.finding import Edit
from dlvault.model.note import NotePath
from dlvault.syntax.parse import parse
from dlvault.vault.edits import apply_to_bytes
from dlvault.vault.source import SourceText, decode

if TYPE_CHECKING:
    from dlvault.export.indexes.page import Page
    from dlvault.model.text import Span

_HEAD = "---\ndlvault: generated\n---\n\n"
_BEGIN = re.compile(r"<!-- dlvault:begin ([a-z]+)(?:: ([^\n]*?))? -->")


class BlockError(Exception):
    """A file that cannot take a generated block; the message says why."""


def fresh(page: Page, name: str) -> str:
    """A page that is not there yet: marked as generated, with its title in its block."""
    return f"{_HEAD}{block(page, name)}\n"


def block(page: Page, name: str) -> str:
    """The generated block with its marks; the first one says which page it is."""
    lines = "\n".join(page.lines)
    begin = f"<!-- dlvault:begin {name}: {page.path} -->"
    return f"{begin}\n\n# {escaped(page.title)}\n\n{lines}\n\n<!-- dlvault:end -->"


def merged(data: bytes, page: Page, name: str) -> bytes:
    """The bytes of a file with its generated block replaced; line ends and all else stay.

    Raises:
        BlockError: the file is no UTF-8, or has no block of this name, or more than one.
    """
    span = find_block(data, name)
    return apply_to_bytes(data, [Edit(NotePath(page.path), span, block(page, name))])


def find_block(data: bytes, name: str) -> Span:
    """Place of the one generated block of a name in the normalised text.

    Raises:
        BlockError: the bytes are no UTF-8, or hold no such block, or more than one.
    """
    source = decode(NotePath(""), data)
    if not isinstance(source, SourceText):
        raise BlockError("it is not UTF-8")
    found = [
        span
        for span in parse(source.text).generated
        if (match := _BEGIN.match(source.text, span.start)) is not None and match.group(1) == name
    ]
    if len(found) != 1:
        raise BlockError("it has no generated block" if not found else f"it has {len(found)} generated blocks")
    return found[0]


def is_page(data: bytes, name: str, path: str) -> bool:
    """Whether a file holds the block of the page that was written at this path."""
    try:
        span = find_block(data, name)
    except BlockError:
        return False
    match = _BEGIN.match(_text(data), span.start)
    return match is not None and match.group(2) == path


def is_untouched(data: bytes, name: str) -> bool:
    """Whether a file is nothing but what dlvault wrote: no word outside its block."""
    try:
        span = find_block(data, name)
    except BlockError:
        return False
    text = _text(data)
    return text[: span.start] + text[span.end :].rstrip("\n") == _HEAD


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
