"""One module per rule, each with a `RULE` and its page as the docstring."""
