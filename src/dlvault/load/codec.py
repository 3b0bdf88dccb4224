"""Facts of a note and findings as JSON and back, exactly; never a format that could run code."""

from __future__ import annotations

import json
from array import array
from itertools import chain
from typing import TYPE_CHECKING, Any

from dlvault.model.entry import Alternative, Entry
from dlvault.model.note import (
    Block,
    Directive,
    Heading,
    Link,
    LinkKind,
    Oddity,
    OddityKind,
    ParsedNote,
    Problem,
    PropertiesState,
    TagOrigin,
    TagUse,
)
from dlvault.model.text import LineIndex, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS = {kind.value: kind for kind in LinkKind}
_ORIGINS = {origin.value: origin for origin in TagOrigin}
_ODDITIES = {kind.value: kind for kind in OddityKind}
_new = tuple.__new__
_Row = list[Any]
_NONE: tuple[tuple[Any, ...], ...] = ((),) * len(Link._fields)
"""Columns of no links; some of them of no headings."""
_flat = chain.from_iterable


def encode_facts(parsed: ParsedNote) -> bytes | None:
    """Write the facts of a note; None for the rare ones that JSON cannot hold (keys that are no texts).

    Places are most of the facts: they stand before the JSON in one column of numbers, behind the size of that.
    """
    (
        state,
        properties,
        aliases,
        headings,
        blocks,
        links,
        tags,
        comments,
        words,
        lines,
        problems,
        oddities,
        directives,
        alias_spans,
        entries,
        generated,
    ) = parsed
    levels, texts, heading_spans = zip(*headings, strict=True) if headings else _NONE[:3]
    names, block_spans, contents = zip(*blocks, strict=True) if blocks else _NONE[:3]
    kinds, targets, subpaths, labels, spans, places, keys, in_cells = zip(*links, strict=True) if links else _NONE
    tag_names, tag_spans, origins = zip(*tags, strict=True) if tags else _NONE[:3]
    starts = lines[0]
    heads = kinds, targets, subpaths, labels, keys, in_cells
    columns = heading_spans, block_spans, contents, spans, places, tag_spans, comments, alias_spans, generated
    counts = len(starts), len(comments), len(alias_spans), len(generated)
    rest = state, properties, aliases, words, problems, oddities, directives, entries
    try:
        numbers = array("I", (*starts, *levels, *_flat(_flat(columns)))).tobytes()
        # Named tuples are written as lists. Lone surrogates, which YAML can spell, stay what they are.
        text = _write((counts, texts, names, heads, tag_names, origins, rest))
    except (TypeError, ValueError, OverflowError, RecursionError):
        return None
    return len(numbers).to_bytes(4, "little") + numbers + text.encode("utf-8", "surrogatepass")


def _refuse(value: object) -> None:
    message = f"{type(value).__name__} is no JSON"
    raise TypeError(message)


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_refuse).encode


def decode_facts(data: bytes) -> ParsedNote:
    """Read what `encode_facts` wrote.

    Raises:
        ValueError: it is something else.
    """
    try:
        end = 4 + int.from_bytes(data[:4], "little")
        return _facts(array("I", data[4:end]).tolist(), json.loads(data[end:].decode("utf-8", "surrogatepass")))
    except (TypeError, KeyError, IndexError, AttributeError) as error:
        raise ValueError("no facts of a note") from error


def _facts(numbers: list[int], row: _Row) -> ParsedNote:
    counts, texts, names, heads, tag_names, origins, rest = row
    line_count, *span_counts = counts
    state, properties, aliases, words, problems, oddities, directives, entries = rest
    begin = line_count + len(texts)
    every = [_new(Span, pair) for pair in zip(numbers[begin::2], numbers[begin + 1 :: 2], strict=True)]
    columns, at = [], 0
    link_count = len(heads[0])
    for count in (len(texts), len(names), len(names), link_count, link_count, len(tag_names), *span_counts):
        columns.append(every[at : at + count])
        at += count
    if at != len(every):
        raise IndexError
    heading_spans, block_spans, contents, spans, places, tag_spans, comments, alias_spans, generated = columns
    levels = numbers[line_count:begin]
    kinds, *heads = heads
    links = zip(map(_KINDS.__getitem__, kinds), *heads[:3], spans, places, *heads[3:], strict=True)
    tags = zip(tag_names, tag_spans, map(_ORIGINS.__getitem__, origins), strict=True)
    return ParsedNote(
        PropertiesState(state),
        properties,
        tuple(aliases),
        tuple([_new(Heading, one) for one in zip(levels, texts, heading_spans, strict=True)]),
        tuple([_new(Block, one) for one in zip(names, block_spans, contents, strict=True)]),
        tuple([_new(Link, one) for one in links]),
        tuple([_new(TagUse, one) for one in tags]),
        tuple(comments),
        words,
        LineIndex(tuple(numbers[:line_count])),
        tuple([Problem(*problem) for problem in problems]) if problems else (),
        tuple([_oddity(oddity) for oddity in oddities]) if oddities else (),
        tuple([_directive(directive) for directive in directives]) if directives else (),
        tuple(alias_spans),
        tuple([_entry(entry) for entry in entries]) if entries else (),
        tuple(generated),
    )


def _oddity(row: _Row) -> Oddity:
    kind, span, detail, edit = row
    return Oddity(_ODDITIES[kind], Span(*span), detail, None if edit is None else (Span(*edit[0]), edit[1]))


def _directive(row: _Row) -> Directive:
    selectors, span, line, text, whole = row
    return Directive(tuple(selectors), Span(*span), line, text, Span(*whole))


def _entry(row: _Row) -> Entry:
    # By place: the span, then what is a list in JSON and a tuple here.
    row[0] = _new(Span, row[0])
    row[1] = tuple(row[1])
    row[4] = tuple(row[4])
    row[15] = tuple([_new(Alternative, pair) for pair in row[15]])
    for at in (16, 17, 18):
        row[at] = tuple(row[at])
    return _new(Entry, row) if len(row) == len(Entry._fields) else _wrong(row)


def _wrong(row: Sequence[object]) -> Entry:
    message = f"an entry of {len(row)} facts"
    raise ValueError(message)
