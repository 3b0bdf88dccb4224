"""What a note names, owns and waits for, as keys by which other notes find it when something changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.lint.census import files_in_properties
from dlvault.lint.evidence import is_planned_candidate, planned_key
from dlvault.model.folding import fold
from dlvault.model.formats import without_note_extension
from dlvault.model.index import Ambiguous, Missing, MissingReason
from dlvault.model.note import subpath_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dlvault.model.index import Edge
    from dlvault.model.note import Note, NotePath
    from dlvault.resources.library import Key

BROKEN = "!"
"""The topic of all links about which files anywhere in the vault may tell something."""


def name_topic(name: str) -> str:
    """Links whose path part ends in a name; files that such a link may mean."""
    return f"n{fold(name)}"


def target_topic(path: NotePath) -> str:
    """Links that lead to a file."""
    return f"@{path}"


def anchor_topic(path: NotePath) -> str:
    """Links to headings and blocks of a file."""
    return f"#{path}"


def planned_topic(key: str) -> str:
    """Links that ask for one missing note."""
    return f"w{key}"


def alias_topic(key: str) -> str:
    """Notes with an alias, and broken links that it would explain."""
    return f"a{key}"


def block_topic(block: str) -> str:
    """Notes with a block id."""
    return f"^{block}"


def sought_topic(block: str) -> str:
    """Broken links that look for a block id. Those who have one, which may be many, do not care who else has."""
    return f"?{block}"


def identity_topic(identity: str) -> str:
    """Notes with an entry of a resource."""
    return f"i{identity}"


def tag_topic(spelling: str) -> str:
    """Notes with a tag in one spelling."""
    return f"t{spelling}"


def property_topic(name: str) -> str:
    """Notes with a file name in a property."""
    return f"p{name}"


def topics_of_its_own(note: Note, keys: Iterable[Key]) -> Iterator[str]:
    """Topics of what stands in a note but for its links."""
    parsed = note.parsed
    for alias in parsed.aliases:
        yield alias_topic(fold(alias))
    for block in parsed.blocks:
        yield block_topic(block.id.lower())
    for name in {use[0] for use in parsed.tags}:
        yield tag_topic(name)
    if parsed.properties:
        for name in files_in_properties(note):
            yield property_topic(name)
    for identity, _ in keys:
        yield identity_topic(identity)


def topics_of_link(edge: Edge) -> Iterator[str]:
    """Topics of a link that does not leave the vault."""
    link, resolution, target = edge.link, edge.resolution, edge.target
    if link.target:
        yield name_topic(link.target.rpartition("/")[2])
    if target is not None:
        yield target_topic(target)
        if link.subpath:
            yield anchor_topic(target)
    if isinstance(resolution, Missing):
        if resolution.path is None:
            yield BROKEN
            yield alias_topic(fold(without_note_extension(link.target)))
            if is_planned_candidate(edge):
                key = planned_key(edge)
                if key is not None:
                    yield planned_topic(key)
        elif resolution.reason is MissingReason.NO_BLOCK:
            yield BROKEN
            yield sought_topic(subpath_parts(link.subpath)[-1].removeprefix("^").lower())
    elif isinstance(resolution, Ambiguous):
        yield BROKEN
