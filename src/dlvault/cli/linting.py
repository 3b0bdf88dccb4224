"""The course of a lint run: what is read, which rules look, what is compared, fixed and left to report."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dlvault.cli.answer import Answer
from dlvault.cli.baselines import read_baseline
from dlvault.cli.chosen import chosen_rules
from dlvault.cli.context import Context
from dlvault.cli.files import files_of, names_from, reported_paths, vault_path
from dlvault.cli.locate import open_chosen
from dlvault.errors import UsageError
from dlvault.lint import baseline
from dlvault.lint.compare import new_findings
from dlvault.lint.run import hidden_files, idle_rows
from dlvault.lint.run import run as run_rules
from dlvault.load.history import (
    changed_since,
    changes_between,
    find_repository,
    head,
    open_repository,
    past_files,
    unstaged_changes,
)
from dlvault.load.open import open_index
from dlvault.load.past import index_at
from dlvault.load.past_files import has_commits, pending_changes
from dlvault.load.snapshot import read_stored, stored_files
from dlvault.model.finding import Tally
from dlvault.vault.source import SourceText, decode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from dlvault.api import Vault
    from dlvault.cli.console import Console
    from dlvault.config import Config
    from dlvault.load.history import Changes, Repository
    from dlvault.model.finding import Finding
    from dlvault.model.history import PastFile
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import Note, NotePath
    from dlvault.options import ReadOptions


@dataclass(frozen=True, slots=True)
class Comparison:
    """Findings of an earlier state, the changes since, and the index of that state."""

    then: tuple[Finding, ...]
    changes: Changes
    index: VaultIndex


class LintRun:
    """One command line, read once: settings, vault, rules and paths."""

    def __init__(self, args: Namespace, console: Console, settings: Config) -> None:
        """Read the vault.

        Raises:
            DlvaultError: whatever of it is wrong.
        """
        self.console = console
        self.settings = settings
        self.options = chosen_rules(args, self.settings)
        self.vault = open_chosen(args, console, self.settings)
        over = _standard_input(args, console, self.vault)
        if over:
            self.take(open_index(self.vault.index.root, self.vault.options, overlay=over, known=self.vault.index))
        self.index = self.vault.index
        self._over = {path: _lines(path, data) for path, data in over.items()}
        self._context = Context(self.vault)
        names = [*args.paths, *names_from(args.paths_from)]
        if args.stdin_filename is not None:
            names = [args.stdin_filename]
        self.paths = reported_paths(files_of(self.index), names, console, self._unlinted())
        if args.paths_from is not None and not names:
            self.paths = frozenset()  # an empty list names no note, which is not the same as all of them
        self._compares = bool(args.since or args.staged)
        self._repository: Repository | None = None
        self._asked = False
        self._compared: tuple[Changes, ...] = ()

    def lint(self, index: VaultIndex, paths: Collection[NotePath] | None = None) -> tuple[Finding, ...]:
        """Run the rules over an index, with what git remembers."""
        return run_rules(index, self.options, paths=paths, past=self._past)

    def _past(self) -> Mapping[str, PastFile]:
        repository = self.repository()
        return {} if repository is None else past_files(repository, (*pending_changes(repository), *self._compared))

    def repository(self) -> Repository | None:
        """The repository around the vault, asked for once."""
        if not self._asked:
            self._asked = True
            self._repository = find_repository(self.index.root)
        return self._repository

    def findings(self) -> tuple[Finding, ...]:
        """All findings of the notes at hand."""
        return self.lint(self.index, self.paths)

    def since(self, revision: str) -> tuple[Finding, ...]:
        """What is new since a revision, in any note; and everything in the notes that were named.

        Raises:
            DlvaultError: no repository, or no such revision.
        """
        comparison = self.compare(revision)
        now = self.lint(self.index)
        new = new_findings(comparison.then, now, comparison.changes.renames)
        return _joined(new, () if self.paths is None else self.findings())

    def compare(self, revision: str) -> Comparison:
        """The findings at a revision.

        Raises:
            DlvaultError: no repository, or no such revision.
        """
        repository = open_repository(self.index.root)
        return self._compare(self.index, repository, changed_since(repository, revision))

    def _compare(self, here: VaultIndex, repository: Repository, changes: Changes) -> Comparison:
        self._compared = (changes,)
        index = index_at(here, repository, changes, self.settings.read)
        return Comparison(self.lint(index), changes, index)

    def staged(self, base: str | None) -> tuple[Finding, ...]:
        """What the commit at hand brings: all of its notes, and what it breaks in any other.

        The vault is taken as it will be committed. `base` is a revision from which HEAD has parted, whose changes
        since then count too.

        Raises:
            DlvaultError: no repository, or no such revision.
        """
        here, repository = self.index, open_repository(self.index.root)
        unstaged = unstaged_changes(repository)
        self.take(index_at(here, repository, unstaged, self.settings.read))
        self._over.update(_staged_lines(repository, unstaged, self.settings.read))
        if base is None and not has_commits(repository):
            return self.lint(self.index)
        parted = changes_between(repository, base, "HEAD").base if base else head(repository)
        # Both states are told apart from the working tree, which may differ from what is staged.
        comparison = self._compare(here, repository, changed_since(repository, parted or "HEAD"))
        present = self.index.notes
        renames = {old: new for old, new in comparison.changes.renamed if new in present and old not in present}
        now = self.lint(self.index)
        wanted = _touched(comparison.index, self.index) | (self.paths or frozenset())
        new = new_findings(comparison.then, now, renames)
        return _joined(new, tuple(finding for finding in now if finding.path in wanted))

    def _unlinted(self) -> frozenset[NotePath]:
        return hidden_files(self.index, self.options)

    def without_known(self, findings: tuple[Finding, ...], file: Path | None) -> tuple[Finding, ...]:
        """Take the findings of a baseline away, and report the rows that hide none, unless two states are compared.

        Raises:
            UsageError: the file is missing or no baseline.
        """
        if file is None:
            return findings
        known = read_baseline(file)
        left, rest = baseline.subtract(findings, known)
        if self._compares:
            return left
        idle = sorted(row for row, count in rest.items() if count == known[row])
        return _joined(left, idle_rows(self.index, self.options, idle, self.paths))

    def answer(self, findings: tuple[Finding, ...]) -> Answer:
        """The findings with what reports need beside them."""
        return Answer(
            self.index.root,
            findings,
            Tally.of(findings),
            self.looked_at(),
            bool(self.index.notes),
            self._line,
            lambda path, offset: self.index.notes[path].parsed.lines.position(offset),
        )

    def _line(self, finding: Finding) -> str | None:
        """The line of a finding, as it was linted."""
        path, number = finding.path, finding.start.line - 1
        lines = self._over[path] if path in self._over else self._context.lines(path)
        return lines[number] if number < len(lines) else None

    def take(self, index: VaultIndex) -> None:
        """Go on with another index of the vault: the one after fixes."""
        self.index = index
        self.vault = replace(self.vault, index=index)

    def vault_file(self, name: str | None) -> Path | None:
        """A file named on the command line, read from the working directory."""
        return Path(self.console.cwd) / name if name else None

    def looked_at(self) -> int:
        """How many notes the run looked at."""
        if self.paths is not None:
            return len(self.index.notes.keys() & self.paths)
        return len(self.index.notes.keys() - self._unlinted())


def _joined(first: tuple[Finding, ...], second: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings of two lists, each once, in the order of reports."""
    every = dict.fromkeys((*first, *second))
    return tuple(sorted(every, key=lambda item: (item.path, item.start, item.code, item.message)))


def _touched(then: VaultIndex, now: VaultIndex) -> frozenset[NotePath]:
    """Notes that are new or hold another text."""
    return frozenset(path for path, note in now.notes.items() if not _is_same(then.notes.get(path), note))


def _is_same(before: Note | None, note: Note) -> bool:
    return before is note or (before is not None and note.readable and before.digest == note.digest)


def _staged_lines(
    repository: Repository, unstaged: Changes, options: ReadOptions
) -> Iterator[tuple[NotePath, Sequence[str]]]:
    """Lines of the notes whose staged text is not that of their file."""
    stored = stored_files(repository, None)
    files = [stored[path] for path in (*unstaged.modified, *unstaged.gone) if path in stored]
    for path, content in read_stored(repository, files, options.max_note_size).items():
        if content.data is not None:
            yield path, _lines(path, content.data)


def _standard_input(args: Namespace, console: Console, vault: Vault) -> dict[NotePath, bytes]:
    """The text that an editor hands over for a note: `lint - --stdin-filename PATH`.

    Raises:
        UsageError: one of the two words is missing, or the file is not in the vault.
    """
    if args.stdin_filename is None:
        if "-" in args.paths:
            raise UsageError("standard input has no name", "say which note it is with --stdin-filename PATH")
        return {}
    if args.paths != ["-"]:
        raise UsageError("--stdin-filename goes with - as the only path", "write: dlvault lint - --stdin-filename PATH")
    name = vault_path(vault.index.root, args.stdin_filename, console)
    path = next((path for path in vault.index.notes if path == name), None)
    if path is None:
        raise UsageError(f"{args.stdin_filename} is no note of the vault {vault.index.root}", "save it there first")
    return {path: sys.stdin.buffer.read()}


def _lines(path: NotePath, data: bytes) -> Sequence[str]:
    source = decode(path, data)
    return source.text.split("\n") if isinstance(source, SourceText) else ()
