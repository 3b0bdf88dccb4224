"""`dlvault lint`: check every link of the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from dlvault.cli.console import Console

LEVELS = ("error", "warning", "info")
FORMATS = ("text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "md")


def configure(parser: ArgumentParser) -> None:
    """Take paths, format and the exit rule."""
    parser.add_argument("paths", metavar="PATH", nargs="*", help="report these notes and folders only; all are read")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument(
        "--show",
        choices=LEVELS,
        help="print findings from this level on and count the others; machine forms hold all (default: warning, "
        "or --fail-on where that is lower)",
    )
    parser.add_argument(
        "--fail-on", choices=LEVELS, default="error", help="exit with 1 from this level on (default: error)"
    )
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")


def run(args: Namespace, console: Console) -> int:
    """Report what is wrong; the exit code says whether anything reaches `--fail-on`."""
    from dlvault import registry
    from dlvault.cli.context import Context
    from dlvault.cli.locate import open_chosen, reported_paths, shown_path
    from dlvault.lint.pages import rule_pages
    from dlvault.model.finding import Severity
    from dlvault.report import formats
    from dlvault.report.reporter import Report, Reporter

    vault = open_chosen(args, console)
    index = vault.index
    paths = reported_paths(index, args.paths, console)
    findings = vault.lint(paths)
    looked_at = len(index.notes.keys() - index.excluded if paths is None else index.notes.keys() & paths)
    fail_on = Severity[args.fail_on.upper()]
    report = Report(
        findings,
        notes=looked_at,
        lines=Context(vault).lines,
        shown=lambda path: shown_path(index, path, console),
        style=console.style,
        width=console.width,
        rules=rule_pages(),
        quiet=console.quiet,
        position=lambda path, offset: index.notes[path].parsed.lines.position(offset),
        # What fails a run is printed, unless it was asked for otherwise.
        least=Severity[args.show.upper()] if args.show else min(Severity.WARNING, fail_on),
    )
    reporter = registry.load(formats, args.format, "REPORTER", Reporter)
    for line in reporter.render(report):
        console.result(line)
    if not index.notes:
        console.note(f"There are no notes in {index.root}.")
    worst = max((finding.severity for finding in findings), default=None)
    failed = worst is not None and worst >= fail_on and not args.exit_zero
    return Exit.FINDINGS if failed else Exit.OK


COMMAND = Command("lint", "find broken links, headings, blocks and embeds", configure, run)
