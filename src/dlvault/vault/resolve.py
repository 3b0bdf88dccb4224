"""From a link as written to what it means in this vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.model.formats import is_accepted_file
from dlvault.model.index import Ambiguous, Missing, MissingReason, ToAttachment, ToNote, ToUrl
from dlvault.model.note import LinkKind, NoteKind
from dlvault.vault.anchors import Anchors
from dlvault.vault.names import Found, NameTable, folder_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dlvault.model.index import Resolution, ToBlock, ToHeading
    from dlvault.model.note import Link, Note, NotePath


class Resolver:
    """Resolves the links of one vault; remembers what it has looked up, for its own lifetime only."""

    def __init__(self, names: NameTable, notes: Mapping[NotePath, Note]) -> None:
        """Take the names of all visible files, and the notes among them with their facts."""
        self._names = names
        self._notes = notes
        self._anchors: dict[NotePath, Anchors] = {}
        self._found: dict[tuple[str, str], Found | None] = {}

    def resolve(self, link: Link, source: NotePath) -> Resolution:
        """Say what a link in the note `source` means."""
        if link.is_external:
            return ToUrl(link.target)
        if not link.target:
            return self._land(source, link.subpath)
        found = self._find(link, source)
        if found is None:
            accepted = is_accepted_file(link.target)
            return Missing(MissingReason.NO_FILE if accepted else MissingReason.NO_NOTE)
        landed = self._land(found.path, link.subpath)
        if found.candidates and not isinstance(landed, Missing):
            return Ambiguous(landed, found.candidates)
        return landed

    def _find(self, link: Link, source: NotePath) -> Found | None:
        if link.kind is LinkKind.CARD:
            path = self._names.exact(link.target)
            return None if path is None else Found(path)
        key = link.target, folder_of(source)
        if key not in self._found:
            self._found[key] = self._names.find(link.target, source)
        return self._found[key]

    def _land(self, path: NotePath, subpath: str) -> ToNote | ToHeading | ToBlock | ToAttachment | Missing:
        if path not in self._notes:
            return ToAttachment(path)
        if not subpath:
            return ToNote(path)  # what stands in the note does not matter, so nobody asks for it
        anchors = self._anchors.get(path)
        if anchors is None:
            note = self._notes[path]
            if not note.readable or note.kind is NoteKind.CANVAS:
                return ToNote(path)
            anchors = self._anchors[path] = Anchors(note)
        return anchors.resolve(subpath)
