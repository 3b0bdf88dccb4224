"""The floor of every warm run: a fresh process that lists a vault and asks for the status of each file.

The rules are those of a scan: names that begin with a dot are invisible. Nothing is imported but `os` and `sys`.
"""

import os
import sys


def scan(root: str) -> list[str]:
    """Paths of all visible files."""
    found = []
    pending = [root]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    entry.stat()
                    found.append(entry.path)
    return found


if __name__ == "__main__":
    scan(sys.argv[1])
