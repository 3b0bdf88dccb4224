"""One module per citation format, each with a `render`."""
