"""What a broken link may have meant: aliases, other folders, near names, and what git remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dlvault.model.history import PastFile
    from dlvault.model.index import VaultIndex


class Evidence:
    """Looks things up in one index for one run; each table is made when it is first asked for."""

    def __init__(self, index: VaultIndex, past: Callable[[], Mapping[str, PastFile]]) -> None:
        """Take the index, and a function that asks git for past files by vault path."""
        self._index = index
        self._ask_git = past
        self._past: Mapping[str, PastFile] | None = None

    @property
    def past(self) -> Mapping[str, PastFile]:
        """Files that were deleted or renamed, by vault path; asked for once, and only when a link is broken."""
        if self._past is None:
            self._past = self._ask_git()
        return self._past
