"""The links of one note, sorted once by what became of them, for all the rules that look at links."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.index import Ambiguous, Missing, ToUrl

if TYPE_CHECKING:
    from dlvault.model.index import Edge, VaultIndex
    from dlvault.model.note import Note


class Links(NamedTuple):
    """Links with what they mean, in the order of the note, but for those that a template still has to fill in.

    `broken` ones find no file, or not the place in it; `ambiguous` ones fit several files, `found` ones mean one;
    `external` ones leave the vault; `nameless` ones name no file (`[[#Part]]`). `has_properties` tells whether any
    link, placeholders included, stands in a property.
    """

    all: tuple[Edge, ...] = ()
    broken: tuple[Edge, ...] = ()
    ambiguous: tuple[Edge, ...] = ()
    found: tuple[Edge, ...] = ()
    external: tuple[Edge, ...] = ()
    nameless: tuple[Edge, ...] = ()
    has_properties: bool = False


NO_LINKS = Links()


def links_of(index: VaultIndex, note: Note) -> Links:
    """Sort the links of a note."""
    edges = index.outgoing.get(note.path, ())
    if not edges:
        return NO_LINKS
    kept: list[Edge] = []
    broken: list[Edge] = []
    ambiguous: list[Edge] = []
    found: list[Edge] = []
    external: list[Edge] = []
    nameless: list[Edge] = []
    has_properties = False
    # This loop runs once for each link of the vault: types are compared, not asked.
    for edge in edges:
        _, link, resolution = edge
        _, target, subpath, _, _, _, key, _ = link
        if key is not None:
            has_properties = True
        if ("%" in target or "{{" in target or "{{" in subpath or "%" in subpath) and is_placeholder(target + subpath):
            continue
        kept.append(edge)
        kind = type(resolution)
        if kind is ToUrl:
            external.append(edge)
        elif kind is Missing:
            broken.append(edge)
        elif kind is Ambiguous:
            ambiguous.append(edge)
        else:
            found.append(edge)
        if not target:
            nameless.append(edge)
    return Links(
        edges if len(kept) == len(edges) else tuple(kept),
        tuple(broken),
        tuple(ambiguous),
        tuple(found),
        tuple(external),
        tuple(nameless),
        has_properties,
    )


def is_placeholder(target: str) -> bool:
    """Whether a target holds ``{{...}}`` or ``<%...%>``, which a template fills in.

    Of the second a Markdown link keeps what its angle brackets hold.
    """
    code = ("<%" in target and "%>" in target) or (len(target) > 1 and target[0] == target[-1] == "%")
    return code or ("{{" in target and "}}" in target)
