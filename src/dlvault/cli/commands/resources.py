"""`dlvault resources`: typed entries as one library, each resource once with all its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit
from dlvault.cli.listing import Row, add_format, columns, counted, print_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping, Sequence

    from dlvault.api import Vault
    from dlvault.cli.console import Console
    from dlvault.model.note import NotePath
    from dlvault.resources.library import Place, Resource
    from dlvault.resources.select import Wanted

FORMATS = ("text", "json", "jsonl", "csv", "md", "bibtex", "csl")
_COLUMNS = ("identity", "type", "types", "title", "authors", "year", "venue", "url", "stars", "citations", "places")
_NAMED = 3
_LEAST_TITLE = 24
_USUAL_TITLE = 44


def configure(parser: ArgumentParser) -> None:
    """Take what is asked for, and the form."""
    parser.add_argument("--type", metavar="TYPES", help="of these types, separated by commas: paper, code, book ...")
    parser.add_argument("--year", metavar="YEARS", help="from these years: 2019, 2019.., ..2015 or 2017..2019")
    parser.add_argument(
        "--note", metavar="NOTE", action="append", help="named in this note; can be given several times"
    )
    parser.add_argument("--tag", metavar="TAG", help="with this tag or one below it, at the entry or in its note")
    code = parser.add_mutually_exclusive_group()
    code.add_argument("--has-code", action="store_true", help="with an implementation below one of its entries")
    code.add_argument("--without-code", action="store_true", help="without one")
    parser.add_argument("--duplicates", action="store_true", help="with several places; says where these disagree")
    parser.add_argument(
        "--text", metavar="WORDS", help="whose titles, authors, remarks or addresses hold all these words"
    )
    add_format(parser, FORMATS)


def run(args: Namespace, console: Console) -> int:
    """List the library, or the part of it that is asked for, by identity."""
    from dlvault.cli.locate import open_chosen
    from dlvault.resources.library import build_library
    from dlvault.resources.select import select

    vault = open_chosen(args, console)
    wanted = _wanted(args, vault, console)
    library = build_library(vault.index, _notes(vault, wanted))
    chosen = select(library, wanted, vault.index)
    if args.format in ("bibtex", "csl"):
        console.data(_bibliography(args.format, chosen, vault))
    elif args.format == "json":
        console.data(_document(chosen))
    else:
        rows = _rows(args.format, chosen)
        print_rows(console, args.format, "resources", rows, lambda _: _text(chosen, args, console), keys=_COLUMNS)
    if not chosen and args.format == "text":
        console.note(_nothing(library))
    return Exit.OK


def _wanted(args: Namespace, vault: Vault, console: Console) -> Wanted:
    from dlvault.cli.locate import find_note
    from dlvault.resources.select import Wanted, read_years

    return Wanted(
        types=_types(args.type, vault) if args.type is not None else (),
        years=read_years(args.year) if args.year is not None else None,
        notes=frozenset(find_note(vault.index, name, console) for name in args.note or ()),
        tag=args.tag or "",
        has_code=True if args.has_code else (False if args.without_code else None),
        duplicates=args.duplicates,
        words=tuple((args.text or "").split()),
    )


def _types(text: str, vault: Vault) -> tuple[str, ...]:
    """Types by their names.

    Raises:
        UsageError: one is none of the vocabulary.
    """
    from dlvault.errors import UsageError

    names = tuple(word.strip().removeprefix("#").lower() for word in text.split(",") if word.strip())
    known = [name.lower() for name in vault.options.types]
    if not names:
        raise UsageError("--type names no type", f"known are {', '.join(known)}")
    for name in names:
        if name not in known:
            raise UsageError(f"{name!r} is no type of a resource", f"known are {', '.join(known)}")
    return names


def _notes(vault: Vault, wanted: Wanted) -> frozenset[NotePath] | None:
    """Notes to read: those that a reader sees, and a hidden one only where it is named."""
    hidden = vault.index.excluded | vault.index.templates
    if wanted.notes.isdisjoint(hidden):
        return None
    return frozenset(path for path in vault.index.notes if path not in hidden or path in wanted.notes)


def _document(chosen: Sequence[Resource]) -> str:
    """All resources as one JSON object, a line each: to indent all of it takes longer than to read the vault."""
    import json

    from dlvault.resources.rows import resource_row

    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = ",\n    ".join([encode(resource_row(resource)) for resource in chosen])
    listed = f"[\n    {lines}\n  ]" if lines else "[]"
    return f'{{\n  "version": 1,\n  "resources": {listed}\n}}\n'


def _rows(form: str, chosen: Sequence[Resource]) -> list[Row]:
    """Everything for programs, a row of plain cells for tables; text is made of the resources themselves."""
    from dlvault.resources.rows import resource_row

    if form == "text":
        return []
    rows = [resource_row(resource) for resource in chosen]
    for row in rows if form != "jsonl" else ():
        row["places"] = [f"{entry['note']}:{entry['line']}" for entry in row.pop("entries")]
    return rows


def _bibliography(form: str, chosen: Sequence[Resource], vault: Vault) -> str:
    """Entries for reference managers; what only points to a note is none.

    Keys are those of the whole vault, hidden notes included, so that they do not depend on what is chosen.
    """
    from dlvault.resources.formats import bibtex, csl
    from dlvault.resources.keys import citation_keys
    from dlvault.resources.library import build_library

    every = build_library(vault.index, frozenset(vault.index.notes))
    keys = citation_keys({identity: resource for identity, resource in every.items() if not resource.is_pointer})
    render = bibtex.render if form == "bibtex" else csl.render
    return render([resource for resource in chosen if resource.identity in keys], keys)


def _text(chosen: Sequence[Resource], args: Namespace, console: Console) -> list[str]:
    """A line for each resource, the newest of a type first, or a block with all places where several are asked for."""
    from dlvault.resources.library import disagreements, display_title

    if args.duplicates:
        lines: list[str] = []
        for resource in chosen:
            words = tuple(dict.fromkeys(row.fact for row in disagreements(resource)))
            differ = f"; they disagree in {' and '.join(words)}" if words else ""
            lines += [] if not lines else [""]
            lines.append(f"{display_title(resource)}  {resource.identity}")
            lines.append(f"  {counted(len(resource.places), 'place')}{differ}")
            lines += [f"  {line}" for line in columns([_place_cells(place) for place in resource.places])]
        return lines
    ordered = sorted(chosen, key=lambda row: (row.type or "~", -(row.year or 0), display_title(row).casefold()))
    cells = [
        (
            resource.type or "",
            str(resource.year or ""),
            display_title(resource),
            _people(resource),
            _where(resource),
        )
        for resource in ordered
    ]
    return _fitted(cells, console.width)


def _place_cells(place: Place) -> tuple[str, ...]:
    entry = place.entry
    return f"{place.note}:{place.line}:{place.column}", entry.type or "", str(entry.year or ""), entry.title or ""


def _people(resource: Resource) -> str:
    more = len(resource.authors) > _NAMED
    return ", ".join(resource.authors[: 1 if more else _NAMED]) + (" and others" if more else "")


def _where(resource: Resource) -> str:
    first, more = resource.places[0], len(resource.places) - 1
    return f"{first.note}:{first.line}" + (f" (+{more})" if more else "")


def _fitted(cells: Sequence[tuple[str, ...]], width: int) -> list[str]:
    """Align cells; titles and names give way where a line would be wider than the terminal."""
    from dlvault.report.width import cell_width

    if not cells:
        return []
    sizes = [max(cell_width(row[at]) for row in cells) for at in range(5)]
    spare = width - sizes[0] - sizes[1] - 8
    place = min(sizes[4], max(_LEAST_TITLE, spare // 3))
    people = min(sizes[3], max(0, (spare - place) // 4))
    title = max(_USUAL_TITLE, spare - place - people)
    rows = [(row[0], row[1], _cut(row[2], title), _cut(row[3], people), row[4]) for row in cells]
    return columns(rows)


def _cut(text: str, width: int) -> str:
    from dlvault.report.width import cell_width

    flat = " ".join(text.split())
    if cell_width(flat) <= width:
        return flat
    while flat and cell_width(flat) >= width:
        flat = flat[:-1]
    return f"{flat.rstrip()}\u2026"


def _nothing(library: Mapping[str, Resource]) -> str:
    if library:
        return f"None of the {counted(len(library), 'resource')} of this vault is like that."
    return "There are no typed entries in this vault. One looks like this: - #PAPER [Title (Name 2020)](https://...)"


COMMAND = Command(
    "resources", "papers, code, courses and books of the vault, each once with its places", configure, run
)
