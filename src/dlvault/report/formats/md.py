"""`--format md`: a report to paste in a pull request, in which nothing of the notes is Markdown again."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dlvault.model.late import late
from dlvault.report.places import uri
from dlvault.report.plain import plain
from dlvault.report.reporter import Report, Reporter
from dlvault.report.wording import advice, summary, unstyled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding

_MARKS = late(r"[\\`*_\[\]<>#|~$!^=%&{}]|:(?=\S)|(?<=www)\.")
"""What begins or ends anything in Markdown, GitHub's or Obsidian's, within a line of text."""

_MENTION = late(r"@(?=\w)|#(?=\d)")
_JOINER = "\u2060"
"""No width, no break: GitHub sees no `@name` and no `#12` to notify or refer to, a reader sees no change."""

_OPTION = late(r"--(?:unsafe-)?fix(?:es)?\b")


def render(report: Report) -> Iterator[str]:
    """Write what was counted, then the findings by note."""
    gap = ""
    if not report.quiet:
        yield _OPTION.sub(r"`\g<0>`", summary(report, unstyled)) + "\n"
        gap = "\n"
    for path, findings in groupby(report.printed(), key=lambda finding: finding.path):
        shown = report.shown(path)
        yield f"{gap}### {escaped(shown)}\n\n"
        gap = "\n"
        for finding in findings:
            yield from item(finding, shown)


def item(finding: Finding, shown: str) -> Iterator[str]:
    """Write a finding with its place, linked, and what to do about it."""
    line = finding.start.line
    link = f"[{escaped(shown)}:{line}]({uri(shown)}#L{line})"
    yield f"- {link} **{finding.severity.word}** {finding.code} {escaped(finding.message)}\n"
    for text in advice(finding):
        yield f"  - help: {escaped(text)}\n"


def escaped(text: str) -> str:
    """Escape a text so that it reads as it is."""
    joined = _MENTION.sub(rf"\g<0>{_JOINER}", plain(text).replace("\t", " "))
    return _MARKS.sub(r"\\\g<0>", joined)


REPORTER = Reporter("md", render)
