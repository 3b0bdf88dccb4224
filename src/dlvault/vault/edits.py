"""Apply edits to the bytes of a note: exact outside the edits, whatever its line ends."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from dlvault.model.late import late

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlvault.model.finding import Edit

_BOM = "\ufeff"
_CRLF = late("\r\n")
_LINE_END = late("\r\n|\r|\n")


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Apply edits to a normalised text.

    Raises:
        ValueError: two edits overlap (our bug: whoever chose them must not choose such).
    """
    pieces = []
    at = 0
    for edit in in_order(edits):
        pieces += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*pieces, text[at:]])


def in_order(edits: Sequence[Edit]) -> list[Edit]:
    """Sort edits by place.

    Raises:
        ValueError: two edits overlap, or two insertions stand at one place.
    """
    ordered = sorted(edits, key=lambda edit: edit.span)
    for before, after in pairwise(ordered):
        if overlaps(before, after):
            message = f"edits overlap at {after.path}:{after.span.start}"
            raise ValueError(message)
    return ordered


def overlaps(one: Edit, other: Edit) -> bool:
    """Whether two edits of one note touch the same text, or insert at the same place."""
    if one.path != other.path:
        return False
    first, second = sorted((one.span, other.span))
    return second.start < first.end or (second.start == first.start)


def apply_to_bytes(data: bytes, edits: Sequence[Edit]) -> bytes:
    """Apply edits, whose spans index the normalised text, to the bytes of a file.

    The byte order mark and every line end outside the edits stay; line ends that an edit brings are written as
    most of the file has them.

    Raises:
        UnicodeDecodeError: the bytes are not UTF-8.
        ValueError: two edits overlap.
    """
    raw = data.decode("utf-8")
    mark = len(_BOM) if raw.startswith(_BOM) else 0
    pairs = [match.start() - mark - number for number, match in enumerate(_CRLF.finditer(raw))]
    newline = _newline(raw)
    pieces = []
    at = 0
    for edit in in_order(edits):
        # Each CRLF before an offset of the normalised text takes one character more in the file.
        start = edit.span.start + bisect_left(pairs, edit.span.start) + mark
        end = edit.span.end + bisect_left(pairs, edit.span.end) + mark
        pieces += [raw[at:start], edit.text.replace("\n", newline)]
        at = end
    return "".join([*pieces, raw[at:]]).encode("utf-8")


def _newline(raw: str) -> str:
    ends = _LINE_END.findall(raw)
    return max(("\n", "\r\n", "\r"), key=ends.count) if ends else "\n"
