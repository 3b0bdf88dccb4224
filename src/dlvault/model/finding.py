"""What the linter reports: findings, their severity and the edits that would mend them."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.formats import is_canvas, is_note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dlvault.model.note import NotePath
    from dlvault.model.text import Position, Span


class Severity(IntEnum):
    """How bad a finding is; larger is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The lower-case word that reports print."""
        return self.name.lower()


class Safety(StrEnum):
    """Whether a fix may be applied without asking, is a guess, or is only shown."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    SHOW = "show"


class Edit(NamedTuple):
    """Replace a span of a note by another text."""

    path: NotePath
    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that mend one finding together."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety


class Finding(NamedTuple):
    """One fault at one place. `start` and `end` are None together with a place in no text: then line 1 stands."""

    code: str
    name: str
    severity: Severity
    message: str
    path: NotePath
    start: Position
    end: Position | None
    subject: str
    hint: str | None = None
    fix: Fix | None = None


class Tally(NamedTuple):
    """How many findings there are: by severity, in how many notes and canvases, and how many `--fix` would mend."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0
    affected: int = 0
    fixable: int = 0

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Tally:
        """Count findings."""
        rows = list(findings)
        levels = [row.severity for row in rows]
        return cls(
            levels.count(Severity.ERROR),
            levels.count(Severity.WARNING),
            levels.count(Severity.INFO),
            len({row.path for row in rows if is_note(row.path) or is_canvas(row.path)}),
            sum(row.fix is not None and row.fix.safety is Safety.SAFE for row in rows),
        )

    def counts(self) -> dict[Severity, int]:
        """Number of findings of each severity, the worst first."""
        return dict(zip(reversed(Severity), self, strict=False))

    @property
    def worst(self) -> Severity | None:
        """The highest severity that occurs."""
        return next((level for level, count in self.counts().items() if count), None)


class RulePage(NamedTuple):
    """What a reader can know of a rule: its page, for `dlvault rules`, the docs and formats that carry help."""

    code: str
    name: str
    severity: Severity
    summary: str
    text: str


class FileProblem(NamedTuple):
    """A file that could not be read as it should: which rule speaks of it, where and why."""

    code: str
    path: NotePath
    line: int
    column: int
    message: str
    hint: str | None = None
