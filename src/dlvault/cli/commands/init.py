"""`dlvault init`: a `dlvault.toml` to edit, and the entry for pre-commit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from dlvault.cli.console import Console
    from dlvault.config import Config

SETTINGS_FILE = "dlvault.toml"
HOOKS_FILE = ".pre-commit-config.yaml"

_ABOUT = """\
# Settings of dlvault for this vault. What is commented out has its default; `dlvault config` shows what is in effect,
# `dlvault rules` lists the rules.
"""

_HOOK = """\
  - repo: local
    hooks:
      - id: dlvault-lint
        name: dlvault lint
        entry: dlvault lint --staged
        language: system        # the dlvault that is on the PATH
{args}        pass_filenames: false   # it asks git itself, for deleted and renamed notes too
        always_run: true
        require_serial: true
"""


def configure(_parser: ArgumentParser) -> None:
    """There is nothing to choose but the vault."""


def run(args: Namespace, console: Console) -> int:
    """Write what is not there yet and say so; a file that exists is never touched."""
    from dlvault.cli.chosen import chosen_root, chosen_settings
    from dlvault.errors import NoVaultError

    settings = chosen_settings(args, console)
    vault = Path(console.cwd) / chosen_root(args, console, settings)
    if vault.is_file():
        raise NoVaultError(
            f"{_shown(vault, console)} is a file, not the folder of a vault", "name its folder with --vault DIR"
        )
    if not vault.is_dir():
        raise NoVaultError(f"no such folder: {_shown(vault, console)}", "make it first, or name another with --vault")
    _write_settings(vault, settings, console, chosen=args.vault is not None)
    _write_hook(vault, console)
    return Exit.OK


def _write_settings(vault: Path, settings: Config, console: Console, *, chosen: bool) -> None:
    """Write the settings, unless there are some that hold for this vault.

    One that `--vault` names may have its own, whatever stands in the folders above it.
    """
    if settings.file is not None and not (chosen and settings.file.parent.resolve() != vault.resolve()):
        console.note(f"{_shown(settings.file, console)} holds the settings already and was left as it is.")
        return
    if _write_new(vault / SETTINGS_FILE, settings_text(), console):
        console.note("  Every line of it is a comment: take the # away from what you want to change.")


def _write_hook(vault: Path, console: Console) -> None:
    top = _repository(vault)
    below = os.path.relpath(vault.resolve(), top.resolve()).replace(os.sep, "/")
    entry = hook_text("" if below == "." else below)
    file = top / HOOKS_FILE
    if not os.path.lexists(file):
        _write_new(file, f"repos:\n{entry}", console)
        if (top / ".git").exists():
            console.note("  `pre-commit install` makes git run it at every commit.")
        else:
            console.note("  It works once the folder is a git repository: git init, then pre-commit install.")
    elif "dlvault" in _text(file):
        console.note(f"{_shown(file, console)} names dlvault already and was left as it is.")
    else:
        console.note(f"{_shown(file, console)} exists and was left as it is; add this to its repos:")
        console.result(entry)


def settings_text() -> str:
    """A `dlvault.toml` in which every setting stands as a comment: what it is for, an example, its default."""
    from dlvault.cli.settings_text import EXAMPLES, default_of, sentence
    from dlvault.settings import SETTINGS

    parts = [_ABOUT]
    for key, setting in SETTINGS.items():
        default, example = default_of(setting), EXAMPLES.get(key)
        lines = [f"# {sentence(setting)}"]
        if default and example:
            lines.append(f"# For example: {key} = {example}")
        elif not default:
            lines.append("# Not set by default.")
        lines.append(f"# {key} = {default or example}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def hook_text(vault: str) -> str:
    """The entry for pre-commit; `vault` is its folder in the repository, ``""`` for the repository itself."""
    import json

    return _HOOK.format(args=f"        args: [--vault, {json.dumps(vault)}]\n" if vault else "")


def _repository(folder: Path) -> Path:
    """The folder of the repository around a vault, where pre-commit looks; the vault itself where there is none."""
    places = (folder, *folder.resolve().parents)
    return next((place for place in places if (place / ".git").exists()), folder)


def _write_new(file: Path, text: str, console: Console) -> bool:
    """Create a file; one that came into being meanwhile wins.

    Raises:
        WriteError: the place cannot be written.
    """
    from dlvault.errors import WriteError

    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        console.note(f"{_shown(file, console)} exists and was left as it is.")
        return False
    except OSError as error:
        raise WriteError(f"cannot write {_shown(file, console)}: {error.strerror}", "check its permissions") from error
    console.note(f"Wrote {_shown(file, console)}.")
    return True


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _shown(path: Path, console: Console) -> str:
    return os.path.relpath(path, console.cwd)


COMMAND = Command("init", "write a dlvault.toml to edit, and the entry for pre-commit", configure, run)
