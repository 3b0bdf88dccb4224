"""The user's folder for what may be lost at any time."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # on the road of a warm run; see docs/adr/0013
if TYPE_CHECKING:
    from collections.abc import Mapping


def cache_folder(environ: Mapping[str, str], platform: str = sys.platform) -> str | None:
    """The folder by the custom of the system; None where there is no home for it.

    As platformdirs has it, which takes longer to import than a warm run may last; a test holds the two together.
    """
    if platform == "win32":
        local = environ.get("LOCALAPPDATA", "")
        return os.path.join(local, "dlvault", "Cache") if os.path.isabs(local) else None
    home = environ.get("HOME", "")
    if platform == "darwin":
        return os.path.join(home, "Library", "Caches", "dlvault") if os.path.isabs(home) else None
    named = environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):
        return os.path.join(named, "dlvault")
    return os.path.join(home, ".cache", "dlvault") if os.path.isabs(home) else None
