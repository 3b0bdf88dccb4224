"""Paths between the working directory and the vault."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from dlvault.errors import UsageError
from dlvault.load.linted import VaultFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from dlvault.cli.console import Console
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import NotePath


def files_of(index: VaultIndex) -> VaultFiles:
    """The files of an index."""
    return VaultFiles(index.root, (*index.notes, *index.attachments), [problem.path for problem in index.problems])


def vault_path(root: str | os.PathLike[str], name: str, console: Console) -> str | None:
    """Vault path of a path from the working directory; None when it lies outside the vault."""
    absolute = os.path.abspath(os.path.join(console.cwd, name))
    folder, base = os.path.split(absolute)
    root = os.path.abspath(os.path.join(console.cwd, root))
    places = ((absolute, root), (os.path.join(os.path.realpath(folder), base), os.path.realpath(root)))
    for place, top in places:
        if place == top:
            return ""
        if place.startswith(top.rstrip(os.sep) + os.sep):
            return place[len(top.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
    return None


def shown_path(root: str | os.PathLike[str], path: str, console: Console) -> str:
    """Path of a file from the working directory, as editors open it."""
    return os.path.relpath(os.path.join(root, path), console.cwd)


def shown_paths(root: str | os.PathLike[str], console: Console) -> Callable[[str], str]:
    """What shows many paths: as `shown_path` does, but the way to the vault is looked for once."""
    way = os.path.relpath(root, console.cwd)
    if way.startswith(os.pardir):
        return lambda path: shown_path(root, path, console)  # the working directory may lie in the vault
    return os.path.normpath if way == os.curdir else (lambda path: os.path.join(way, path))


def reported_paths(
    files: VaultFiles, names: list[str], console: Console, hidden: Container[NotePath] = ()
) -> frozenset[NotePath] | None:
    """Notes below the given files and folders, and what else of them cannot be read; None when nothing is named.

    Files that are `hidden` from the linter count when they are named, or when all of a named folder is hidden.

    Raises:
        UsageError: a path is not in the vault.
    """
    if not names:
        return None
    known = {*files.notes, *files.troubled}
    wanted: set[NotePath] = set()
    for name in names:
        prefix = vault_path(files.root, name, console)
        below = {path for path in known if prefix is not None and _is_below(path, prefix)}
        exists = prefix is not None and (
            below or prefix in files.attachments or os.path.isdir(os.path.join(files.root, prefix))
        )
        if not exists:
            raise UsageError(
                f"{name} is no note or folder of the vault {files.root}", f"paths are read from {console.cwd}"
            )
        wanted |= {path for path in below if path not in hidden} or below
    return frozenset(wanted)


def _is_below(path: str, prefix: str) -> bool:
    return not prefix or path == prefix or path.startswith(f"{prefix}/")


def names_from(source: str | None) -> list[str]:
    """File names from a file or, for ``-``, from standard input: one on a line, or ended by NUL.

    Raises:
        UsageError: the file cannot be read.
    """
    if source is None:
        return []
    try:
        text = sys.stdin.read() if source == "-" else _text_of(source)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"cannot read file names from {source}", "give a file with one name on a line, or -"
        ) from error
    return [name for name in text.split("\0" if "\0" in text else "\n") if name]


def _text_of(file: str) -> str:
    with open(file, encoding="utf-8") as stream:
        return stream.read()
