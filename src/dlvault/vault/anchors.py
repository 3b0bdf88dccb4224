"""Headings and blocks of one note, ready to be looked up by the subpath of a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.model.folding import heading_key
from dlvault.model.index import Missing, MissingReason, ToBlock, ToHeading, ToNote
from dlvault.model.note import subpath_parts

if TYPE_CHECKING:
    from dlvault.model.note import Block, Heading, Note


class Anchors:
    """What a subpath can name in one note. Keys are folded once, when the first link asks."""

    def __init__(self, note: Note) -> None:
        """Fold its headings and block ids."""
        self._path = note.path
        self._headings: list[tuple[str, Heading]] = [
            (heading_key(heading.text), heading) for heading in note.parsed.headings
        ]
        self._blocks: dict[str, Block] = {}
        for block in note.parsed.blocks:
            self._blocks.setdefault(block.id.lower(), block)

    def resolve(self, subpath: str) -> ToNote | ToHeading | ToBlock | Missing:
        """Find what ``#A#B`` or ``#^id`` names (spec/obsidian.md, sections 7 and 8)."""
        parts = subpath_parts(subpath)
        if not parts or parts[-1].startswith("[^"):
            return ToNote(self._path)  # the note itself, or a footnote, which is not checked
        if parts[-1].startswith("^"):
            block = self._blocks.get(parts[-1][1:].lower())
            return Missing(MissingReason.NO_BLOCK, self._path) if block is None else ToBlock(self._path, block)
        heading = self._heading(parts)
        return Missing(MissingReason.NO_HEADING, self._path) if heading is None else ToHeading(self._path, heading)

    def _heading(self, parts: tuple[str, ...]) -> Heading | None:
        """Walk the headings in order: each part must be met deeper than the part before it."""
        keys = [heading_key(part) for part in parts]
        at = level = 0
        for key, heading in self._headings:
            if heading.level > level and key == keys[at]:
                at += 1
                level = heading.level
                if at == len(keys):
                    return heading
        return None
