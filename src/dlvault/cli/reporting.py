"""What `lint` prints: a report, a count by rule, or a baseline."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dlvault import registry
from dlvault.cli.command import Exit
from dlvault.cli.files import shown_paths
from dlvault.cli.listing import Row, columns, counted, print_rows
from dlvault.errors import UsageError
from dlvault.lint import baseline
from dlvault.report import formats
from dlvault.report.reporter import Report, Reporter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dlvault.cli.answer import Answer
    from dlvault.cli.console import Console
    from dlvault.cli.linting import LintRun
    from dlvault.model.finding import Finding, RulePage, Severity


def print_report(answer: Answer, console: Console, form: str, *, least: Severity) -> None:
    """Print findings in one of the report formats."""
    report = Report(
        answer.findings,
        notes=answer.notes,
        line=answer.line,
        shown=shown_paths(answer.root, console),
        style=console.style,
        width=console.width,
        rules=_rule_pages,
        quiet=console.quiet,
        position=answer.position,
        tally=answer.tally,
        least=least,
    )
    for line in registry.load(formats, form, "REPORTER", Reporter).render(report):
        console.result(line)


def _rule_pages() -> Sequence[RulePage]:
    from dlvault.lint.pages import rule_pages

    return rule_pages()


def print_statistics(findings: tuple[Finding, ...], console: Console, form: str) -> None:
    """Print how many findings each rule has, the most first."""
    counts = Counter((finding.code, finding.name, finding.severity.word) for finding in findings)
    rows: list[Row] = [
        {"code": code, "name": name, "severity": word, "count": count}
        for (code, name, word), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    print_rows(console, form if form in ("json", "jsonl", "md") else "text", "statistics", rows, _statistics_text)


def _statistics_text(rows: Sequence[Row]) -> list[str]:
    return columns([(str(row["count"]), row["code"], row["name"], row["severity"]) for row in rows], right=(0,))


def write_baseline(course: LintRun, console: Console, findings: tuple[Finding, ...], name: str) -> int:
    """Write all findings to a baseline file.

    Raises:
        UsageError: no file is named, neither here nor in the settings, or it holds something else.
        WriteError: the file cannot be written.
    """
    file = course.vault_file(name) or course.settings.path("baseline")
    if file is None:
        raise UsageError("no file is named for the baseline", "write: dlvault lint --write-baseline FILE")
    from dlvault.export.write import write_bytes

    _refuse_other_files(file)
    write_bytes(file, baseline.render(findings).encode("utf-8"))
    console.note(f"Wrote {file} with {counted(len(findings), 'finding')}.")
    return Exit.OK


def _refuse_other_files(file: Path) -> None:
    """Keep `--write-baseline NOTE` from writing over the note: a file of another ending has to be a baseline."""
    if file.suffix == ".json" or not file.exists():
        return
    try:
        baseline.read(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError, UsageError) as error:
        hint = "name another file, best one that ends in .json"
        raise UsageError(f"{file} is there already and is no baseline", hint) from error
