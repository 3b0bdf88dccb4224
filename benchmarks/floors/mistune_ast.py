"""A process that reads every note of a vault and lets plain mistune parse it, without places and without plugins."""

from __future__ import annotations

import sys

import mistune
from notes_of import each_note

if __name__ == "__main__":
    each_note(sys.argv[1], mistune.create_markdown(renderer="ast"))
