"""Parsed notes and file names to one frozen index."""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from dlvault.model.folding import fold
from dlvault.model.formats import without_note_extension
from dlvault.model.index import ToUrl, VaultIndex
from dlvault.vault.names import NameTable
from dlvault.vault.resolve import Resolver

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dlvault.model.finding import FileProblem
    from dlvault.model.index import Edge
    from dlvault.model.note import Attachment, Note, NotePath, TagUse

K = TypeVar("K")
V = TypeVar("V")


def build_index(  # noqa: PLR0913 - one argument for each part of the index
    root: Path,
    notes: Iterable[Note],
    attachments: Iterable[Attachment],
    *,
    excluded: frozenset[NotePath],
    templates: frozenset[NotePath] = frozenset(),
    overlaid: frozenset[NotePath] = frozenset(),
    problems: Iterable[FileProblem],
) -> VaultIndex:
    """Resolve every link and turn the facts of a vault into an index; nothing depends on the order of input."""
    by_path = {note.path: note for note in sorted(notes)}
    files = {file.path: file for file in sorted(attachments)}
    resolver = Resolver(NameTable.of([*by_path, *files]), by_path)
    outgoing: dict[NotePath, tuple[Edge, ...]] = {}
    incoming: defaultdict[NotePath, list[Edge]] = defaultdict(list)
    tags: defaultdict[str, list[tuple[NotePath, TagUse]]] = defaultdict(list)
    unresolved: dict[str, tuple[str, list[Edge]]] = {}
    for path, note in by_path.items():
        edges = resolver.edges(note)
        if edges:
            outgoing[path] = edges
        all_written = not note.parsed.generated and not note.is_generated
        for edge in edges:
            if type(edge[2]) is ToUrl:
                continue
            target = edge.target
            if target is not None:
                if all_written or not note.generated_at(edge.link.span):
                    incoming[target].append(edge)
            else:
                name = without_note_extension(edge.link.target)
                unresolved.setdefault(fold(name), (name, []))[1].append(edge)
        for use in note.written_tags():
            tags[use.name.lower()].append((path, use))
    return VaultIndex(
        root=root,
        name=root.resolve().name,
        revision=1,
        notes=_frozen(by_path),
        attachments=_frozen(files),
        excluded=excluded,
        templates=templates,
        overlaid=overlaid,
        outgoing=_frozen(outgoing),
        incoming=_frozen({path: tuple(incoming[path]) for path in sorted(incoming)}),
        aliases=_aliases(by_path),
        tags=_frozen({name: tuple(tags[name]) for name in sorted(tags)}),
        unresolved=_frozen({name: tuple(edges) for name, edges in sorted(unresolved.values())}),
        problems=tuple(sorted(problems)),
    )


def _aliases(notes: Mapping[NotePath, Note]) -> Mapping[str, tuple[NotePath, ...]]:
    """Notes by folded alias: evidence for a broken link, never its resolution."""
    aliases: defaultdict[str, list[NotePath]] = defaultdict(list)
    for path, note in notes.items():
        for alias in dict.fromkeys(map(fold, note.parsed.aliases)):
            aliases[alias].append(path)
    return _frozen({alias: tuple(aliases[alias]) for alias in sorted(aliases)})


def _frozen(mapping: dict[K, V]) -> Mapping[K, V]:
    return MappingProxyType(mapping)
