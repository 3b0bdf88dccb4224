"""What a vault holds, in figures: files, words, links, tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.index import ToUrl
from dlvault.model.note import NoteKind
from dlvault.vault.isolation import isolation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dlvault.model.index import VaultIndex
    from dlvault.model.note import Note, NotePath
    from dlvault.model.text import Span


class LinkFigures(NamedTuple):
    """Links by what becomes of them. `unresolved_names` are the different targets that no file is.

    A link to a file whose heading or block is missing is resolved: it leads somewhere.
    """

    resolved: int
    unresolved: int
    unresolved_names: int
    external: int


class TagFigures(NamedTuple):
    """Tags that differ in more than case, and all their uses."""

    distinct: int
    uses: int


class VaultFigures(NamedTuple):
    """Counts of one vault. Pages and blocks that dlvault wrote count as files and for nothing else.

    `notes`, `canvases` and `attachments` are all visible files. Of the notes and canvases, `excluded` are behind
    Obsidian's ignore filters, `templates` in its folder of templates, `generated` were written by dlvault, and `unread`
    could not be read. Tags, orphans and dead ends are those of the commands of that name.
    """

    notes: int
    canvases: int
    attachments: int
    excluded: int
    templates: int
    generated: int
    unread: int
    words: int
    headings: int
    blocks: int
    links: LinkFigures
    tags: TagFigures
    orphans: int
    deadends: int


def vault_figures(index: VaultIndex) -> VaultFigures:
    """Count."""
    notes = index.notes.values()
    written = [note for note in notes if not note.is_generated]
    alone = isolation(index)
    canvases = sum(note.kind is NoteKind.CANVAS for note in notes)
    return VaultFigures(
        notes=len(notes) - canvases,
        canvases=canvases,
        attachments=len(index.attachments),
        excluded=sum(path in index.notes for path in index.excluded),
        templates=sum(path in index.notes for path in index.templates),
        generated=len(notes) - len(written),
        unread=sum(not note.readable for note in notes),
        words=sum(note.parsed.words for note in written),
        headings=sum(_count(note, [heading.span for heading in note.parsed.headings]) for note in written),
        blocks=sum(_count(note, [block.span for block in note.parsed.blocks]) for note in written),
        links=_links(index),
        tags=TagFigures(len(index.tags), sum(map(len, index.tags.values()))),
        orphans=_listed(index, alone.orphans),
        deadends=_listed(index, (path for path in alone.deadends if index.notes[path].readable)),
    )


def _count(note: Note, spans: list[Span]) -> int:
    """How many of the spans of a note its author wrote."""
    return sum(not note.generated_at(span) for span in spans) if note.parsed.generated else len(spans)


def _links(index: VaultIndex) -> LinkFigures:
    resolved = unresolved = external = 0
    for path, edges in index.outgoing.items():
        note = index.notes[path]
        if note.is_generated:
            continue
        for edge in edges:
            if note.parsed.generated and note.generated_at(edge.link.span):
                continue
            if isinstance(edge.resolution, ToUrl):
                external += 1
            elif edge.target is None:
                unresolved += 1
            else:
                resolved += 1
    return LinkFigures(resolved, unresolved, _names(index), external)


def _names(index: VaultIndex) -> int:
    return sum(
        any(not index.notes[edge.source].generated_at(edge.link.span) for edge in edges)
        for edges in index.unresolved.values()
    )


def _listed(index: VaultIndex, paths: Iterable[NotePath]) -> int:
    return sum(path not in index.excluded and not index.notes[path].is_generated for path in paths)
