"""Composition: from a folder to an index."""
