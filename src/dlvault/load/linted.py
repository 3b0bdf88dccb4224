"""The findings of a vault as a value, and where they are kept from one run to the next."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from dlvault.load.buckets import BUCKETS
from dlvault.load.findings import Part, Told, decode, encode, order
from dlvault.load.objects import seals_of, write_object
from dlvault.model.finding import Tally
from dlvault.model.formats import is_canvas, is_note
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


class VaultFiles:
    """The files of a vault by path, and those files and folders that could not be read as they should."""

    def __init__(self, root: Path, paths: Collection[NotePath], troubled: Collection[NotePath]) -> None:
        """Take all visible files; they are sorted out when somebody asks."""
        self.root = root
        self.paths = paths
        self.troubled = troubled

    @cached_property
    def notes(self) -> Collection[NotePath]:
        """Notes and canvases."""
        return dict.fromkeys(path for path in self.paths if is_note(path) or is_canvas(path))

    @cached_property
    def attachments(self) -> Collection[NotePath]:
        """All other files."""
        return frozenset(path for path in self.paths if path not in self.notes)

    @property
    def has_notes(self) -> bool:
        """Whether there is any note or canvas."""
        return any(is_note(path) or is_canvas(path) for path in self.paths)


class Found(NamedTuple):
    """The findings of all notes that a run looks at.

    `loud` are those that are printed for people, in the order of reports; `quiet` reads the infos, which may take
    long. `notes` is how many notes were looked at.
    """

    loud: tuple[Told, ...]
    quiet: Callable[[], tuple[Told, ...]]
    tally: Tally
    notes: int

    def findings(self) -> tuple[Finding, ...]:
        """All findings in the order of reports, without their lines."""
        return tuple([one.finding for one in sorted((*self.loud, *self.quiet()), key=order)])


class Proof(NamedTuple):
    """What shows a later run that nothing has changed: the seals of paths and columns in the store, the stamp of git.

    `since` is when the run began: what was changed as late as that proves nothing.
    """

    seals: tuple[int, int]
    git: str
    since: int


class Linted(NamedTuple):
    """What was found, the files of the vault, which of them are hidden from the linter, and what proves it all true."""

    found: Found
    files: VaultFiles
    hidden: Hidden
    proof: Proof | None


class View:
    """The findings of a vault under one set of options, in the store.

    `facts` says of what they are true: the `revision` of the files, what git told, how many notes were looked at, and
    how many findings of each sort each part has. They hold the options too, for the name is but a number.
    """

    def __init__(self, store: Store, options: LintOptions) -> None:
        """Name the view."""
        self._store = store
        self.asked = f"{VERSION} {RULES_VERSION} {tuple(options)!r}"
        self.name = f"view/{crc32(self.asked.encode('utf-8', 'surrogatepass')):08x}"

    def row(self, number: int, *, loud: bool) -> str:
        """Name of one part."""
        return f"{self.name}/{'loud' if loud else 'quiet'}/{number}"

    def linted(self, facts: Mapping[str, Any], otherwise: Callable[[], Found]) -> Found | None:
        """The findings as they are stored; None when a part of them is lost, `otherwise` when infos prove to be."""
        tallies = {int(number): Tally(*row) for number, row in facts["parts"].items()}
        numbers = [number for number, tally in tallies.items() if tally.errors or tally.warnings]
        loud = self.parts(numbers, facts["seals"], loud=True)
        if loud is None:
            return None
        infos = [number for number, tally in tallies.items() if tally.infos]
        rows = tuple(sorted((one for part in loud.values() for one in part), key=order))
        quiet = self.quiet(infos, {}, facts["seals"], otherwise)
        return Found(rows, quiet, total(tallies), facts["notes"])

    def quiet(
        self, numbers: list[int], known: Mapping[int, Part], seals: Mapping[str, int], otherwise: Callable[[], Found]
    ) -> Callable[[], tuple[Told, ...]]:
        """What reads the infos of some parts, as far as they are not `known`."""

        def read() -> tuple[Told, ...]:
            parts = self.parts([number for number in numbers if number not in known], seals, loud=False)
            if parts is None:
                return otherwise().quiet()
            found = [one for part in parts.values() for one in part]
            return (*found, *(one for part in known.values() for one in part.quiet))

        return read

    def parts(self, numbers: list[int], seals: Mapping[str, int], *, loud: bool) -> dict[int, list[Told]] | None:
        """Findings of some parts; None when one of them is lost."""
        found = self._store.get(*(self.row(number, loud=loud) for number in numbers), seals=seals)
        try:
            return {number: decode(data or b"") for number, data in zip(numbers, found, strict=True)}
        except ValueError:
            return None

    def rows(self, facts: Mapping[str, Any], parts: Mapping[int, Part], *, whole: bool) -> dict[str, bytes | None]:
        """What to write: the facts and some parts. With `whole` parts that are not named are deleted."""
        rows: dict[str, bytes | None] = {}
        for number in range(BUCKETS) if whole else parts:
            part = parts.get(number, Part((), ()))
            rows[self.row(number, loud=True)] = encode(part.loud) if part.loud else None
            rows[self.row(number, loud=False)] = encode(part.quiet) if part.quiet else None
        seals = {**({} if whole else facts["seals"]), **seals_of(rows)}
        rows[self.name] = write_object(
            {
                **facts,
                "asked": self.asked,
                "seals": {name: seals[name] for name in seals if rows.get(name, b"kept") is not None},
            }
        )
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
