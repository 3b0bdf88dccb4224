"""What reading the blocks of a note leaves behind: the token tree, the leaves, the definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from mistune.core import BlockState

if TYPE_CHECKING:
    from dlvault.model.note import Oddity
    from dlvault.syntax.leaf import Leaf

Token: TypeAlias = dict[str, Any]


class NoteState(BlockState):
    """mistune's block state with the leaves in document order, each with its way back to the source."""

    def __init__(self, parent: NoteState | None = None) -> None:
        """Start with an empty text."""
        super().__init__(parent)
        self.leaves: list[Leaf] = []
        self.headings: list[tuple[int, Leaf]] = []
        self.oddities: list[Oddity] = []
