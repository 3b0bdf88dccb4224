"""Settings as text: values written as TOML, and an example of each."""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dlvault.options import PropertySchema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dlvault.settings import Setting

_BARE = re.compile(r"[A-Za-z0-9_-]+")

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "vault": '"notes"',
        "max-note-size": "1048576",
        "types": '["PAPER", "CODE", "BOOK", "DATASET"]',
        "infer-types": "false",
        "select": '["L", "P301"]',
        "ignore": '["L105", "heading-jump"]',
        "severity": '{ L105 = "error", case-mismatch = "off" }',
        "per-path-ignores": '{ "Archive/" = ["L1"], "Inbox/*.md" = ["broken-link"] }',
        "exclude": '["Clippings/", "*.excalidraw.md"]',
        "fail-on": '"warning"',
        "show": '"info"',
        "baseline": '"dlvault-baseline.json"',
        "property-schema": '[{ path = "Papers/", required = ["year"], types = { year = "number" } }]',
    }
)
"""A value for each setting that somebody could want, as TOML on one line."""


def plain_value(key: str, value: object) -> Any:  # noqa: ANN401 - settings are of any type
    """The value of a setting as lists, tables and simple values, in the form in which it is configured."""
    return _plain(dict(value) if key == "per-path-ignores" else value)  # type: ignore[call-overload]


def _plain(value: object) -> Any:  # noqa: ANN401
    if isinstance(value, PropertySchema):
        rows = ((key, _plain(item)) for key, item in value._asdict().items())
        return {key: item for key, item in rows if item}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value if isinstance(value, (bool, int, float)) or value is None else str(value)


def toml(value: object) -> str:
    """Write a plain value as TOML on one line; what is not set has no TOML and gives ``""``."""
    if isinstance(value, dict):
        inside = ", ".join(f"{_key(key)} = {toml(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    return "" if value is None else repr(value)


def default_of(setting: Setting) -> str:
    """The default of a setting as TOML; ``""`` where it has none."""
    return toml(plain_value(setting.key, setting.default))


def sentence(setting: Setting) -> str:
    """What a setting is for, as a sentence."""
    return f"{setting.help[:1].upper()}{setting.help[1:]}."


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
