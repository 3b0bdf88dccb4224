"""Open a vault: list it, read and parse its notes, resolve its links."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from dlvault.load.read import read_notes, unreadable
from dlvault.model.finding import FileProblem
from dlvault.model.formats import is_canvas, is_note
from dlvault.model.note import Attachment, Note, NoteKind, OddityKind
from dlvault.options import ReadOptions
from dlvault.vault.build import build_index
from dlvault.vault.scan import scan
from dlvault.vault.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dlvault.load.memory import Memory
    from dlvault.load.read import FileRow
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import NotePath
    from dlvault.vault.scan import Listing
    from dlvault.vault.settings import VaultSettings

_REMEDIES = (
    ("mapping values are not allowed", 'put a value that holds ": " in quotes'),
    ("cannot start any token", "use blanks instead of tabs"),
    ("stands twice", "keep one of them"),
)
NOTHING_OVER: Mapping[NotePath, bytes] = MappingProxyType({})
_CODES = {NoteKind.NOTE: "P301", NoteKind.CANVAS: "F501"}


def open_index(  # noqa: PLR0913 - one argument for each thing that may stand in for the disk
    root: Path,
    options: ReadOptions | None = None,
    *,
    overlay: Mapping[NotePath, bytes] = NOTHING_OVER,
    known: VaultIndex | None = None,
    memory: Memory | None = None,
    listing: Listing | None = None,
    settings: VaultSettings | None = None,
    jobs: int = 1,
) -> VaultIndex:
    """Read a whole vault.

    Files that cannot be read become problems of the index and stay link targets. `overlay` has bytes that stand in
    for those of files; `known` is an earlier index of the vault, whose notes are taken over where neither size nor
    time has changed. `memory` knows what earlier runs have read, `listing` and `settings` come from somebody who has
    looked already; many notes are read by `jobs` processes.

    Raises:
        NoVaultError: `root` is no folder that can be listed.
    """
    options = options or ReadOptions()
    listing = listing or scan(root)
    unlisted = {problem.path for problem in listing.problems}
    notes: list[Note] = []
    attachments = []
    wanted: list[FileRow] = []
    problems = list(listing.problems)
    for file in listing.rows():
        path = file[0]
        if not (is_note(path) or is_canvas(path)):
            attachments.append(Attachment(*file))
        elif path in unlisted:
            notes.append(unreadable(file))
        elif path in overlay:
            wanted.append(file)
        else:
            old = _known_note(file, known)
            if old is None:
                wanted.append(file)
            else:
                notes.append(old)
    for read in read_notes(root, wanted, options, overlay=overlay, memory=memory, listing=listing, jobs=jobs):
        if isinstance(read, FileProblem):
            problems.append(read)
        else:
            notes.append(read)
    if memory is not None:
        memory.remember(listing, notes)
    problems += [problem for note in notes for problem in note_problems(note)]
    settings = settings or read_settings(root)
    return build_index(
        root,
        notes,
        attachments,
        excluded=settings.excluded(listing.paths),
        templates=settings.templates(listing.paths),
        overlaid=frozenset(overlay),
        problems=problems,
    )


def _known_note(file: FileRow, known: VaultIndex | None) -> Note | None:
    path, size, modified = file
    if known is None or path in known.overlaid:
        return None
    note = known.notes.get(path)
    unchanged = note is not None and note.readable and (note.size, note.mtime_ns) == (size, modified)
    return note if unchanged else None


def note_problems(note: Note) -> list[FileProblem]:
    """What is wrong with a note or canvas as a whole, under the rule that speaks of it."""
    if not note.parsed.problems:
        return []
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
