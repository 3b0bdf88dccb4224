"""How findings name links and their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.model.folding import fold
from dlvault.model.index import MissingReason
from dlvault.model.note import subpath_parts

if TYPE_CHECKING:
    from dlvault.model.index import Edge

_SHOWN = 80


def shorten(text: str) -> str:
    """Cut a long text for a message."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def quoted(text: str) -> str:
    """A name in quotes, on one line."""
    return f'"{shorten(" ".join(text.split()))}"'


def no_such(edge: Edge, reason: MissingReason) -> str:
    """Say that there is no note or file for a link."""
    thing = "file" if reason is MissingReason.NO_FILE else "note"
    return f"No {thing} named {quoted(edge.link.target)}"


def heading_path(edge: Edge) -> str:
    """The headings of a link as a reader sees them: ``A > B``."""
    return quoted(" > ".join(subpath_parts(edge.link.subpath)))


def subject_of(edge: Edge) -> str:
    """Name of what a link points at, for baselines: neither place nor display text."""
    return fold(f"{edge.link.target}{edge.link.subpath}")
