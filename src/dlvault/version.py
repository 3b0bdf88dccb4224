"""The version, written here and nowhere else: asking the metadata of the package takes as long as starting Python."""

VERSION = "0.1.0"

SYNTAX_VERSION = 2
"""Raised whenever some text has other facts than before: what was remembered of notes is then read anew."""

RULES_VERSION = 1
"""Raised whenever some vault has other findings than before with the same facts."""
