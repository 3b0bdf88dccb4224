"""`python -m dlvault`."""

from dlvault.cli.main import entry

if __name__ == "__main__":
    entry()
