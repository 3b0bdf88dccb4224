"""Settings of each layer as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_MAX_NOTE_SIZE = 16 * 1024 * 1024
MAX_NOTE_SIZE = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a vault is read. `max_note_size` is in bytes; a larger note is reported and not parsed."""

    max_note_size: int = DEFAULT_MAX_NOTE_SIZE
