"""The version, written here and nowhere else: asking the metadata of the package takes as long as starting Python."""

VERSION = "0.1.0"
