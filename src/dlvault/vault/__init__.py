"""Files of a vault, their names, and what a link between them means."""
