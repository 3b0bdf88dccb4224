"""What git knows of files that are no longer where they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dlvault.model.note import NotePath


class PastFile(NamedTuple):
    """A file that was deleted or renamed: the last commit that had it, and where it is now, if anywhere."""

    path: NotePath
    commit: str
    now: NotePath | None
