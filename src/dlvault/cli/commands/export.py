"""`dlvault export WHAT`: index pages of tags or resources as Markdown to keep in the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from dlvault.api import Vault
    from dlvault.cli.console import Console
    from dlvault.export.indexes.page import Links

WHATS = ("tags", "resources")


def configure(parser: ArgumentParser) -> None:
    """Take what is written, and where to."""
    parser.add_argument(
        "what",
        metavar="WHAT",
        choices=WHATS,
        help="tags: a page for each tag; resources: a page for each type, year and folder",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FOLDER",
        default="exports",
        help="default: exports. A folder of the vault makes the links those of Obsidian. Text outside the generated "
        "block of a page stays when the page is written again",
    )


def run(args: Namespace, console: Console) -> int:
    """Write the pages whose content has changed."""
    from pathlib import Path

    from dlvault.cli.listing import counted
    from dlvault.cli.locate import open_chosen
    from dlvault.errors import WriteError
    from dlvault.export.indexes import resources, tags
    from dlvault.export.indexes.write import write_pages

    vault = open_chosen(args, console)
    folder = Path(console.cwd) / args.output
    kind = tags if args.what == "tags" else resources
    _keep_hidden(vault, folder)
    pages = kind.pages(vault.index, links_from(vault, folder))
    done = write_pages(folder, kind.NAME, pages)
    parts = [f"{counted(done.written, 'page')} written"] if done.written or not done.same else []
    parts += [f"{counted(done.same, 'page')} as before"] if done.same else []
    parts += [f"{counted(done.removed, 'page')} removed that nothing needs any more"] if done.removed else []
    if done.written or done.same or not done.refused:
        console.note(f"{args.output}: {', '.join(parts)}; begin with {pages[0].path}.")
    if done.refused:
        path, why = done.refused[0]
        more = f" (and {counted(len(done.refused) - 1, 'more file')})" if len(done.refused) > 1 else ""
        raise WriteError(
            f"{args.output}/{path} was left as it is{more}: {why}",
            f"let it hold <!-- dlvault:begin {kind.NAME} --> and <!-- dlvault:end --> once, each on a line of its own, "
            "or choose another folder with -o FOLDER",
        )
    return Exit.OK


def _keep_hidden(vault: Vault, folder: Path) -> None:
    """Refuse to write pages where Obsidian and git keep their own files.

    Raises:
        WriteError: a part of the path below the vault begins with a dot.
    """
    from dlvault.errors import WriteError

    root, real = vault.index.root.resolve(), folder.resolve()
    if real.is_relative_to(root) and any(part.startswith(".") for part in real.relative_to(root).parts):
        raise WriteError(f"{folder} is a hidden folder of the vault", "choose another folder with -o FOLDER")


def links_from(vault: Vault, folder: Path) -> Links:
    """How the pages link: as Obsidian does where they lie in the vault."""
    import os

    from dlvault.export.indexes.page import Links

    root, target = os.path.realpath(vault.index.root), os.path.realpath(folder)
    inside = target == root or target.startswith(root.rstrip(os.sep) + os.sep)
    way = os.path.relpath(root, target).replace(os.sep, "/")
    return Links(vault.index, os.path.relpath(target, root).replace(os.sep, "/") if inside else None, way)


COMMAND = Command("export", "write index pages of tags or resources as Markdown", configure, run)
