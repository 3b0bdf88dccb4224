"""Which vault a command means, and which note."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dlvault.api import Vault, open_vault
from dlvault.cli.chosen import chosen_root, chosen_settings
from dlvault.errors import UsageError, WriteError
from dlvault.model.formats import is_canvas, is_note
from dlvault.model.note import NotePath

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from pathlib import Path

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
    return open_vault(chosen_root(args, console, settings), options=settings.read)


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

    table = NameTable(paths)
    here = vault_path(index, name, console)
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


def vault_path(index: VaultIndex, name: str, console: Console) -> str | None:
    """Vault path of a path from the working directory; None when it lies outside the vault."""
    absolute = os.path.abspath(os.path.join(console.cwd, name))  # noqa: PTH100, PTH118 - links are kept as written
    folder, base = os.path.split(absolute)
    root = os.path.abspath(os.path.join(console.cwd, index.root))  # noqa: PTH100, PTH118
    places = ((absolute, root), (os.path.join(os.path.realpath(folder), base), os.path.realpath(root)))  # noqa: PTH118
    for place, top in places:
        if place == top:
            return ""
        if place.startswith(top.rstrip(os.sep) + os.sep):
            return place[len(top.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
    return None


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


def shown_path(index: VaultIndex, path: str, console: Console) -> str:
    """Path of a file from the working directory, as editors open it."""
    return os.path.relpath(index.root / path, console.cwd)


def reported_paths(
    index: VaultIndex, names: list[str], console: Console, hidden: frozenset[NotePath] = frozenset()
) -> frozenset[NotePath] | None:
    """Notes below the given files and folders, and what else of them cannot be read; None when nothing is named.

    Files that are `hidden` from the linter count when they are named, or when all of a named folder is hidden.

    Raises:
        UsageError: a path is not in the vault.
    """
    if not names:
        return None
    known = {*index.notes, *(problem.path for problem in index.problems)}
    wanted: set[NotePath] = set()
    for name in names:
        prefix = vault_path(index, name, console)
        below = {path for path in known if prefix is not None and _is_below(path, prefix)}
        exists = prefix is not None and (below or prefix in index.attachments or os.path.isdir(index.root / prefix))  # noqa: PTH112
        if not exists:
            raise UsageError(
                f"{name} is no note or folder of the vault {index.root}", f"paths are read from {console.cwd}"
            )
        wanted |= (below - hidden) or below
    return frozenset(wanted)


def _is_below(path: str, prefix: str) -> bool:
    return not prefix or path == prefix or path.startswith(f"{prefix}/")
