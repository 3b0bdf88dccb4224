"""Settings from `dlvault.toml` or `[tool.dlvault]` of a `pyproject.toml`; each value knows its source."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from dlvault.errors import UsageError
from dlvault.options import LintOptions, ReadOptions
from dlvault.settings import SETTINGS, WrongValueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

DEFAULT = "default"
_NOTHING: Mapping[str, Any] = {}


class Config(NamedTuple):
    """Effective settings. `place` is the path of their file, None where every value is a default."""

    place: str | None = None
    values: Mapping[str, Any] = _NOTHING

    @property
    def file(self) -> Path | None:
        """The file that the settings come from; pathlib is imported for nobody else."""
        from pathlib import Path

        return None if self.place is None else Path(self.place)

    def get(self, key: str) -> Any:  # noqa: ANN401 - settings are of any type
        """Value of a setting, or its default."""
        return self.values.get(key, SETTINGS[key].default)

    def source(self, key: str) -> str:
        """Where the value of a setting comes from."""
        return str(self.place) if key in self.values else DEFAULT

    def path(self, key: str) -> Path | None:
        """A path of the settings, which is written from the folder of their file."""
        from pathlib import Path

        place = self.place_of(key)
        return None if place is None else Path(place)

    def place_of(self, key: str) -> str | None:
        """The same path as a text."""
        value = self.values.get(key)
        return None if value is None or self.place is None else os.path.join(os.path.dirname(self.place), value)

    @property
    def read(self) -> ReadOptions:
        """What the reading layers need of it."""
        return ReadOptions(self.get("max-note-size"), self.get("types"), self.get("infer-types"))

    @property
    def lint(self) -> LintOptions:
        """What the linter needs of it."""
        return LintOptions(
            select=self.get("select"),
            ignore=self.get("ignore"),
            severity=self.get("severity"),
            exclude=self.get("exclude"),
            per_path_ignores=self.get("per-path-ignores"),
            property_schemas=self.get("property-schema"),
            types=self.get("types"),
        )


def load(start: str | os.PathLike[str]) -> Config:
    """Read the nearest configuration from a folder upwards.

    Raises:
        UsageError: two configurations in one folder, no TOML, an unknown key or a value of another type.
    """
    for folder in upwards(os.fspath(start)):
        own, shared = os.path.join(folder, "dlvault.toml"), os.path.join(folder, "pyproject.toml")
        own_values = _read(own) if os.path.isfile(own) else None
        shared_values = _tool_table(_read(shared)) if os.path.isfile(shared) else None
        if own_values is not None and shared_values is not None:
            raise UsageError(f"both {own} and [tool.dlvault] in {shared} hold settings", "keep one of them")
        if own_values is not None:
            return Config(own, _check(own, own_values))
        if shared_values is not None:
            return Config(shared, _check(shared, shared_values))
    return Config()


def upwards(folder: str) -> Iterator[str]:
    """A folder and those that hold it, the nearest first."""
    yield folder
    while (above := os.path.dirname(folder)) != folder:
        yield above
        folder = above


def _tool_table(values: dict[str, Any]) -> object:
    """What stands under `[tool.dlvault]`; whatever else a project writes there is none of our business."""
    tool = values.get("tool")
    return tool.get("dlvault") if isinstance(tool, dict) else None


def _read(file: str) -> dict[str, Any]:
    import tomllib

    try:
        with open(file, "rb") as stream:
            return tomllib.loads(stream.read().decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}", "check its permissions") from error
    except RecursionError as error:
        raise UsageError(f"{file} is no valid TOML: it is nested too deeply", "write it flatter") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is no valid TOML: it is not UTF-8", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file} is no valid TOML: {error}", "correct that line") from error


def _check(file: str, values: object) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise UsageError(f"[tool.dlvault] in {file} is no table", "write [tool.dlvault] and the settings below it")
    checked = {}
    for written, value in values.items():
        key = written.replace("_", "-")
        if key in checked:
            raise UsageError(f"{file} holds the setting {key!r} twice", "keep one of them")
        setting = SETTINGS.get(key)
        if setting is None:
            import difflib

            near = difflib.get_close_matches(key, SETTINGS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(SETTINGS)}"
            raise UsageError(f"{file} has an unknown setting {written!r}", hint)
        try:
            checked[key] = setting.read(value)
        except WrongValueError as error:
            message = f"{file}: the setting {key!r} must be {error}"
            raise UsageError(message, f"correct it in {os.path.basename(file)}") from error
    return checked
