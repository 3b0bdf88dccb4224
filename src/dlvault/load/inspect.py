"""What dlvault sees in a vault or a note, in the schema of the conformance cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dlvault.model.index import Ambiguous, ToHeading
from dlvault.model.note import NoteKind
from dlvault.options import ReadOptions
from dlvault.vault.isolation import isolation
from dlvault.vault.source import SourceText, read_source

if TYPE_CHECKING:
    from dlvault.model.index import Edge, VaultIndex
    from dlvault.model.note import NotePath


def inspect_note(index: VaultIndex, path: NotePath, options: ReadOptions | None = None) -> dict[str, Any]:
    """Describe one note or canvas: links, tags, aliases, headings, blocks and the state of its properties."""
    parsed = index.notes[path].parsed
    source = read_source(index.root, path, (options or ReadOptions()).max_note_size)
    text = source.text if isinstance(source, SourceText) else ""
    line = parsed.lines.line
    tags: dict[str, str] = {}
    for use in parsed.tags:
        tags.setdefault(use.name.lower(), use.name)
    return {
        "path": path,
        "frontmatter": parsed.state.value,
        "links": [_link(index, edge, text) for edge in index.outgoing.get(path, ())],
        "tags": list(tags.values()),
        "aliases": list(parsed.aliases),
        "headings": [
            {"level": heading.level, "text": heading.text, "line": line(heading.span.start)}
            for heading in parsed.headings
        ],
        "blocks": [block.id for block in parsed.blocks],
    }


def inspect_vault(index: VaultIndex) -> dict[str, Any]:
    """Describe the vault: its files, and facts about the graph of its links."""
    notes = [path for path, note in index.notes.items() if note.kind is NoteKind.NOTE]
    canvases = [path for path, note in index.notes.items() if note.kind is NoteKind.CANVAS]
    edges = {(edge.source, target) for links in index.outgoing.values() for edge in links if (target := edge.target)}
    alone = isolation(index)
    return {
        "files": {
            "notes": notes,
            "attachments": sorted([*canvases, *index.attachments]),
            "excluded": sorted(index.excluded),
        },
        "graph": {
            "edges": [list(edge) for edge in sorted(edges)],
            "unresolved": {name: len(links) for name, links in index.unresolved.items()},
            "orphans": list(alone.orphans),
            "deadends": list(alone.deadends),
            "isolated": list(alone.isolated),
        },
    }


def _link(index: VaultIndex, edge: Edge, text: str) -> dict[str, Any]:
    link = edge.link
    row: dict[str, Any] = {
        "kind": link.kind.value,
        "raw": text[link.span.start : link.span.end],
        "line": index.notes[edge.source].parsed.lines.line(link.span.start),
        "target_text": link.target,
        "resolves_to": edge.target,
        "status": edge.status,
        "display": link.display,
    }
    if link.subpath:
        row["subpath"] = link.subpath
    if link.property_key is not None:
        row["property"] = link.property_key
    line = landing_line(index, edge)
    if line is not None:
        row["lands_on_line"] = line
    return row


def landing_line(index: VaultIndex, edge: Edge) -> int | None:
    """Line of the heading that the subpath of a link selects, if it selects one."""
    match edge.resolution:
        case ToHeading(path, heading) | Ambiguous(winner=ToHeading(path, heading)):
            return index.notes[path].parsed.lines.line(heading.span.start)
    return None
