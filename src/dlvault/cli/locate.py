"""Which vault a command means, and which note."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dlvault import config
from dlvault.api import Vault, open_vault
from dlvault.errors import UsageError
from dlvault.model.note import NotePath

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from dlvault.cli.console import Console
    from dlvault.model.index import VaultIndex

_NAMED = 8


def open_chosen(args: Namespace, console: Console) -> Vault:
    """Open the vault of a command line (product.md, section 2).

    Raises:
        NoVaultError: the folder is missing or is no folder.
        UsageError: the configuration is wrong.
    """
    cwd = Path(console.cwd)
    settings = config.load(cwd)
    return open_vault(_root(args.vault, settings, cwd), options=settings.read)


def _root(chosen: str | None, settings: config.Config, cwd: Path) -> Path:
    """`--vault`, else the configuration, else the nearest marked folder upwards, else `./vault`, else here."""
    if chosen is not None:
        return Path(chosen)
    if settings.vault is not None:
        return settings.vault
    for folder in (cwd, *cwd.parents):
        if (folder / ".obsidian").is_dir() or (folder / "dlvault.toml").is_file():
            return folder
    return cwd / "vault" if (cwd / "vault").is_dir() else cwd


def find_note(index: VaultIndex, name: str, console: Console) -> NotePath:
    """Find a note or canvas by vault path, by path from the working directory, or by name as in a link.

    Raises:
        UsageError: there is none, or there are several of that name.
    """
    return _find(index, index.notes, name, console)


def find_file(index: VaultIndex, name: str, console: Console) -> NotePath:
    """Find any visible file, a note first.

    Raises:
        UsageError: there is none, or there are several of that name.
    """
    try:
        return find_note(index, name, console)
    except UsageError as error:
        try:
            return _find(index, index.attachments, name, console)
        except UsageError:
            raise error from None


def _find(index: VaultIndex, paths: Iterable[NotePath], name: str, console: Console) -> NotePath:
    from dlvault.vault.names import NameTable

    table = NameTable(paths)
    for path in (name, f"{name}.md", vault_path(index, name, console)):
        found = table.exact(path) if path else None
        if found is not None:
            return found
    result = table.find(name, NotePath(""))
    if result is None:
        raise UsageError(f"no note named {name!r} in {index.root}", _suggestion(index, name))
    if result.candidates:
        named = "\n".join(f"    {path}" for path in result.candidates[:_NAMED])
        more = "" if len(result.candidates) <= _NAMED else f"\n    and {len(result.candidates) - _NAMED} more"
        raise UsageError(f"{len(result.candidates)} notes are named {name!r}", f"name one by its path:\n{named}{more}")
    return result.path


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


def shown_path(index: VaultIndex, path: str, console: Console) -> str:
    """Path of a file from the working directory, as editors open it."""
    return os.path.relpath(index.root / path, console.cwd)


def reported_paths(index: VaultIndex, names: list[str], console: Console) -> frozenset[NotePath] | None:
    """Notes below the given files and folders; None when nothing is named.

    Raises:
        UsageError: a path is not in the vault.
    """
    if not names:
        return None
    wanted: set[NotePath] = set()
    for name in names:
        prefix = vault_path(index, name, console)
        below = [path for path in index.notes if prefix is not None and _is_below(path, prefix)]
        exists = prefix is not None and (below or prefix in index.attachments or (index.root / prefix).is_dir())
        if not exists:
            raise UsageError(f"{name} is no note or folder of the vault {index.root}", "paths are read from here")
        wanted.update(below)
    return frozenset(wanted)


def _is_below(path: str, prefix: str) -> bool:
    return not prefix or path == prefix or path.startswith(f"{prefix}/")
