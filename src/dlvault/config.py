"""Settings from `dlvault.toml` or `[tool.dlvault]` of a `pyproject.toml`."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dlvault.errors import UsageError
from dlvault.options import DEFAULT_MAX_NOTE_SIZE, MAX_NOTE_SIZE, ReadOptions

if TYPE_CHECKING:
    from pathlib import Path

_KINDS: dict[str, type] = {"vault": str, "max-note-size": int}


@dataclass(frozen=True, slots=True)
class Config:
    """Effective settings. `file` is where they come from, None where every value is a default."""

    file: Path | None = None
    vault: Path | None = None
    max_note_size: int = DEFAULT_MAX_NOTE_SIZE

    @property
    def read(self) -> ReadOptions:
        """What the reading layers need of it."""
        return ReadOptions(self.max_note_size)


def load(start: Path) -> Config:
    """Read the nearest configuration from a folder upwards.

    Raises:
        UsageError: two configurations in one folder, no TOML, an unknown key or a value of another type.
    """
    for folder in (start, *start.parents):
        own, shared = folder / "dlvault.toml", folder / "pyproject.toml"
        own_values = _read(own) if own.is_file() else None
        shared_values = _tool_table(_read(shared)) if shared.is_file() else None
        if own_values is not None and shared_values is not None:
            raise UsageError(f"both {own} and [tool.dlvault] in {shared} hold settings", "keep one of them")
        if own_values is not None:
            return _check(own, own_values)
        if shared_values is not None:
            return _check(shared, shared_values)
    return Config()


def _tool_table(values: dict[str, Any]) -> object:
    """What stands under `[tool.dlvault]`; whatever else a project writes there is none of our business."""
    tool = values.get("tool")
    return tool.get("dlvault") if isinstance(tool, dict) else None


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            return tomllib.load(stream)
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}", "check its permissions") from error
    except RecursionError as error:
        raise UsageError(f"{file} is no valid TOML: it is nested too deeply", "write it flatter") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} is no valid TOML: {error}", "correct that line") from error


def _check(file: Path, values: object) -> Config:
    if not isinstance(values, dict):
        raise UsageError(f"[tool.dlvault] in {file} is no table", "write [tool.dlvault] and the settings below it")
    for key, value in values.items():
        if key not in _KINDS:
            near = difflib.get_close_matches(key, _KINDS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(_KINDS)}"
            raise UsageError(f"{file} has an unknown setting {key!r}", hint)
        if not isinstance(value, _KINDS[key]) or isinstance(value, bool):
            raise UsageError(f"{file}: the setting {key!r} must be {_NAMES[_KINDS[key]]}", f"correct it in {file.name}")
    vault = values.get("vault")
    size = values.get("max-note-size", DEFAULT_MAX_NOTE_SIZE)
    if not 1 <= size <= MAX_NOTE_SIZE:
        raise UsageError(
            f"{file}: the setting 'max-note-size' must be from 1 to {MAX_NOTE_SIZE} bytes", f"correct it in {file.name}"
        )
    return Config(file, None if vault is None else file.parent / vault, size)


_NAMES = {str: "text in quotes", int: "a whole number"}
