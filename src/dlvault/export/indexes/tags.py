"""Tag indexes as pages: one with all tags, one for each tag with its uses by note."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from dlvault.export.indexes.page import Page, code, escaped, unique_paths
from dlvault.vault.tags import TagPlaces, entry_title, tag_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dlvault.export.indexes.page import Links
    from dlvault.model.index import VaultIndex
    from dlvault.vault.tags import TagCount, TagPlace

NAME = "tags"
TOP = "Tag index.md"


def pages(index: VaultIndex, links: Links) -> tuple[Page, ...]:
    """All pages, the one with all tags first."""
    tree = tag_tree(index)
    paths = unique_paths([row.name for row in tree], NAME, "tag")
    top = Page(TOP, "Tags", tuple(_all_tags(tree, paths, links)))
    places = TagPlaces(index)
    nested: defaultdict[str | None, list[str]] = defaultdict(list)
    for row in tree:
        nested[row.parent].append(row.name)
    return top, *(
        Page(
            paths[row.name],
            f"Tag {row.name}",
            tuple(_one_tag(index, row, (nested[row.name], places.of(row.name.lower())), paths, links)),
        )
        for row in tree
    )


def _all_tags(tree: tuple[TagCount, ...], paths: Mapping[str, str], links: Links) -> Iterator[str]:
    uses = sum(row.uses for row in tree)
    yield f"{_counted(sum(1 for row in tree if row.uses), 'tag')}, {_counted(uses, 'use')}."
    yield ""
    for row in tree:
        others = ", ".join(code(f"#{name}") for name in row.spellings[1:])
        also = f", also {others}" if others else ""
        link = links.page(TOP, paths[row.name], row.name)
        yield f"{'  ' * row.depth}- {link}: {_counted(row.total, 'use')} in {_counted(row.notes, 'note')}{also}"


def _one_tag(
    index: VaultIndex,
    row: TagCount,
    found: tuple[Sequence[str], Sequence[TagPlace]],
    paths: Mapping[str, str],
    links: Links,
) -> Iterator[str]:
    """Lines of the page of one tag; `found` are the tags straight below it, and every use."""
    page = paths[row.name]
    nested, places = found
    above = f", below {links.page(page, paths[row.parent], row.parent)}" if row.parent else ""
    yield (
        f"{code(f'#{row.name}')}: {_counted(row.total, 'use')} in {_counted(row.notes, 'note')}{above}. "
        f"{links.page(page, TOP, 'All tags')}"
    )
    if nested:
        yield ""
        yield "Nested: " + ", ".join(links.page(page, paths[name], name) for name in nested)
    for path, uses in groupby(places, key=lambda place: place.path):
        note = index.notes[path]
        yield ""
        yield f"## {links.note(page, path)}"
        yield ""
        for use in uses:
            entry = use.entry
            subpath = links.place(note, use.headings, entry.block if entry is not None else None)
            heading = use.headings[-1].text if use.headings else "Top of the note"
            title = entry_title(note, entry)
            words = "" if title is None else f": {escaped(title)}"
            yield f"- {links.note(page, path, subpath=subpath, label=heading)}, line {use.line}{words}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else f'{noun}s'}"
