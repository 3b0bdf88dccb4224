"""The floor of a cold `lint`: a process that reads and parses every note of a vault with exact places, no more."""

from __future__ import annotations

import sys

from notes_of import each_note

from dlvault.syntax.parse import parse

if __name__ == "__main__":
    each_note(sys.argv[1], parse)
