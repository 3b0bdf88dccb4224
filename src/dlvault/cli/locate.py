"""Which vault a command means, and which note."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dlvault.api import Vault
from dlvault.cli.chosen import chosen_root, chosen_settings
from dlvault.cli.files import vault_path
from dlvault.cli.remembered import chosen_jobs, remembering
from dlvault.errors import UsageError, WriteError
from dlvault.load.memory import Memory
from dlvault.load.open import open_index
from dlvault.model.formats import is_canvas, is_note
from dlvault.model.note import NotePath

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from dlvault.cli.console import Console
    from dlvault.config import Config
    from dlvault.model.index import VaultIndex
    from dlvault.vault.names import Found

_NAMED = 8


def open_chosen(args: Namespace, console: Console, settings: Config | None = None) -> Vault:
    """Open the vault of a command line (product.md, section 2), with settings that were read already, if any.

    Raises:
        NoVaultError: the folder is missing or is no folder.
        UsageError: the configuration is wrong.
    """
    settings = settings or chosen_settings(args, console)
    root = Path(chosen_root(args, console, settings))
    with remembering(args, console, root) as store:
        memory = None if store is None else Memory(store, settings.read)
        index = open_index(root, settings.read, memory=memory, jobs=chosen_jobs(args))
        if memory is not None:
            memory.save()
    return Vault(index, settings.read)


def find_note(index: VaultIndex, name: str, console: Console) -> NotePath:
    """Find a note or canvas by vault path, by path from the working directory, or by name as in a link.

    Raises:
        UsageError: there is none, or there are several of that name.
    """
    return _one(_find(index, index.notes, name, console), index, name, "notes")


def find_file(index: VaultIndex, name: str, console: Console) -> NotePath:
    """Find any visible file, a note first.

    Raises:
        UsageError: there is none, or there are several of that name.
    """
    found = _find(index, index.notes, name, console) or _find(index, index.attachments, name, console)
    return _one(found, index, name, "files")


def _find(index: VaultIndex, paths: Iterable[NotePath], name: str, console: Console) -> Found | None:
    from dlvault.vault.names import Found, NameTable

    table = NameTable.of(paths)
    here = vault_path(index.root, name, console)
    for path in (name, f"{name}.md", here, f"{here}.md" if here else None):
        found = table.exact(path) if path else None
        if found is not None:
            return Found(found)
    return table.find(name, NotePath("")) if name else None


def _one(found: Found | None, index: VaultIndex, name: str, noun: str) -> NotePath:
    if found is None:
        raise UsageError(f"no {noun.removesuffix('s')} named {name!r} in {index.root}", _suggestion(index, name))
    if found.candidates:
        named = "\n".join(f"    {path}" for path in found.candidates[:_NAMED])
        more = "" if len(found.candidates) <= _NAMED else f"\n    and {len(found.candidates) - _NAMED} more"
        raise UsageError(f"{len(found.candidates)} {noun} are named {name!r}", f"name one by its path:\n{named}{more}")
    return found.path


def _suggestion(index: VaultIndex, name: str) -> str:
    import difflib

    names = {path.rpartition("/")[2].removesuffix(".md").lower(): path for path in index.notes}
    near = difflib.get_close_matches(name.rpartition("/")[2].removesuffix(".md").lower(), names, 3)
    if near:
        return "did you mean " + " or ".join(names[key] for key in near) + "?"
    return "`dlvault inspect` lists the notes of the vault"


def keep_vault_files(index: VaultIndex, target: Path, suffix: str) -> None:
    """Refuse to write output over a file of the vault: a note, a picture, Obsidian's settings.

    An earlier output of the same format may be replaced.

    Raises:
        WriteError: the target, or the file that it leads to, belongs to the vault.
    """
    root, real = index.root.resolve(), target.resolve()
    inside = real.relative_to(root).parts if real.is_relative_to(root) else ()
    hidden = any(part.startswith(".") for part in inside)
    taken = real.exists() and real.suffix != suffix
    if inside and (hidden or taken or is_note(real.name) or is_canvas(real.name)):
        raise WriteError(f"{target} belongs to the vault and is not written over", "choose another file with -o FILE")


def tell_unread(index: VaultIndex, path: NotePath, console: Console) -> bool:
    """Say of a note that could not be read why nothing is known of its text; return whether it is one."""
    problem = next((problem for problem in index.problems if problem.path == path and problem.code == "F501"), None)
    if problem is not None:
        console.complain(f"dlvault: {path} was not read: {problem.message}")
        if problem.hint:
            console.complain(f"  help: {problem.hint}")
    return problem is not None
