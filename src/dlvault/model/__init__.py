"""Immutable facts about a vault; standard library only, imported by every other layer."""
