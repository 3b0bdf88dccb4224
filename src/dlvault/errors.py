"""Errors that are the user's to mend; everything the vault does wrong is a finding instead.

DlvaultError
├── UsageError        a command line or argument that cannot be meant (exit code 2)
├── NoVaultError      no folder, or a file where a folder is needed (exit code 2)
└── WriteError        an output that cannot be written (exit code 2)
"""

from __future__ import annotations


class DlvaultError(Exception):
    """A message for the user and, where there is one, what to do next."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Keep the sentence and the hint apart: the console lays them out."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(DlvaultError):
    """The command line asks for something that does not exist or is not clear."""


class NoVaultError(DlvaultError):
    """The folder that should hold the vault is missing or is not a folder."""


class WriteError(DlvaultError):
    """An output file or folder could not be written."""
