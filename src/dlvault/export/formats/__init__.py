"""One module per graph format, each with an `EXPORTER`."""
