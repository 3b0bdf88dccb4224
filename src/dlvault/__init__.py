"""dlvault: read an Obsidian vault headless and exactly.

    from dlvault import open_vault

    vault = open_vault("notes")
    vault.graph()       # a frozen networkx.MultiDiGraph
    vault.lint()        # findings with their places
    vault.resources()   # papers, code, courses: each once, with its entries

Names are imported when they are first used, so that the command line starts fast.
"""

TYPE_CHECKING = False  # what typing says, which takes longer to import than all that `dlvault --version` needs
if TYPE_CHECKING:
    from dlvault.api import Vault, open_vault
    from dlvault.errors import DlvaultError, NoVaultError, UsageError
    from dlvault.model.entry import Entry
    from dlvault.model.finding import Finding, Severity
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import Link, Note, ParsedNote
    from dlvault.options import ReadOptions
    from dlvault.resources.library import Resource

_HOMES = {
    "DlvaultError": "errors",
    "Entry": "model.entry",
    "Finding": "model.finding",
    "Link": "model.note",
    "NoVaultError": "errors",
    "Note": "model.note",
    "ParsedNote": "model.note",
    "ReadOptions": "options",
    "Resource": "resources.library",
    "Severity": "model.finding",
    "UsageError": "errors",
    "Vault": "api",
    "VaultIndex": "model.index",
    "open_vault": "api",
}

__all__ = [
    "DlvaultError",
    "Entry",
    "Finding",
    "Link",
    "NoVaultError",
    "Note",
    "ParsedNote",
    "ReadOptions",
    "Resource",
    "Severity",
    "UsageError",
    "Vault",
    "VaultIndex",
    "open_vault",
]


def __getattr__(name: str) -> object:
    """Import a public name from its home (PEP 562)."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"dlvault.{_HOMES[name]}"), name)
    message = f"module 'dlvault' has no attribute {name!r}"
    raise AttributeError(message)
