"""What a change did to the links of a vault, as Markdown to paste in a pull request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dlvault.report.formats.md import escaped
from dlvault.report.formats.md import item as item_of
from dlvault.report.places import uri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dlvault.model.finding import Finding, Severity
    from dlvault.model.note import NotePath

LEADS_NOWHERE = frozenset(("L101", "L102", "L103", "L104", "L106", "L108", "L113"))
"""Rules that speak of a link which finds nothing; the others speak of how something is written."""

ORPHAN = "F503"
"""What this rule reports has a section of its own."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is new, what is gone, and which notes have lost their last incoming link.

    `fixed` are findings of then, with the paths they had; `present` gives the path of such a note now, None where it
    was deleted. `rest` are findings that are not new, of notes that were named. `shown` gives the path as seen from
    the working directory. Findings below `least` are counted only.
    """

    revision: str
    new: Sequence[Finding]
    fixed: Sequence[Finding]
    orphans: Sequence[NotePath]
    rest: Sequence[Finding]
    present: Mapping[NotePath, NotePath | None]
    shown: Callable[[str], str]
    least: Severity
    quiet: bool = False


def render(change: Change) -> Iterator[str]:
    """Write what was counted, then a section for each kind of change that there is."""
    new, others = _parted(_printed(change, change.new))
    fixed, mended = _parted(_printed(change, change.fixed))
    rest = _printed(change, change.rest)
    gap = ""
    if not change.quiet:
        counts = (
            f"{_counted(len(new), 'link')} broken",
            f"{len(fixed)} fixed",
            _counted(len(change.orphans), "new orphan"),
        )
        more = [_counted(len(others), "other new finding")] if others else []
        hidden = sum(item.severity < change.least and item.code != ORPHAN for item in (*change.new, *change.rest))
        more += [f"{hidden} more of lower severity"] if hidden else []
        yield f"Since {escaped(change.revision)}: {', '.join(counts)}{''.join(f'; {words}' for words in more)}.\n"
        gap = "\n"
    sections = (
        ("Broken links", _findings(change, new)),
        ("Fixed links", _gone(change, fixed)),
        ("New orphans", _notes(change, change.orphans)),
        ("Other new findings", _findings(change, others)),
        ("Other findings that are gone", _gone(change, mended)),
        ("Not new, in the notes that were named", _findings(change, rest)),
    )
    for title, lines in sections:
        text = "".join(lines)
        if text:
            yield f"{gap}### {title}\n\n{text}"
            gap = "\n"


def _printed(change: Change, findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity >= change.least and finding.code != ORPHAN]


def _parted(findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Links that find nothing, and all else."""
    return (
        [finding for finding in findings if finding.code in LEADS_NOWHERE],
        [finding for finding in findings if finding.code not in LEADS_NOWHERE],
    )


def _findings(change: Change, findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield from item_of(finding, change.shown(finding.path))


def _gone(change: Change, findings: Iterable[Finding]) -> Iterator[str]:
    """Findings of then, which have no line any more; the note is linked where it still is."""
    for finding in findings:
        now = change.present.get(finding.path, finding.path)
        place = f"{escaped(change.shown(finding.path))} (deleted)" if now is None else _link(change.shown(now))
        yield f"- {place} {finding.code} {escaped(finding.message)}\n"


def _notes(change: Change, paths: Iterable[NotePath]) -> Iterator[str]:
    for path in paths:
        yield f"- {_link(change.shown(path))}\n"


def _link(shown: str) -> str:
    return f"[{escaped(shown)}]({uri(shown)})"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
