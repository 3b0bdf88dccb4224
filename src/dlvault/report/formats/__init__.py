"""One module per report format, each with a `REPORTER`."""
