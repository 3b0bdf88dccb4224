"""`dlvault graph`: the knowledge graph as an interactive page or in another format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from dlvault.api import Vault
    from dlvault.cli.console import Console

FORMATS = ("html", "graphml", "gexf", "json")
INCLUDES = ("tags", "resources", "attachments", "unresolved", "excluded")
_PAGE_LIMIT = 5000
"""Up to so many nodes the page carries every kind, the quieter ones behind their filters (product.md, section 8)."""


def configure(parser: ArgumentParser) -> None:
    """Take format, output and what else to draw."""
    parser.add_argument("-o", "--output", metavar="FILE", help="default: exports/graph.FORMAT; - for standard output")
    parser.add_argument("--format", choices=FORMATS, default="html", help="default: html, one page that works offline")
    parser.add_argument(
        "--include",
        metavar="KINDS",
        default="",
        help=f"also draw these, separated by commas: {', '.join(INCLUDES)} (unresolved links are always there)",
    )


def run(args: Namespace, console: Console) -> int:
    """Build the graph, render it and write one file."""
    from pathlib import Path

    from dlvault import registry
    from dlvault.cli.listing import counted
    from dlvault.cli.locate import keep_vault_files, open_chosen
    from dlvault.export import formats
    from dlvault.export.artifact import Exporter
    from dlvault.export.write import write_bytes
    from dlvault.graph.kinds import is_link
    from dlvault.graph.view import GraphView

    vault = open_chosen(args, console)
    include = {word.strip() for word in args.include.split(",") if word.strip()}
    graph = vault.graph(include | _page_extras(vault) if args.format == "html" else include)
    exporter = registry.load(formats, args.format, "EXPORTER", Exporter)
    data = exporter.render(GraphView(graph, vault.index.name))
    if args.output == "-":
        console.data(data.decode("utf-8"))
        return Exit.OK
    target = Path(console.cwd) / (args.output or f"exports/graph{exporter.suffix}")
    keep_vault_files(vault.index, target, exporter.suffix)
    write_bytes(target, data)
    notes = sum(1 for _, kind in graph.nodes(data="kind") if kind == "note")
    missing = sum(1 for _, kind in graph.nodes(data="kind") if kind == "unresolved")
    links = sum(1 for *_, kind in graph.edges(data="kind") if is_link(kind))
    shown = args.output or f"exports/graph{exporter.suffix}"
    console.note(f"Wrote {shown}: {counted(notes, 'note')}, {counted(links, 'link')}, {missing} unresolved.")
    return Exit.OK


def _page_extras(vault: Vault) -> set[str]:
    """What the page carries beside notes and unresolved links, if it can carry all of it."""
    index = vault.index
    nodes = len(index.notes) + len(index.unresolved) + len(index.attachments) + len(index.tags)
    nodes += len(vault.resources())
    return {"tags", "resources", "attachments"} if nodes <= _PAGE_LIMIT else set()


COMMAND = Command("graph", "draw the knowledge graph: one interactive page, or a graph file", configure, run)
