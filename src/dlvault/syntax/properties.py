"""What a property block says: typed values, the links, tags and aliases in them with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.late import late
from dlvault.model.note import PropertiesState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dlvault.model.note import Oddity, Problem
    from dlvault.model.text import Span

WHOLE_LINK = late(r"\[\[(?!\[)(?:[^\[\]\n]++|\](?!\])|\[(?!\[))+\]\]")
"""A value that is as a whole a wikilink."""
LISTS_OF_WORDS = ("tags", "aliases")
"""Keys, in any case, whose words stand for themselves."""
RENAMED = {"tag": "tags", "alias": "aliases", "cssclass": "cssclasses"}
"""Keys that Obsidian has given up, and what they are called now."""


class PropertyLink(NamedTuple):
    """A property whose value is as a whole a wikilink.

    `content` is what stands between the brackets; the span is that of the text inside the quotes.
    """

    key: str
    content: str
    span: Span


class PropertyWord(NamedTuple):
    """One string of `tags` or `aliases` with its place."""

    text: str
    span: Span


class Properties(NamedTuple):
    """A property block as read. `body` is the offset at which the text of the note begins."""

    state: PropertiesState
    values: Mapping[str, object]
    links: tuple[PropertyLink, ...]
    tags: tuple[PropertyWord, ...]
    aliases: tuple[PropertyWord, ...]
    body: int
    problem: Problem | None = None
    oddities: tuple[Oddity, ...] = ()


NO_PROPERTIES = Properties(PropertiesState.ABSENT, {}, (), (), (), 0)
