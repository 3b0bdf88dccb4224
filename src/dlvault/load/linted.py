"""The findings of a vault as a value, and where they are kept from one run to the next."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from dlvault.load.buckets import BUCKETS
from dlvault.load.findings import Part, Told, decode, encode, order
from dlvault.model.finding import Tally
from dlvault.version import RULES_VERSION, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from dlvault.load.hidden import Hidden
    from dlvault.load.store import Store
    from dlvault.model.finding import Finding
    from dlvault.model.note import NotePath
    from dlvault.options import LintOptions

_MOST_VIEWS = 4
"""So many sets of options are remembered with their findings."""


class VaultFiles(NamedTuple):
    """The files of a vault by path, and what of it could not be read as it should: files and folders."""

    root: Path
    notes: Collection[NotePath]
    attachments: Collection[NotePath]
    troubled: Collection[NotePath]


class Found(NamedTuple):
    """The findings of all notes that a run looks at.

    `loud` are those that are printed for people, in the order of reports; `quiet` reads the infos, which may take
    long. `notes` is how many notes were looked at.
    """

    loud: tuple[Told, ...]
    quiet: Callable[[], tuple[Told, ...]]
    tally: Tally
    notes: int


class Linted(NamedTuple):
    """The same with the files of the vault, and which of them are hidden from the linter."""

    loud: tuple[Told, ...]
    quiet: Callable[[], tuple[Told, ...]]
    tally: Tally
    notes: int
    files: VaultFiles
    hidden: Hidden

    def findings(self) -> tuple[Finding, ...]:
        """All findings in the order of reports, without their lines."""
        return tuple([one.finding for one in sorted((*self.loud, *self.quiet()), key=order)])


class View:
    """The findings of a vault under one set of options, in the store.

    `facts` says of what they are true: the `revision` of the files, what git told, how many notes were looked at, and
    how many findings of each sort each part has.
    """

    def __init__(self, store: Store, options: LintOptions) -> None:
        """Name the view."""
        self._store = store
        self.name = f"view/{VERSION}.{RULES_VERSION}/{tuple(options)!r}"

    def row(self, number: int, *, loud: bool) -> str:
        """Name of one part."""
        return f"{self.name}/{'loud' if loud else 'quiet'}/{number}"

    def read(self, data: bytes | None) -> dict[str, Any] | None:
        """What is known of the view, from the row of its name."""
        return read_object(data)

    def linted(self, facts: Mapping[str, Any], otherwise: Callable[[], Found]) -> Found | None:
        """The findings as they are stored; None when a part of them is lost, `otherwise` when infos prove to be."""
        tallies = {int(number): Tally(*row) for number, row in facts["parts"].items()}
        loud = self.parts([number for number, tally in tallies.items() if tally.errors or tally.warnings], loud=True)
        infos = [number for number, tally in tallies.items() if tally.infos]
        if loud is None or not self.has(infos):
            return None
        rows = tuple(sorted((one for part in loud.values() for one in part), key=order))
        return Found(rows, lambda: self.quiet(infos, {}, otherwise), total(tallies), facts["notes"])

    def quiet(self, numbers: list[int], known: Mapping[int, Part], otherwise: Callable[[], Found]) -> tuple[Told, ...]:
        """Infos of some parts, as far as they are not `known`."""
        parts = self.parts([number for number in numbers if number not in known], loud=False)
        if parts is None:
            return otherwise().quiet()
        found = [one for part in parts.values() for one in part]
        return (*found, *(one for part in known.values() for one in part.quiet))

    def has(self, numbers: list[int]) -> bool:
        """Whether parts of infos are there."""
        names = {self.row(number, loud=False) for number in numbers}
        return names <= set(self._store.names(f"{self.name}/quiet/")) if names else True

    def parts(self, numbers: list[int], *, loud: bool) -> dict[int, list[Told]] | None:
        """Findings of some parts; None when one of them is lost."""
        found = self._store.get(*(self.row(number, loud=loud) for number in numbers))
        try:
            return {number: decode(data or b"") for number, data in zip(numbers, found, strict=True)}
        except ValueError:
            return None

    def rows(self, facts: Mapping[str, Any], parts: Mapping[int, Part], *, whole: bool) -> dict[str, bytes | None]:
        """What to write: the facts and some parts. With `whole` parts that are not named are deleted."""
        rows: dict[str, bytes | None] = {self.name: write_object(facts)}
        for number in range(BUCKETS) if whole else parts:
            part = parts.get(number, Part((), ()))
            rows[self.row(number, loud=True)] = encode(part.loud) if part.loud else None
            rows[self.row(number, loud=False)] = encode(part.quiet) if part.quiet else None
        return rows

    def others(self) -> dict[str, bytes | None]:
        """What to delete, so that no more than a few views are kept: the others, once there are too many."""
        names = self._store.names("view/")
        views = [name for name in names if "/loud/" not in name and "/quiet/" not in name and name != self.name]
        if len(views) < _MOST_VIEWS:
            return {}
        return {name: None for name in names if not name.startswith(self.name)}


class LostError(Exception):
    """A part of what was stored is damaged or was deleted meanwhile: the vault has to be looked at again."""


def total(tallies: Mapping[int, Tally]) -> Tally:
    """Counts of all parts together."""
    return Tally(*map(sum, zip(*tallies.values(), strict=True))) if tallies else Tally()


def read_object(data: bytes | None) -> dict[str, Any] | None:
    """A JSON object from the store."""
    try:
        value = None if data is None else json.loads(data.decode("utf-8", "surrogatepass"))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def write_object(value: Mapping[str, Any]) -> bytes:
    """A JSON object for the store."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
