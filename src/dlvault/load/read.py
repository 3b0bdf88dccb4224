"""Files to notes: what is remembered is decoded, what is new is parsed, by several processes where it is much."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from dlvault.load.codec import decode_facts, encode_facts
from dlvault.model.finding import FileProblem
from dlvault.model.formats import is_canvas
from dlvault.model.note import Note, NoteKind, NotePath, ParsedNote, PropertiesState
from dlvault.model.text import LineIndex
from dlvault.vault.source import decode, digest_of, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dlvault.load.memory import Memory
    from dlvault.options import ReadOptions
    from dlvault.vault.scan import Listing

FileRow: TypeAlias = tuple[NotePath, int, int]
"""Path, size in bytes and time of modification in nanoseconds."""

_BATCH = 400
"""So many notes are looked up at once."""
POOL_FROM = 500
"""From so many notes on it pays to start other processes."""
_NOTHING = ParsedNote(PropertiesState.ABSENT, {}, (), (), (), (), (), (), 0, LineIndex((0,)))


def read_notes(  # noqa: PLR0913 - one argument for each thing that may stand in for the disk
    root: Path,
    files: Sequence[FileRow],
    options: ReadOptions,
    *,
    overlay: Mapping[NotePath, bytes],
    memory: Memory | None,
    listing: Listing,
    jobs: int,
) -> Iterator[Note | FileProblem]:
    """Read notes and canvases, in no certain order; of one that cannot be read first say why, then what it is."""
    unknown = list(files)
    if memory is not None:
        digests = memory.unchanged(listing)
        unknown = []
        for at in range(0, len(files), _BATCH):
            batch = files[at : at + _BATCH]
            # What is too large for these options is not read, whatever another run has made of it.
            read = [path for path, size, _ in batch if size <= options.max_note_size and path not in overlay]
            named = {path: digests[path] for path in read if path in digests}
            facts = memory.facts({path: (digest, kind_of(path)) for path, digest in named.items()})
            for file in batch:
                parsed = facts.get(file[0])
                if parsed is None:
                    unknown.append(file)
                else:
                    yield Note(file[0], kind_of(file[0]), parsed, file[1], file[2], digest=named[file[0]])
    if jobs > 1 and len(unknown) >= POOL_FROM and not overlay:
        from dlvault.load.pool import parse_in_processes

        yield from parse_in_processes(root, unknown, options, memory=memory, jobs=jobs)
    else:
        for file in unknown:
            yield from read_note(root, file, options, over=overlay.get(file[0]), memory=memory)


def read_note(
    root: Path, file: FileRow, options: ReadOptions, *, over: bytes | None = None, memory: Memory | None = None
) -> Iterator[Note | FileProblem]:
    """Read one note or canvas; `over` are bytes that stand in for those of its file."""
    path, size, modified = file
    data = read_bytes(root, path, options.max_note_size) if over is None else over
    if isinstance(data, FileProblem):
        yield data
        yield unreadable(file)
        return
    kind = kind_of(path)
    digest = digest_of(data)
    parsed = None if memory is None else memory.facts({path: (digest, kind)}).get(path)
    if parsed is None:
        source = decode(path, data, digest)
        if isinstance(source, FileProblem):
            yield source
            yield unreadable(file, digest)
            return
        parsed = parse_text(source.text, kind, options)
        if memory is not None:
            memory.learn(digest, kind, encode_facts(parsed))
    yield Note(path, kind, parsed, size, modified, digest=digest)


def kind_of(path: NotePath) -> NoteKind:
    """What sort of file a path names."""
    return NoteKind.CANVAS if is_canvas(path) else NoteKind.NOTE


def parse_text(text: str, kind: NoteKind, options: ReadOptions) -> ParsedNote:
    """Parse the text of a note or canvas."""
    if kind is NoteKind.CANVAS:
        from dlvault.syntax.canvas import parse_canvas

        return parse_canvas(text)
    from dlvault.syntax.parse import parse

    return parse(text, options)


def decoded(data: bytes) -> ParsedNote | None:
    """Facts from the store; None where they are none, whatever wrote them."""
    try:
        return decode_facts(data)
    except ValueError:
        return None


def unreadable(file: FileRow, digest: str = "") -> Note:
    """A note of whose text nothing is known; `digest` names its bytes where they could be read at least."""
    return Note(file[0], kind_of(file[0]), _NOTHING, file[1], file[2], readable=False, digest=digest)
