"""From a link as written to what it means in this vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.model.formats import is_accepted_file
from dlvault.model.index import Ambiguous, Edge, Missing, MissingReason, ToAttachment, ToNote, ToUrl
from dlvault.model.note import LinkKind, NoteKind
from dlvault.vault.anchors import Anchors
from dlvault.vault.names import Found, NameTable, folder_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dlvault.model.index import Resolution, ToBlock, ToHeading
    from dlvault.model.note import Link, Note, NotePath

_new = tuple.__new__


class Resolver:
    """Resolves the links of one vault; remembers what it has looked up, for its own lifetime only."""

    def __init__(self, names: NameTable, notes: Mapping[NotePath, Note]) -> None:
        """Take the names of all visible files, and the notes among them with their facts."""
        self._names = names
        self._notes = notes
        self._anchors: dict[NotePath, Anchors] = {}
        self._everywhere: dict[tuple[str, str], Resolution] = {}
        """What a path part and a subpath mean, where that is the same in every note."""
        self._in_folder: dict[tuple[str, str, str], Resolution] = {}

    def edges(self, note: Note) -> tuple[Edge, ...]:
        """All links of a note with what they mean."""
        path = note.path
        everywhere = self._everywhere
        edges = []
        # This loop runs once for each link of the vault, and most links are written alike many times.
        for link in note.parsed.links:
            kind, target, subpath, *_ = link
            if kind is LinkKind.URL or kind is LinkKind.AUTOLINK:
                edges.append(_new(Edge, (path, link, _new(ToUrl, (target,)))))
                continue
            known = None
            if target and kind is not LinkKind.CARD and kind is not LinkKind.REFERENCE:
                known = everywhere.get((target, subpath))
            edges.append(_new(Edge, (path, link, self.resolve(link, path) if known is None else known)))
        return tuple(edges)

    def resolve(self, link: Link, source: NotePath) -> Resolution:
        """Say what a link in the note `source` means."""
        if link.is_external:
            return ToUrl(link.target)
        if not link.target:
            return self._land(source, link.subpath)
        if link.kind is LinkKind.CARD:
            path = self._names.exact(link.target)
            return self._settle(link.target, link.subpath, None if path is None else Found(path))
        key = link.target, link.subpath
        known = self._everywhere.get(key)
        if known is None:
            folder = folder_of(source)
            known = self._in_folder.get((*key, folder))
            if known is None:
                known = self._settle(*key, self._names.find(link.target, source))
                if self._names.is_alike_everywhere(link.target):
                    self._everywhere[key] = known
                else:
                    self._in_folder[*key, folder] = known
        return known

    def _settle(self, target: str, subpath: str, found: Found | None) -> Resolution:
        if found is None:
            return Missing(MissingReason.NO_FILE if is_accepted_file(target) else MissingReason.NO_NOTE)
        landed = self._land(found.path, subpath)
        if found.candidates and not isinstance(landed, Missing):
            return Ambiguous(landed, found.candidates)
        return landed

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
