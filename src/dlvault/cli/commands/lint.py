"""`dlvault lint`: check every link of the vault."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from dlvault.cli.answer import Answer
    from dlvault.cli.console import Console
    from dlvault.cli.linting import LintRun
    from dlvault.config import Config
    from dlvault.model.finding import Finding, Severity

LEVELS = ("error", "warning", "info")
FORMATS = ("text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "md")


def configure(parser: ArgumentParser) -> None:
    """Take paths, rules, fixes, comparison, format and the exit rule."""
    parser.add_argument("paths", metavar="PATH", nargs="*", help="report these notes and folders only; all are read")
    parser.add_argument("--paths-from", metavar="FILE", help="take more paths from a file, or from - (standard input)")
    parser.add_argument("--stdin-filename", metavar="PATH", help="with - as path: the note that standard input holds")
    rules = parser.add_argument_group("rules")
    rules.add_argument(
        "--select", metavar="RULES", action="append", help="codes, beginnings of codes or names: L1,P304"
    )
    rules.add_argument("--ignore", metavar="RULES", action="append", help="rules that keep quiet")
    fixes = parser.add_argument_group("fixes")
    fixes.add_argument("--fix", action="store_true", help="apply safe fixes, then report what is left")
    fixes.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: guesses too")
    fixes.add_argument("--diff", action="store_true", help="show what --fix would change, and write nothing")
    known = parser.add_argument_group("comparison")
    known.add_argument("--since", metavar="REV", help="report what is new since a revision, in any note")
    known.add_argument(
        "--staged",
        action="store_true",
        help="report the notes of the commit at hand, and what it breaks in others; for pre-commit",
    )
    known.add_argument("--baseline", metavar="FILE", help="findings that are known and not reported")
    known.add_argument(
        "--write-baseline", metavar="FILE", nargs="?", const="", help="write all findings to the baseline"
    )
    report = parser.add_argument_group("report")
    report.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    report.add_argument(
        "--show",
        choices=LEVELS,
        help="print findings from this level on and count the others; machine forms hold all (default: warning, "
        "or --fail-on where that is lower)",
    )
    report.add_argument("--statistics", action="store_true", help="count findings by rule")
    report.add_argument("--fail-on", choices=LEVELS, help="exit with 1 from this level on (default: error)")
    report.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")


def run(args: Namespace, console: Console) -> int:
    """Report what is wrong; the exit code says whether anything reaches `--fail-on`."""
    from dlvault.cli.again import Recorder
    from dlvault.cli.chosen import chosen_settings
    from dlvault.cli.plainlint import is_plain, plain_answer
    from dlvault.model.finding import Severity

    _refuse_contradictions(args)
    settings = chosen_settings(args, console)
    fail_on = Severity[(args.fail_on or settings.get("fail-on")).upper()]
    least = _least(args, settings, fail_on)  # what fails a run is printed, unless it was asked for otherwise
    known = _baseline(args, console, settings)
    if is_plain(args):
        recorder = Recorder(args.words, console)
        try:
            answer = plain_answer(args, console, settings, known=known, least=least)
            code = None if answer is None else _report(answer, args, console, fail_on, least)
        finally:
            recorder.stop()
        if answer is not None and code is not None:
            named = [os.path.join(console.cwd, name, "") for name in args.paths]  # noqa: PTH118 - ends in a slash
            recorder.keep(args, code, answer, [*named, *([] if known is None else [str(known)])])
            return code
    return _run_at_length(args, console, settings, fail_on, least)


def _report(answer: Answer, args: Namespace, console: Console, fail_on: Severity, least: Severity) -> int:
    """Print an answer; return the exit code."""
    from dlvault.cli.reporting import print_report, print_statistics

    if args.statistics:
        print_statistics(answer.findings, console, args.format)
    else:
        print_report(answer, console, args.format, least=least)
    if not answer.has_notes:
        console.note(f"There are no notes in {answer.root}.")
    return _exit(answer.tally.worst, args, fail_on)


def _run_at_length(args: Namespace, console: Console, settings: Config, fail_on: Severity, least: Severity) -> int:
    """Compare, fix or write: whatever takes the whole index of the vault."""
    from dlvault.cli.changes import print_change
    from dlvault.cli.fixes import apply_fixes, print_diff
    from dlvault.cli.linting import LintRun
    from dlvault.cli.reporting import write_baseline
    from dlvault.model.finding import Tally

    course = LintRun(args, console, settings)
    if args.diff:
        changed = print_diff(course, console, unsafe=args.unsafe_fixes)
        return Exit.FINDINGS if changed and not args.exit_zero else Exit.OK
    known = _baseline(args, console, settings)
    if args.since and args.format == "md" and not args.statistics and args.write_baseline is None:
        findings = print_change(course, console, args.since, known, least=least)
        return _exit(Tally.of(findings).worst, args, fail_on)
    findings = apply_fixes(course, console, unsafe=args.unsafe_fixes) if args.fix else _findings(args, course)
    if args.write_baseline is not None:
        return write_baseline(course, console, findings, args.write_baseline)
    return _report(course.answer(course.without_known(findings, known)), args, console, fail_on, least)


def _baseline(args: Namespace, console: Console, settings: Config) -> Path | None:
    """The file of findings that are known: as named on the command line, else in the settings."""
    from pathlib import Path

    return Path(console.cwd) / args.baseline if args.baseline else settings.path("baseline")


def _exit(worst: Severity | None, args: Namespace, fail_on: Severity) -> int:
    return Exit.FINDINGS if worst is not None and worst >= fail_on and not args.exit_zero else Exit.OK


def _findings(args: Namespace, course: LintRun) -> tuple[Finding, ...]:
    if args.staged:
        return course.staged(os.environ.get("PRE_COMMIT_FROM_REF") or None)
    return course.findings() if args.since is None else course.since(args.since)


def _least(args: Namespace, settings: Config, fail_on: Severity) -> Severity:
    """The lowest severity that is printed for people: by flag, by configuration, or what can fail the run."""
    from dlvault.model.finding import Severity

    if args.show:
        return Severity[args.show.upper()]
    least = min(Severity[settings.get("show").upper()], fail_on)
    return Severity.INFO if args.select else least


def _refuse_contradictions(args: Namespace) -> None:
    from dlvault.errors import UsageError

    if args.unsafe_fixes and not (args.fix or args.diff):
        raise UsageError("--unsafe-fixes changes nothing by itself", "add --fix to apply them, or --diff to see them")
    if (args.fix or args.diff) and (args.since or args.staged or args.stdin_filename):
        raise UsageError("fixes go with the whole vault or with paths", "leave --since, --staged and - out")
    if args.since and args.staged:
        raise UsageError("--since and --staged are two comparisons", "choose one")
    if args.write_baseline is not None and (args.paths or args.paths_from or args.since or args.staged):
        hint = "leave paths, --since and --staged out: what a baseline does not hold is new"
        raise UsageError("a baseline holds the findings of the whole vault", hint)
    if args.staged and args.stdin_filename:
        raise UsageError("--staged takes the texts of notes from git", "leave - out")


COMMAND = Command("lint", "find broken links, headings, blocks and embeds, and fix them", configure, run)
