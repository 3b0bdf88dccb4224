"""A property that is not as the configuration asks.

## What it does
Reports notes that lack a property they need, or have one of another type or with another value than allowed. Off
until it is selected, and silent without a `[[property-schema]]` in the configuration. A key with nothing behind it
counts as missing, and has any type. A note with invalid properties is P301 only.

## Why it matters
Tables and queries over a vault rely on properties: a note without `status`, or with a year in words, is left out.

## Example
`year: last summer`, when the schema says `types = { year = "number" }`.

## Instead
`year: 2024`

## Options
Each `[[property-schema]]` is for the notes below `path` (a glob) that carry `tag`; either may be left out.
`required` lists keys, `types` gives keys one of `text`, `number`, `list`, `checkbox`, `date` (`2024-05-31`, with or
without a time) or `link` (`"[[Note]]"`), `values` lists what a key may hold; each item of a list is judged.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope
from dlvault.lint.selection import matches
from dlvault.lint.wording import of_file, one_of, quoted
from dlvault.model.finding import Severity
from dlvault.model.note import NoteKind, PropertiesState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dlvault.model.finding import Finding
    from dlvault.model.note import Note
    from dlvault.options import PropertySchema

_LINK = re.compile(r"\[\[[^\[\]\n]+\]\]")


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Hold a note against each schema that is for it; what two schemas ask alike is said once."""
    note = ctx.note
    if note.kind is not NoteKind.NOTE or not note.readable or note.is_generated:
        return
    if note.parsed.state is PropertiesState.INVALID:
        return
    faults = [
        fault for schema in ctx.options.property_schemas if _is_for(schema, note) for fault in _faults(schema, note)
    ]
    for subject, message in dict.fromkeys(faults):
        yield of_file(ctx, note.path, message, subject=subject, hint="correct the property, or the schema")


def _is_for(schema: PropertySchema, note: Note) -> bool:
    tag = schema.tag.lower()
    tags = {use.name.lower() for use in note.parsed.tags}
    return (not schema.path or matches(note.path, schema.path)) and (
        not tag or any(name == tag or name.startswith(f"{tag}/") for name in tags)
    )


def _faults(schema: PropertySchema, note: Note) -> Iterator[tuple[str, str]]:
    properties = note.parsed.properties
    for key in schema.required:
        if _is_empty(properties.get(key)):
            yield f"required {key}", f"The property {quoted(key)} is missing"
    for key, kind in schema.types.items():
        value = properties.get(key)
        if value is not None and not _TYPES[kind](value):
            yield f"type {key}", f"The property {quoted(key)} must be {_NAMES[kind]}, not {_said(value)}"
    for key, allowed in schema.values.items():
        value = properties.get(key)
        for item in value if isinstance(value, list) else [] if value is None else [value]:
            if not any(type(item) is type(other) and item == other for other in allowed):
                choices = one_of([_said(other) for other in allowed])
                yield f"value {key} {item}", f"The property {quoted(key)} must be {choices}, not {_said(item)}"


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [])


def _said(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (dict, list)):
        return "a list" if isinstance(value, list) else "a mapping"
    return quoted(value) if isinstance(value, str) else str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return value[4:5] == value[7:8] == "-"


def _is_link(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_link(item) for item in value)
    return isinstance(value, str) and _LINK.fullmatch(value) is not None


_TYPES: dict[str, Callable[[object], bool]] = {
    "text": lambda value: isinstance(value, str),
    "number": _is_number,
    "list": lambda value: isinstance(value, list),
    "checkbox": lambda value: isinstance(value, bool),
    "date": _is_date,
    "link": _is_link,
}
_NAMES = {
    "text": "text",
    "number": "a number",
    "list": "a list",
    "checkbox": "true or false",
    "date": "a date like 2024-05-31",
    "link": 'a link like "[[Note]]"',
}

RULE = Rule("P306", "property-schema", Scope.NOTE, check, Severity.WARNING, default=False)
