"""Which settings and which folder a command line means, as texts: no vault is opened, no library imported for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dlvault import config

if TYPE_CHECKING:
    from argparse import Namespace

    from dlvault.cli.console import Console
    from dlvault.options import LintOptions


def chosen_settings(args: Namespace, console: Console) -> config.Config:
    """Settings nearest upwards from the folder of `--vault`, else from here, else those in the vault that is found.

    Raises:
        UsageError: the configuration is wrong.
    """
    named = None if args.vault is None else os.path.normpath(os.path.join(console.cwd, args.vault))
    settings = config.Config() if named is None else config.load(named)
    if settings.place is None:
        settings = config.load(console.cwd)
    if settings.place is None and named is None:
        settings = config.load(os.path.join(console.cwd, chosen_root(args, console, settings)))
    return settings


def chosen_root(args: Namespace, console: Console, settings: config.Config) -> str:
    """`--vault`, else the configuration, else the nearest marked folder upwards, else `./vault`, else here."""
    if args.vault is not None:
        return str(args.vault)
    configured = settings.place_of("vault")
    if configured is not None:
        return configured
    for folder in config.upwards(console.cwd):
        marks = os.path.join(folder, ".obsidian"), os.path.join(folder, "dlvault.toml")
        if os.path.isdir(marks[0]) or os.path.isfile(marks[1]):
            return folder
    usual = os.path.join(console.cwd, "vault")
    return usual if os.path.isdir(usual) else console.cwd


def chosen_rules(args: Namespace, settings: config.Config) -> LintOptions:
    """Settings of the linter with the flags over them."""
    options = settings.lint
    if args.select is not None:
        options = options._replace(select=_words(args.select))
    if args.ignore is not None:
        options = options._replace(ignore=_words(args.ignore))
    return options


def _words(flags: list[str]) -> tuple[str, ...]:
    return tuple(word.strip() for flag in flags for word in flag.split(",") if word.strip())
