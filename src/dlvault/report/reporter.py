"""What a report format is given and what it returns."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dlvault.model.finding import Finding, RulePage, Tally
    from dlvault.model.note import NotePath
    from dlvault.model.text import Position


class Report(NamedTuple):
    """Findings in their final order, and what formats need beside them.

    `tally` counts all findings; where `least` keeps some from being printed, `findings` may lack those.

    `notes` is how many notes were looked at; `line` gives the line on which a finding stands; `shown` gives the path
    as seen from the working directory; `style` colours a text; `width` is that of the terminal in columns. `rules`
    gives the pages of all rules, by code; `position` turns an offset in a note, as edits have them, into a place.
    `quiet` asks the formats for people to leave out the line that counts.
    """

    findings: Sequence[Finding]
    notes: int
    line: Callable[[Finding], str | None]
    shown: Callable[[str], str]
    style: Callable[[str, str], str]
    width: int
    rules: Callable[[], Sequence[RulePage]]
    position: Callable[[NotePath, int], Position]
    tally: Tally
    least: Severity = Severity.INFO
    quiet: bool = False

    def counts(self) -> dict[Severity, int]:
        """Number of findings of each severity, the worst first."""
        return self.tally.counts()

    def printed(self) -> tuple[Finding, ...]:
        """Findings that formats for people print one by one."""
        return tuple(finding for finding in self.findings if finding.severity >= self.least)


class Reporter(NamedTuple):
    """A report format: its name on the command line and the pieces of its output."""

    name: str
    render: Callable[[Report], Iterator[str]]


def fingerprint(finding: Finding) -> str:
    """Name a finding by rule, note and what it speaks of, never by its place."""
    import hashlib

    name = f"{finding.code}\x00{finding.path}\x00{finding.subject}"
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def distinct_fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """Name each finding so that no two names agree: equal ones are numbered from the second on."""
    seen: Counter[str] = Counter()
    for finding in findings:
        name = fingerprint(finding)
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"
