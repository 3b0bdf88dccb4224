"""Index pages as Markdown to keep in a vault: tags, resources."""
