"""The settings that a configuration may hold: their keys, their types, their defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dlvault.options import DEFAULT_MAX_NOTE_SIZE, MAX_NOTE_SIZE, TYPES, PropertySchema

if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS = ("error", "warning", "info")
SEVERITIES = (*LEVELS, "off")
PROPERTY_TYPES = ("text", "number", "list", "checkbox", "date", "link")


class WrongValueError(ValueError):
    """A value that a setting cannot have; the message says what it must be."""


class Setting(NamedTuple):
    """One key: what it is for, its default, and how its value is read."""

    key: str
    help: str
    default: Any
    read: Callable[[Any], Any]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WrongValueError("text in quotes")
    return value


def _path(value: object) -> str:
    path = _text(value)
    if "\0" in path:
        raise WrongValueError("a path, which cannot hold a zero byte")
    return path


def _size(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongValueError("a whole number")
    if not 1 <= value <= MAX_NOTE_SIZE:
        raise WrongValueError(f"from 1 to {MAX_NOTE_SIZE} bytes")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise WrongValueError("a list of texts in quotes")
    return tuple(value)


def _types(value: object) -> tuple[str, ...]:
    names = _texts(value)
    for name in names:
        if not name or not all(char.isalnum() or char in "_-" for char in name) or name.isdecimal():
            raise WrongValueError(f"a list of tags without # and without /, and {name!r} is none")
    return tuple(dict.fromkeys(name.upper() for name in names))


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise WrongValueError("true or false")
    return value


def _level(value: object) -> str:
    return _one_of(value, LEVELS)


def _one_of(value: object, words: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in words:
        raise WrongValueError(f"one of {', '.join(words)}")
    return value


def _severities(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise WrongValueError("a table of rules and severities")
    return {str(code): _one_of(word, SEVERITIES) for code, word in value.items()}


def _ignores(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        raise WrongValueError("a table of paths and lists of rules")
    return tuple((str(glob), _texts(codes)) for glob, codes in value.items())


def _schemas(value: object) -> tuple[PropertySchema, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise WrongValueError("a list of tables, each begun with [[property-schema]]")
    return tuple(_schema(item) for item in value)


def _schema(table: dict[str, Any]) -> PropertySchema:
    known = ("path", "tag", "required", "types", "values")
    for key in table:
        if key not in known:
            raise WrongValueError(f"a table of {', '.join(known)}, but it has {key!r}")
    types, values = table.get("types", {}), table.get("values", {})
    if not isinstance(types, dict) or not isinstance(values, dict):
        raise WrongValueError("a table whose types and values are tables of their own")
    if not all(isinstance(items, list) for items in values.values()):
        raise WrongValueError("a table whose values are lists of what is allowed")
    return PropertySchema(
        path=_text(table.get("path", "")),
        tag=_text(table.get("tag", "")).removeprefix("#"),
        required=_texts(table.get("required", [])),
        types={key: _one_of(word, PROPERTY_TYPES) for key, word in types.items()},
        values={key: tuple(items) for key, items in values.items()},
    )


SETTINGS = {
    setting.key: setting
    for setting in (
        Setting("vault", "folder of the vault, from the file of the settings", None, _path),
        Setting("max-note-size", "bytes; larger notes are reported and not read", DEFAULT_MAX_NOTE_SIZE, _size),
        Setting("types", "tags that make a list item an entry", TYPES, _types),
        Setting(
            key="infer-types",
            help="whether headings and stars make entries in notes without such tags",
            default=True,
            read=_switch,
        ),
        Setting("select", "rules that speak: codes, beginnings of codes or names; empty: the default ones", (), _texts),
        Setting("ignore", "rules that keep quiet", (), _texts),
        Setting("severity", "how bad a rule is: error, warning, info or off", {}, _severities),
        Setting("per-path-ignores", "rules that keep quiet below a path", (), _ignores),
        Setting("exclude", "globs of files that are link targets but not linted", (), _texts),
        Setting("fail-on", "level from which `lint` exits with 1", "error", _level),
        Setting("show", "lowest level that `lint` prints for people", "warning", _level),
        Setting("baseline", "file of findings that are known", None, _path),
        Setting("property-schema", "what rule P306 asks of properties", (), _schemas),
    )
}
