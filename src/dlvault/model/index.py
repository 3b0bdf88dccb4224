"""What the links of a vault mean: one frozen snapshot of notes, files and resolved links."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dlvault.model.finding import FileProblem
    from dlvault.model.note import Attachment, Block, Heading, Link, Note, NotePath, TagUse


class ToNote(NamedTuple):
    """The link means a note (or a canvas) as a whole."""

    path: NotePath


class ToHeading(NamedTuple):
    """The link means a heading of a note."""

    path: NotePath
    heading: Heading


class ToBlock(NamedTuple):
    """The link means a block of a note."""

    path: NotePath
    block: Block


class ToAttachment(NamedTuple):
    """The link means a file that is no note; its subpath is not checked."""

    path: NotePath


class ToUrl(NamedTuple):
    """The link leaves the vault."""

    url: str


class MissingReason(StrEnum):
    """Why a link finds nothing; the values are those of the conformance cases."""

    NO_NOTE = "missing-note"
    NO_FILE = "missing-file"
    NO_HEADING = "missing-heading"
    NO_BLOCK = "missing-block"


class Missing(NamedTuple):
    """The link finds no file, or a file without that heading or block (then `path` is the file)."""

    reason: MissingReason
    path: NotePath | None = None


class Ambiguous(NamedTuple):
    """Several files fit; Obsidian opens that of `winner`, the first of `candidates`."""

    winner: ToNote | ToHeading | ToBlock | ToAttachment
    candidates: tuple[NotePath, ...]


Resolution: TypeAlias = ToNote | ToHeading | ToBlock | ToAttachment | ToUrl | Missing | Ambiguous


class Edge(NamedTuple):
    """A link in its note, together with what it means."""

    source: NotePath
    link: Link
    resolution: Resolution

    @property
    def target(self) -> NotePath | None:
        """The file that the link leads to, whatever becomes of its subpath; None where there is none."""
        resolution = self.resolution
        if isinstance(resolution, Ambiguous):
            return resolution.winner.path
        return None if isinstance(resolution, ToUrl) else resolution.path

    @property
    def status(self) -> str:
        """The status word of the conformance cases."""
        resolution = self.resolution
        if isinstance(resolution, Missing):
            return resolution.reason.value
        if isinstance(resolution, Ambiguous):
            return "ambiguous"
        return "external" if isinstance(resolution, ToUrl) else "ok"


class VaultIndex(NamedTuple):
    """A whole vault at one moment. Every mapping is sorted by path or name and never changed.

    `notes` holds notes and canvases, `attachments` every other visible file. `outgoing` and `incoming` have
    a row for each file that links or is linked; links that dlvault itself wrote are outgoing, but not incoming.
    `tags` is keyed by the folded tag name, `aliases` by the
    folded alias, `unresolved` by the name of a missing target as first met. `excluded` are files behind
    Obsidian's own ignore filters: they are link targets, but neither linted nor drawn. `templates` are the files
    of Obsidian's template folder: drawn, but not linted. `overlaid` are notes whose text did not come from disk.
    """

    root: Path
    name: str
    revision: int
    notes: Mapping[NotePath, Note]
    attachments: Mapping[NotePath, Attachment]
    excluded: frozenset[NotePath]
    templates: frozenset[NotePath]
    overlaid: frozenset[NotePath]
    outgoing: Mapping[NotePath, tuple[Edge, ...]]
    incoming: Mapping[NotePath, tuple[Edge, ...]]
    tags: Mapping[str, tuple[tuple[NotePath, TagUse], ...]]
    aliases: Mapping[str, tuple[NotePath, ...]]
    unresolved: Mapping[str, tuple[Edge, ...]]
    problems: tuple[FileProblem, ...]
