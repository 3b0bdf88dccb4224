"""The index of a vault as git knows it: at a commit, or as it would be committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.load.open import note_problems
from dlvault.load.read import kind_of, parse_text, unreadable
from dlvault.load.snapshot import read_stored, stored_files
from dlvault.model.finding import FileProblem
from dlvault.model.formats import is_canvas, is_note
from dlvault.model.note import Attachment, Note, NoteKind
from dlvault.options import ReadOptions
from dlvault.vault.build import build_index
from dlvault.vault.settings import read_settings
from dlvault.vault.source import decode, digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dlvault.load.history import Changes, Repository
    from dlvault.load.snapshot import Content, StoredFile
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import NotePath, ParsedNote
    from dlvault.vault.source import SourceText


def index_at(
    index: VaultIndex, repository: Repository, changes: Changes, options: ReadOptions | None = None
) -> VaultIndex:
    """Turn the index of the working tree back into that of `changes.base`.

    `changes` are those from a commit or from the index to the working tree (`changed_since`, `unstaged_changes`).
    What they leave out is taken as it is now, parsed already; so are files that git does not keep (ignored ones, those
    behind a link out of the repository) and the settings of Obsidian: nobody changed them as far as git knows.

    Raises:
        HistoryError: the clone lacks a file of that commit.
    """
    options = options or ReadOptions()
    stored = stored_files(repository, changes.base)
    back = {path: file for path, file in stored.items() if _has_to_be_read(file, changes)}
    folders = tuple({f"{file.link}/" for file in stored.values() if file.link and file.path != file.link})
    away = changes.present | changes.gone | back.keys()
    kept = {
        path
        for path in (*index.notes, *index.attachments)
        if path not in away and not (path.startswith(folders) and path not in stored)
    }
    if not back and len(kept) == len(index.notes) + len(index.attachments):
        return index
    contents = read_stored(repository, back.values(), options.max_note_size)
    reader = _Reader(index, options, contents)
    notes = [note for path, note in index.notes.items() if path in kept]
    attachments = [file for path, file in index.attachments.items() if path in kept]
    for file in back.values():
        if is_note(file.path) or is_canvas(file.path):
            notes.append(reader.note(file))
        else:
            attachments.append(Attachment(file.path, contents[file.path].size if file.blob else 0, 0))
    known = index.notes.keys() | index.attachments.keys()
    problems = [problem for problem in index.problems if problem.path in kept or problem.path not in known]
    paths = [*kept, *back]
    settings = read_settings(index.root)
    return build_index(
        index.root,
        notes,
        attachments,
        excluded=settings.excluded(paths),
        templates=settings.templates(paths),
        problems=[*problems, *reader.problems],
    )


def _has_to_be_read(file: StoredFile, changes: Changes) -> bool:
    """Whether a file was another one at the base, or is none of the working tree.

    A file that git keeps, finds unchanged and that is not there is one of a sparse checkout: it never was there. A
    link can be unchanged and lead to a file that is not.
    """
    if file.path in changes.gone or file.path in changes.modified:
        return True
    return bool(file.link and file.blob) and file.path not in changes.present


class _Reader:
    """Makes notes of what git keeps, and parses no text that the index has parsed already."""

    def __init__(self, index: VaultIndex, options: ReadOptions, contents: Mapping[NotePath, Content]) -> None:
        self.options = options
        self.contents = contents
        self.problems: list[FileProblem] = []
        self.parsed: dict[tuple[NoteKind, str], ParsedNote] = {
            (note.kind, note.digest): note.parsed for note in index.notes.values() if note.readable and note.digest
        }

    def note(self, file: StoredFile) -> Note:
        """Read one note, and note its problems."""
        size = self.contents[file.path].size if file.blob else 0
        kind = kind_of(file.path)
        source = self.source(file)
        if isinstance(source, FileProblem):
            self.problems.append(source)
            data = self.contents[file.path].data if file.blob else None
            return unreadable((file.path, size, 0), "" if data is None else digest_of(data))
        parsed = self.parsed.get((kind, source.digest))
        if parsed is None:
            parsed = parse_text(source.text, kind, self.options)
        note = Note(file.path, kind, parsed, size, 0, digest=source.digest)
        self.problems.extend(note_problems(note))
        return note

    def source(self, file: StoredFile) -> SourceText | FileProblem:
        if not file.blob:
            return FileProblem("F501", file.path, 1, 1, "the link leads to no file")
        data = self.contents[file.path].data
        if data is None:
            return FileProblem("F501", file.path, 1, 1, f"the file is larger than {self.options.max_note_size} bytes")
        return decode(file.path, data)
