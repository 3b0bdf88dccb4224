"""Facts of a note and findings as JSON and back, exactly; never a format that could run code."""

from __future__ import annotations

import json
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


def encode_facts(parsed: ParsedNote) -> bytes | None:
    """Write the facts of a note; None for the rare ones that JSON cannot hold (keys that are no texts)."""
    try:
        # Named tuples are written as lists. Lone surrogates, which YAML can spell, stay what they are.
        return _write(parsed).encode("utf-8", "surrogatepass")
    except (TypeError, ValueError, RecursionError):
        return None


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
        return _facts(json.loads(data.decode("utf-8", "surrogatepass")))
    except (TypeError, KeyError, IndexError, AttributeError) as error:
        raise ValueError("no facts of a note") from error


def _facts(row: _Row) -> ParsedNote:
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
    ) = row
    return ParsedNote(
        PropertiesState(state),
        properties,
        tuple(aliases),
        tuple([_new(Heading, (level, text, _new(Span, span))) for level, text, span in headings]),
        tuple([_new(Block, (name, _new(Span, span), _new(Span, content))) for name, span, content in blocks]),
        tuple(
            [
                _new(Link, (_KINDS[kind], target, subpath, label, _new(Span, span), _new(Span, place), key, in_cell))
                for kind, target, subpath, label, span, place, key, in_cell in links
            ]
        ),
        tuple([_new(TagUse, (name, _new(Span, span), _ORIGINS[origin])) for name, span, origin in tags]),
        _spans(comments),
        words,
        LineIndex(tuple(lines[0])),
        tuple([Problem(*problem) for problem in problems]) if problems else (),
        tuple([_oddity(oddity) for oddity in oddities]) if oddities else (),
        tuple([_directive(directive) for directive in directives]) if directives else (),
        _spans(alias_spans),
        tuple([_entry(entry) for entry in entries]) if entries else (),
        _spans(generated),
    )


def _spans(rows: _Row) -> tuple[Span, ...]:
    return tuple([_new(Span, row) for row in rows]) if rows else ()


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
