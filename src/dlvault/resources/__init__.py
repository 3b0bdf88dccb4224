"""The library: entries of all notes as resources, each once."""
