"""`dlvault stats`: what a vault and its library hold, in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dlvault.cli.command import Command, Exit
from dlvault.cli.listing import add_format, columns, counted, print_json

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping, Sequence

    from dlvault.cli.console import Console
    from dlvault.cli.listing import Row
    from dlvault.resources.figures import LibraryFigures
    from dlvault.vault.figures import VaultFigures

_BARS = "▁▂▃▄▅▆▇█"
_MOST_BARS = 60
_LEAST_TITLE = 24
_INDENT = "  "
_NAME = len("Papers with code")
_NUMBER = len("100,000")
"""So wide are names and numbers at least: the sections stand below each other."""


class Figures(NamedTuple):
    """All that is counted."""

    vault: VaultFigures
    library: LibraryFigures


class Section(NamedTuple):
    """A part of the text: its header, its lines and whether there is anything to say in it."""

    title: str
    lines: Callable[[Figures, int], Sequence[str]]
    has_content: Callable[[Figures], object]


def configure(parser: ArgumentParser) -> None:
    """Only the format can be chosen."""
    add_format(parser, ("text", "json"))


def run(args: Namespace, console: Console) -> int:
    """Count, and print one section after the other."""
    from dlvault.cli.locate import open_chosen
    from dlvault.resources.figures import library_figures
    from dlvault.vault.figures import vault_figures

    vault = open_chosen(args, console)
    figures = Figures(vault_figures(vault.index), library_figures(vault.resources()))
    if args.format == "json":
        print_json(console, {"version": 1} | {name: row(figures) for name, row in _PARTS.items()})
        return Exit.OK
    for number, section in enumerate(one for one in _SECTIONS if one.has_content(figures)):
        if number:
            console.line("")
        console.line(section.title)
        for line in section.lines(figures, console.width - len(_INDENT)):
            console.line(_INDENT + line)
    if not vault.index.notes:
        console.note(f"There are no notes in {vault.index.root}.")
    elif not figures.library.entries:
        console.note(
            "There are no typed entries in this vault. One looks like this: - #PAPER [Title (Name 2020)](https://...)"
        )
    return Exit.OK


# -- for programs ------------------------------------------------------------------------------------------


def _vault_row(figures: Figures) -> Row:
    vault = figures.vault
    return vault._asdict() | {"links": vault.links._asdict(), "tags": vault.tags._asdict()}


def _library_row(figures: Figures) -> Row:
    library = figures.library
    return library._asdict() | {
        "types": [{"type": name, "resources": count} for name, count in library.types],
        "years": [{"year": year, "resources": count} for year, count in library.years],
        "most_named": [named._asdict() for named in library.most_named],
        "fullest": [{"path": path, "resources": count} for path, count in library.fullest],
        "repeated": library.repeated._asdict(),
    }


_PARTS: Mapping[str, Callable[[Figures], Row]] = {"vault": _vault_row, "library": _library_row}
"""Each part of the JSON document by its key."""


# -- for people --------------------------------------------------------------------------------------------


def _vault_lines(figures: Figures, width: int) -> list[str]:
    vault = figures.vault
    links = vault.links
    every = links.resolved + links.unresolved + links.external
    names = f" ({counted(links.unresolved_names, 'name')})" if links.unresolved_names < links.unresolved else ""
    kinds = f"{links.resolved:,} resolved, {links.unresolved:,} unresolved{names}, {links.external:,} external"
    apart = [
        (vault.excluded, "excluded"),
        (vault.templates, "in the template folder"),
        (vault.generated, "written by dlvault"),
        (vault.unread, "could not be read"),
    ]
    return _rows(
        [
            ("Notes", vault.notes, _joined(apart)),
            ("Canvases", vault.canvases, ""),
            ("Attachments", vault.attachments, ""),
            ("Words", vault.words, ""),
            ("Headings", vault.headings, ""),
            ("Blocks", vault.blocks, ""),
            ("Links", every, kinds if every else ""),
            ("Tags", vault.tags.distinct, _joined([(vault.tags.uses, "uses" if vault.tags.uses > 1 else "use")])),
            ("Orphans", vault.orphans, "nothing links to them" if vault.orphans else ""),
            ("Dead ends", vault.deadends, "they link to nothing" if vault.deadends else ""),
        ],
        width,
    )


def _library_lines(figures: Figures, width: int) -> list[str]:
    library = figures.library
    repeated = library.repeated
    papers = library.papers_with_code + library.papers_without_code
    rows = [
        ("Entries", library.entries, ""),
        ("Resources", library.resources, ", ".join(f"{name or 'untyped'} {count:,}" for name, count in library.types)),
        ("Pointers", library.pointers, "entries that only lead to a note"),
        ("Papers with code", library.papers_with_code, f"{library.papers_without_code:,} without"),
        (
            "Repeated",
            repeated.resources,
            _joined([(repeated.in_one_note, "in one note"), (repeated.disagreeing, "with places that disagree")]),
        ),
    ]
    shown = {"Pointers": library.pointers, "Papers with code": papers}
    return _rows([row for row in rows if shown.get(row[0], True)], width)


def _year_lines(figures: Figures, width: int) -> list[str]:
    """One bar for each year, or for each few years where they are many; a dot where there is nothing."""
    library = figures.library
    years = dict(library.years)
    first, last = min(years), max(years)
    room = min(_MOST_BARS, max(1, width - len("1900  2099")))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first) // step < room)
    counts = [0] * ((last - first) // step + 1)
    for year, count in years.items():
        counts[(year - first) // step] += count
    most = max(counts)
    bars = "".join(_BARS[(count * len(_BARS) - 1) // most] if count else "." for count in counts)
    year, peak = max(years.items(), key=lambda item: (item[1], -item[0]))
    words = [f"each bar stands for {step} years"] if step > 1 else []
    words += [f"most in {year}: {peak:,}"] if peak > min(years.values()) else []
    words += [f"{library.undated:,} without a year"] if library.undated else []
    span = f"{first} {bars} {last}" if len(counts) > 1 else f"{counts[0]:,} in {first}"
    return [span, *_wrapped("; ".join(words), width)]


def _named_lines(figures: Figures, width: int) -> list[str]:
    from dlvault.report.excerpt import around

    cells = [(counted(one.notes, "note"), counted(one.places, "place")) for one in figures.library.most_named]
    heads = columns(cells, right=(0, 1))
    room = max(_LEAST_TITLE, width - max(map(len, heads)) - 2)
    titles = [around(" ".join(one.title.split()), 0, room) for one in figures.library.most_named]
    return [f"{head}  {title}" for head, title in zip(heads, titles, strict=True)]


def _fullest_lines(figures: Figures, _width: int) -> list[str]:
    return columns([(f"{count:,}", path) for path, count in figures.library.fullest], right=(0,))


def _has_files(figures: Figures) -> bool:
    vault = figures.vault
    return bool(vault.notes or vault.canvases or vault.attachments)


_SECTIONS = (
    Section("Vault", _vault_lines, _has_files),
    Section("Library", _library_lines, lambda figures: figures.library.entries),
    Section("Years of the resources", _year_lines, lambda figures: figures.library.years),
    Section("Resources named most often", _named_lines, lambda figures: figures.library.most_named),
    Section("Notes that name most resources", _fullest_lines, lambda figures: figures.library.resources > 1),
)
"""Each part of the text, in its order."""


def _rows(rows: Sequence[tuple[str, int, str]], width: int) -> list[str]:
    """Align names and numbers; a remark that is too long goes on below itself."""
    heads = columns([(f"{name:<{_NAME}}", f"{number:>{_NUMBER},}") for name, number, _ in rows], right=(1,))
    lines = []
    for head, (_, _, remark) in zip(heads, rows, strict=True):
        first, *more = _wrapped(remark, width - len(head) - 2) or [""]
        lines.append(f"{head}  {first}".rstrip())
        lines += [f"{' ' * len(head)}  {line}" for line in more]
    return lines


def _joined(counts: Sequence[tuple[int, str]]) -> str:
    """Counts with their words, but for those of nothing: `3 excluded, 1 could not be read`."""
    return ", ".join(f"{count:,} {words}" for count, words in counts if count)


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, max(_LEAST_TITLE, width), break_long_words=False, break_on_hyphens=False)


COMMAND = Command("stats", "what the vault and its library hold, in figures", configure, run)
