"""Open a vault: list it, read and parse its notes, resolve its links."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from dlvault.model.finding import FileProblem
from dlvault.model.formats import is_canvas, is_note
from dlvault.model.note import Attachment, Note, NoteKind, OddityKind, ParsedNote, PropertiesState
from dlvault.model.text import LineIndex
from dlvault.options import ReadOptions
from dlvault.syntax.canvas import parse_canvas
from dlvault.syntax.parse import parse
from dlvault.vault.build import build_index
from dlvault.vault.scan import scan
from dlvault.vault.settings import read_settings
from dlvault.vault.source import decode, read_source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dlvault.model.index import VaultIndex
    from dlvault.model.note import NotePath
    from dlvault.vault.scan import FileEntry

_REMEDIES = (
    ("mapping values are not allowed", 'put a value that holds ": " in quotes'),
    ("cannot start any token", "use blanks instead of tabs"),
    ("stands twice", "keep one of them"),
)
NOTHING_OVER: Mapping[NotePath, bytes] = MappingProxyType({})
_CODES = {NoteKind.NOTE: "P301", NoteKind.CANVAS: "F501"}
_NOTHING = ParsedNote(PropertiesState.ABSENT, {}, (), (), (), (), (), (), 0, LineIndex((0,)))


def open_index(
    root: Path,
    options: ReadOptions | None = None,
    *,
    overlay: Mapping[NotePath, bytes] = NOTHING_OVER,
    known: VaultIndex | None = None,
) -> VaultIndex:
    """Read a whole vault.

    Files that cannot be read become problems of the index and stay link targets. `overlay` has bytes that stand in
    for those of files; `known` is an earlier index of the vault, whose notes are taken over where neither size nor
    time has changed.

    Raises:
        NoVaultError: `root` is no folder that can be listed.
    """
    options = options or ReadOptions()
    listing = scan(root)
    unlisted = {problem.path for problem in listing.problems}
    notes: list[Note] = []
    problems = list(listing.problems)
    attachments = []
    for file in listing.files:
        if not (is_note(file.path) or is_canvas(file.path)):
            attachments.append(Attachment(*file))
        elif file.path in unlisted:
            notes.append(_unreadable(file))
        else:
            note = _known_note(file, overlay, known) or _read_note(root, file, options, overlay.get(file.path))
            if isinstance(note, FileProblem):
                problems.append(note)
                notes.append(_unreadable(file))
            else:
                notes.append(note)
                problems.extend(note_problems(note))
    paths = [file.path for file in listing.files]
    settings = read_settings(root)
    return build_index(
        root,
        notes,
        attachments,
        excluded=settings.excluded(paths),
        templates=settings.templates(paths),
        overlaid=frozenset(overlay),
        problems=problems,
    )


def _known_note(file: FileEntry, overlay: Mapping[NotePath, bytes], known: VaultIndex | None) -> Note | None:
    if known is None or file.path in overlay or file.path in known.overlaid:
        return None
    note = known.notes.get(file.path)
    unchanged = note is not None and note.readable and (note.size, note.mtime_ns) == (file.size, file.mtime_ns)
    return note if unchanged else None


def _read_note(root: Path, file: FileEntry, options: ReadOptions, over: bytes | None) -> Note | FileProblem:
    source = read_source(root, file.path, options.max_note_size) if over is None else decode(file.path, over)
    if isinstance(source, FileProblem):
        return source
    if is_canvas(file.path):
        parsed, kind = parse_canvas(source.text), NoteKind.CANVAS
    else:
        parsed, kind = parse(source.text, options), NoteKind.NOTE
    return Note(file.path, kind, parsed, file.size, file.mtime_ns, digest=source.digest)


def _unreadable(file: FileEntry) -> Note:
    kind = NoteKind.CANVAS if is_canvas(file.path) else NoteKind.NOTE
    return Note(file.path, kind, _NOTHING, file.size, file.mtime_ns, readable=False)


def note_problems(note: Note) -> list[FileProblem]:
    """What is wrong with a note or canvas as a whole, under the rule that speaks of it."""
    lines = note.parsed.lines
    conflicts = [item.span.start for item in note.parsed.oddities if item.kind is OddityKind.MERGE_CONFLICT]
    return [
        FileProblem(
            _CODES[note.kind], note.path, *lines.position(problem.offset), problem.message, _hint(note, problem.message)
        )
        for problem in note.parsed.problems
        # What a merge has left in the properties is no YAML, and F506 says so.
        if not any(start <= problem.offset for start in conflicts)
    ]


def _hint(note: Note, message: str) -> str:
    """What mends a property block: YAML says what stopped it, not what its author should do."""
    if note.kind is NoteKind.CANVAS:
        return "restore it from its history, or empty it; until then it links to nothing"
    return next((hint for words, hint in _REMEDIES if words in message), "correct the block between the --- lines")
