"""`dlvault cache`: what is remembered of vaults, and how to forget it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from dlvault.cli.console import Console
    from dlvault.load.stores import StoreFile


def configure(parser: ArgumentParser) -> None:
    """Take what to do, and the format of `info`."""
    from dlvault.cli.listing import add_format

    parser.add_argument(
        "what",
        choices=("info", "clear"),
        metavar="info|clear",
        help="show what is remembered of all vaults, or of that of --vault; or delete it",
    )
    add_format(parser, ("text", "json"))


def run(args: Namespace, console: Console) -> int:
    """Show or delete the files of all vaults. Nothing that a run finds depends on them."""
    from dlvault.cli.cache_folder import cache_folder
    from dlvault.cli.listing import counted, print_json
    from dlvault.errors import WriteError
    from dlvault.load.stores import answer_files, store_files

    folder = cache_folder(console.environ)
    try:
        files = [] if folder is None else store_files(folder)
        answers = [] if folder is None else answer_files(folder)
    except OSError as error:
        raise WriteError(f"cannot list the cache in {folder}: {error.strerror}", "check its permissions") from error
    if args.vault is not None:
        mine = os.path.realpath(os.path.join(console.cwd, args.vault))
        files = [file for file in files if file.vault == mine]
    size = sum(file.size for file in files) + sum(size for _, size in answers)
    if args.what == "clear":
        _clear([*(file.path for file in files), *(path for path, _ in answers)])
        what = f"the cache of {counted(len(files), 'vault')}" if files else "what earlier runs had printed"
        console.note(f"Deleted {what}, {_size(size)}." if files or answers else "The cache was empty.")
    elif args.format == "json":
        rows = [{"vault": file.vault, "file": file.path, "size": file.size} for file in files]
        print_json(console, {"version": 1, "folder": folder, "size": size, "vaults": rows})
    else:
        for line in _text(folder, files, size):
            console.line(line)
    return Exit.OK


def _clear(paths: Sequence[str]) -> None:
    from dlvault.errors import WriteError
    from dlvault.load.store import remove

    for path in paths:
        try:
            remove(path)
        except OSError as error:
            raise WriteError(f"cannot delete {path}: {error.strerror}", "check its permissions") from error


def _text(folder: str | None, files: Sequence[StoreFile], size: int) -> list[str]:
    from dlvault.cli.listing import columns, counted

    if folder is None:
        return ["There is no folder for a cache: neither HOME nor XDG_CACHE_HOME names one."]
    head = f"{folder}: {counted(len(files), 'vault')}, {_size(size)}"
    return [
        head,
        *columns(
            [("", file.vault or "(damaged, or of another version)", _size(file.size)) for file in files], right=(2,)
        ),
    ]


def _size(count: int) -> str:
    """A number of bytes for people."""
    size, units = float(count), iter(("kB", "MB", "GB", "TB"))
    unit = "bytes"
    while size >= 1000:  # noqa: PLR2004 - a kilobyte
        size, unit = size / 1000, next(units)
    return f"{size:.1f} {unit}" if unit != "bytes" else f"{count} byte{'' if count == 1 else 's'}"


COMMAND = Command(
    "cache", "what is remembered of vaults to make the next run fast, and how to forget it", configure, run
)
