"""`lint` as it is mostly asked: what is wrong, in all notes or some, with what was found last time at hand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dlvault.cli.answer import Answer
from dlvault.cli.baselines import read_baseline
from dlvault.cli.chosen import chosen_root, chosen_rules
from dlvault.cli.files import names_from, reported_paths
from dlvault.cli.remembered import chosen_jobs, remembering
from dlvault.lint.baseline import subtract
from dlvault.load.lines import lines_of
from dlvault.load.relint import lint_vault
from dlvault.model.finding import Severity, Tally
from dlvault.model.text import LineIndex

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from dlvault.cli.console import Console
    from dlvault.config import Config
    from dlvault.load.linted import Linted
    from dlvault.model.finding import Finding
    from dlvault.model.note import NotePath
    from dlvault.model.text import Position

_FOR_PEOPLE = frozenset(("text", "concise", "md"))
"""Formats that print findings from a level on and count the others."""


def is_plain(args: Namespace) -> bool:
    """Whether nothing is to be compared, changed or written, and all notes stand in files."""
    special = args.fix, args.diff, args.since, args.staged, args.stdin_filename, "-" in args.paths
    return not any(special) and args.write_baseline is None


def plain_answer(
    args: Namespace, console: Console, settings: Config, *, known: Path | None, least: Severity
) -> Answer | None:
    """Find what is wrong; None where that takes a run that looks at more than the vault as it is.

    Raises:
        DlvaultError: no vault, no such path, or options that name no rule.
    """
    root = Path(chosen_root(args, console, settings))
    options = chosen_rules(args, settings)
    names = [*args.paths, *names_from(args.paths_from)]
    with remembering(args, console, root) as store:
        listed, console.listed = console.listed, None
        listing = listed[1] if listed is not None and listed[0] == str(root) else None
        linted = lint_vault(root, settings.read, options, store=store, jobs=chosen_jobs(args), listing=listing)
        lines = _Lines(root, settings.read.max_note_size, linted)
        chosen = _chosen(args, console, linted, names, known, least)
    if chosen is None:
        return None
    findings, tally, notes = chosen
    unproved = args.paths_from is not None or any(_is_linked(console, name) for name in names)
    kept = "" if store is None or store.trouble or unproved else store.file
    proof = linted.proof if kept else None
    return Answer(root, findings, tally, notes, linted.files.has_notes, lines.of, lines.position, kept, proof)


def _is_linked(console: Console, name: str) -> bool:
    """Whether a path leads through a symbolic link, which may lead elsewhere the next time."""
    path = os.path.abspath(os.path.join(console.cwd, name))  # noqa: PTH100, PTH118
    return os.path.realpath(path) != path


def _chosen(  # noqa: PLR0913, PLR0917 - what was asked, and what was found
    args: Namespace, console: Console, linted: Linted, names: list[str], known: Path | None, least: Severity
) -> tuple[tuple[Finding, ...], Tally, int] | None:
    """Findings that are reported, the counts of all, and how many notes were looked at."""
    is_whole = not names and args.paths_from is None
    counted_only = args.format in _FOR_PEOPLE and not args.statistics and least > Severity.INFO
    if is_whole and known is None and counted_only:
        return tuple([one.finding for one in linted.found.loud]), linted.found.tally, linted.found.notes
    findings, notes = linted.found.findings(), linted.found.notes
    if not is_whole:
        paths = reported_paths(linted.files, names, console, linted.hidden) or frozenset()
        if any(path in linted.hidden for path in paths):
            return None  # what is hidden and named is linted all the same
        findings = tuple([one for one in findings if one.path in paths])
        notes = sum(path in paths for path in linted.files.notes)
    if known is not None:
        rows = read_baseline(known)
        findings, rest = subtract(findings, rows)
        if any(count == rows[row] for row, count in rest.items()):
            return None  # a row that hides nothing may be one that is suppressed
    return findings, Tally.of(findings), notes


class _Lines:
    """Lines of findings as they were remembered, else as they stand in their files."""

    def __init__(self, root: Path, max_size: int, linted: Linted) -> None:
        self._root = root
        self._max_size = max_size
        self._known = {one.finding: one.line for one in linted.found.loud if one.line is not None}
        self._path = ""
        self._lines: Sequence[str] = ()

    def of(self, finding: Finding) -> str | None:
        line = self._known.get(finding)
        if line is not None:
            return line
        lines = self._read(finding.path)
        return lines[finding.start.line - 1] if finding.start.line <= len(lines) else None

    def position(self, path: NotePath, offset: int) -> Position:
        return LineIndex.of("\n".join(self._read(path))).position(offset)

    def _read(self, path: NotePath) -> Sequence[str]:
        if path != self._path:
            self._path, self._lines = path, lines_of(self._root, path, self._max_size)
        return self._lines
