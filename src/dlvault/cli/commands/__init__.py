"""One module per command, each with a `COMMAND`; a dash in the name is a low line in the file name."""
