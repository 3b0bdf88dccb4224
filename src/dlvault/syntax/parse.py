"""The entrance to the reader: the text of a note in, all its facts out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.model.note import Heading, Link, LinkKind, ParsedNote, TagOrigin, TagUse
from dlvault.model.text import LineIndex, Span, joined
from dlvault.options import ReadOptions
from dlvault.syntax.blocks import BlockParser
from dlvault.syntax.comments import find_conflicts, find_generated, read_directives
from dlvault.syntax.entries import Known, read_entries, unknown_types
from dlvault.syntax.frontmatter import read_properties
from dlvault.syntax.inline import InlineParser
from dlvault.syntax.leafstate import LeafState
from dlvault.syntax.properties import NO_PROPERTIES
from dlvault.syntax.state import NoteState
from dlvault.syntax.targets import read_wikilink

if TYPE_CHECKING:
    from dlvault.model.note import Oddity
    from dlvault.syntax.leaf import Leaf
    from dlvault.syntax.properties import Properties

_BLOCKS = BlockParser()
_INLINE = InlineParser()
_DEFAULT = ReadOptions()
_BLANK = re.compile(r"\s")


def parse(text: str, options: ReadOptions = _DEFAULT) -> ParsedNote:
    """Read a note in one pass.

    `text` is the normalised text: no byte order mark, every line end one ``\\n``. All spans index it. Nothing
    in a text raises; a property block that cannot be read is a problem of the result.
    """
    properties = read_properties(text) if text.startswith("---") else NO_PROPERTIES
    source = text if text.endswith("\n") else text + "\n"
    state = NoteState()
    state.process(source)
    state.cursor = properties.body
    _BLOCKS.parse(state)
    facts = LeafState(state.env)
    facts.has_www = "www." in text
    _INLINE.read(state.leaves, facts)
    lines = LineIndex.of(text)
    property_links = _property_links(text, properties)
    generated = find_generated(text, state.tokens)
    hidden = joined(facts.comments) if facts.comments else ()
    known = Known(text, facts.links, len(property_links), hidden, generated, options.types, options.infer_types)
    headings = tuple([_heading(level, leaf) for level, leaf in state.headings])
    entries, malformed = read_entries(known, state.tokens, facts.tags, [heading.text for heading in headings])
    unknown = unknown_types(text, facts.tags, options.types)
    conflicts = find_conflicts(text, state.tokens)
    oddities = [*malformed, *unknown, *properties.oddities, *state.oddities, *facts.oddities, *conflicts]
    return ParsedNote(
        state=properties.state,
        properties=properties.values,
        aliases=tuple([word.text for word in properties.aliases]),
        alias_spans=tuple([word.span for word in properties.aliases]),
        headings=headings,
        blocks=tuple(facts.blocks),
        links=(*property_links, *facts.links),
        tags=(*_property_tags(properties), *facts.tags),
        comments=tuple(facts.comments),
        words=len(text[properties.body :].split()),
        lines=lines,
        problems=() if properties.problem is None else (properties.problem,),
        oddities=tuple(sorted(oddities, key=_place)) if oddities else (),
        directives=read_directives(text, lines, facts.comments, state.tokens),
        entries=entries,
        generated=generated,
    )


def _place(oddity: Oddity) -> Span:
    return oddity.span


def _heading(level: int, leaf: Leaf) -> Heading:
    text = leaf.text[leaf.start : leaf.end]
    if "\n" in text:
        text = " ".join(line.strip() for line in text.split("\n"))
    if leaf.start == leaf.end:
        return Heading(level, "", Span(leaf.start, leaf.start))
    return Heading(level, text, Span(leaf.origin(leaf.start), leaf.origin(leaf.end - 1) + 1))


def _property_links(text: str, properties: Properties) -> list[Link]:
    links = []
    for key, content, span in properties.links:
        target = read_wikilink(content)
        start = span.start + 2
        place = Span(start + target.start, start + target.end)
        if text[start : span.end - 2] != content:
            place = span  # YAML escapes stand between the two
        links.append(Link(LinkKind.WIKILINK, target.path, target.subpath, target.label, span, place, key))
    return links


def _property_tags(properties: Properties) -> list[TagUse]:
    """Tags of the property `tags` (spec/obsidian.md, section 3): words only, no digits alone."""
    tags = []
    for text, span in properties.tags:
        name = text.removeprefix("#")
        if name and not name.isdecimal() and not _BLANK.search(name):
            tags.append(TagUse(name, span, TagOrigin.PROPERTY))
    return tags
