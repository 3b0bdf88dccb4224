"""Settings of each layer as frozen values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

TYPES = ("PAPER", "CODE", "COURSE", "BOOK", "TALK", "POSTER", "MODEL", "WHITEPAPER", "THESIS", "REVIEW")
"""The vocabulary of typed entries as it is without a setting (spec/resources.md, section 2)."""

DEFAULT_MAX_NOTE_SIZE = 16 * 1024 * 1024
MAX_NOTE_SIZE = 1024 * 1024 * 1024
_NONE: Mapping[str, Any] = {}


class ReadOptions(NamedTuple):
    """How a vault is read.

    `max_note_size` is in bytes; a larger note is reported and not parsed. `types` are the tags that make a list item
    an entry, in upper case; `infer_types` lets headings and stars do so in notes without such tags.
    """

    max_note_size: int = DEFAULT_MAX_NOTE_SIZE
    types: tuple[str, ...] = TYPES
    infer_types: bool = True


class PropertySchema(NamedTuple):
    """What rule P306 asks of the properties of some notes.

    `path` is a glob of vault paths and `tag` a tag that the notes carry; an empty one fits every note. `types` maps a
    key to `text`, `number`, `list`, `checkbox`, `date` or `link`; `values` maps a key to what it may hold.
    """

    path: str = ""
    tag: str = ""
    required: tuple[str, ...] = ()
    types: Mapping[str, str] = _NONE
    values: Mapping[str, tuple[object, ...]] = _NONE


class LintOptions(NamedTuple):
    """What is linted, and how bad it is.

    `select` and `ignore` hold codes (`L101`), their beginnings (`L1`) or names (`broken-link`); an empty `select`
    means the default rules. `severity` maps a code to `error`, `warning`, `info` or `off`. `exclude` has globs of
    vault paths that are link targets but not linted; `per_path_ignores` pairs a glob with selectors. `types` are those
    of `ReadOptions`.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = _NONE
    exclude: tuple[str, ...] = ()
    per_path_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    property_schemas: tuple[PropertySchema, ...] = ()
    types: tuple[str, ...] = TYPES
