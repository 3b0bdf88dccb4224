"""The library as pages: one with the numbers, one for each type, each year and each folder of notes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dlvault.export.indexes.page import Page, address, escaped, unique_paths
from dlvault.resources.library import build_library, display_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dlvault.export.indexes.page import Links
    from dlvault.model.index import VaultIndex
    from dlvault.resources.library import Place, Resource

NAME = "resources"
TOP = "Resource index.md"
_ROOT = "Top of the vault"
_NO_YEAR = "Without a year"
_NO_TYPE = "Without a type"

_Groups = dict[str, list["Resource"]]


def pages(index: VaultIndex, links: Links) -> tuple[Page, ...]:
    """All pages, the one with the numbers first; what only points to a note is a way to it and stands on none."""
    library = [resource for resource in build_library(index).values() if not resource.is_pointer]
    groups = {
        "type": _by_type(library),
        "year": _by_year(library),
        "folder": _by_folder(library),
    }
    paths = {kind: unique_paths(list(rows), f"{NAME}/{kind}", kind) for kind, rows in groups.items()}
    top = Page(TOP, "Resources", tuple(_numbers(len(library), groups, paths, links)))
    return top, *(
        Page(paths[kind][name], _title(kind, name), tuple(_listing(index, paths[kind][name], rows, links)))
        for kind, named in groups.items()
        for name, rows in named.items()
    )


def _title(kind: str, name: str) -> str:
    if kind == "type" and name != _NO_TYPE:
        return f"Type {name}"
    return f"Notes in {name}" if kind == "folder" and name != _ROOT else name


def _by_type(library: Sequence[Resource]) -> _Groups:
    found: defaultdict[str, list[Resource]] = defaultdict(list)
    for resource in library:
        found[resource.type or _NO_TYPE].append(resource)
    return dict(sorted(found.items(), key=lambda row: (row[0] == _NO_TYPE, -len(row[1]), row[0])))


def _by_year(library: Sequence[Resource]) -> _Groups:
    found: defaultdict[str, list[Resource]] = defaultdict(list)
    for resource in library:
        found[_NO_YEAR if resource.year is None else str(resource.year)].append(resource)
    return {name: found[name] for name in sorted(found, key=lambda name: (name != _NO_YEAR, name), reverse=True)}


def _by_folder(library: Sequence[Resource]) -> _Groups:
    found: defaultdict[str, list[Resource]] = defaultdict(list)
    for resource in library:
        for folder in dict.fromkeys(place.note.rpartition("/")[0] or _ROOT for place in resource.places):
            found[folder].append(resource)
    return {name: found[name] for name in sorted(found, key=lambda name: (name != _ROOT, name))}


def _numbers(
    total: int, groups: Mapping[str, _Groups], paths: Mapping[str, Mapping[str, str]], links: Links
) -> Iterator[str]:
    yield f"{total} {'resource' if total == 1 else 'resources'}."
    for kind, heading in (("type", "By type"), ("year", "By year"), ("folder", "By folder")):
        yield ""
        yield f"## {heading}"
        yield ""
        for name, rows in groups[kind].items():
            yield f"- {links.page(TOP, paths[kind][name], name)}: {len(rows)}"


def _listing(index: VaultIndex, page: str, rows: Sequence[Resource], links: Links) -> Iterator[str]:
    yield f"{len(rows)} {'resource' if len(rows) == 1 else 'resources'}. {links.page(page, TOP, 'All resources')}"
    yield ""
    for resource in sorted(rows, key=lambda row: (display_title(row).casefold(), row.identity)):
        title = display_title(resource)
        name = escaped(title) if resource.url is None else address(title, resource.url)
        facts = [", ".join(resource.authors), str(resource.year or ""), resource.venue or ""]
        said = escaped(", ".join(fact for fact in facts if fact))
        where = ", ".join(_where(index, page, place, links) for place in resource.places)
        yield f"- {name}{f' ({said})' if said else ''} in {where}"


def _where(index: VaultIndex, page: str, place: Place, links: Links) -> str:
    note = index.notes[place.note]
    headings = links.headings(note, place.entry.span.start)
    return links.note(page, place.note, subpath=links.place(note, headings, place.entry.block))
