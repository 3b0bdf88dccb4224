"""Orphans, dead ends and isolated notes (spec/obsidian.md, section 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.index import ToUrl
from dlvault.model.note import NoteKind

if TYPE_CHECKING:
    from dlvault.model.index import Edge, VaultIndex
    from dlvault.model.note import NotePath


class Isolation(NamedTuple):
    """Notes without incoming links, without outgoing links, and without both; each in path order."""

    orphans: tuple[NotePath, ...]
    deadends: tuple[NotePath, ...]
    isolated: tuple[NotePath, ...]


def isolation(index: VaultIndex) -> Isolation:
    """Find them among all notes. A link to the own note counts on neither side; an unresolved link is outgoing."""
    notes = [path for path, note in index.notes.items() if note.kind is NoteKind.NOTE]
    orphans = tuple(path for path in notes if all(edge.source == path for edge in index.incoming.get(path, ())))
    deadends = tuple(path for path in notes if all(_stays(index, edge) for edge in index.outgoing.get(path, ())))
    dead = set(deadends)
    return Isolation(orphans, deadends, tuple(path for path in orphans if path in dead))


def _stays(index: VaultIndex, edge: Edge) -> bool:
    """Whether a link leads to no other note: to its own, out of the vault, or only on a page that dlvault wrote."""
    own = edge.target == edge.source or isinstance(edge.resolution, ToUrl)
    return own or index.notes[edge.source].generated_at(edge.link.span)
