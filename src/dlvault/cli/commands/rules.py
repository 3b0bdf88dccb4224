"""`dlvault rules [RULE]`: all rules, or the page of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit
from dlvault.cli.listing import Row, add_format, columns, print_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from dlvault.cli.console import Console

_SAFETY = re.compile(r"^## Fix safety\n+(\w+)", re.MULTILINE)


def configure(parser: ArgumentParser) -> None:
    """Take a rule, if its page is asked for."""
    parser.add_argument("rule", metavar="RULE", nargs="?", help="show the page of this rule: a code or a name")
    add_format(parser)


def run(args: Namespace, console: Console) -> int:
    """List the rules by code, or explain one."""
    rows = rule_rows()
    if args.rule is None:
        listed = [{key: value for key, value in row.items() if key != "page"} for row in rows]
        print_rows(console, args.format, "rules", listed, _text)
        return Exit.OK
    row = _named(rows, args.rule)
    form = "text" if args.format == "md" else args.format
    print_rows(console, form, "rules", [row], lambda _: page(row).splitlines())
    return Exit.OK


def rule_rows() -> list[Row]:
    """Every rule by code: its severity while nothing is configured, how safe its fix is, and its page."""
    from dlvault.lint.pages import rule_pages
    from dlvault.lint.run import all_rules

    rows = []
    for rule, about in zip(all_rules(), rule_pages(), strict=True):
        safety = _SAFETY.search(about.text)
        rows.append(
            {
                "code": rule.code,
                "name": rule.name,
                "severity": rule.severity.word if rule.default else "off",
                "fix": safety[1].lower() if safety else "",
                "summary": about.summary,
                "page": about.text,
            }
        )
    return rows


def page(row: Row) -> str:
    """The page of a rule as Markdown, ending in a line end."""
    fix = f"; its fix is {row['fix']}" if row["fix"] else ""
    level = "Off by default" if row["severity"] == "off" else f"Default: {row['severity']}"
    return f"# {row['code']} {row['name']}\n\n{level}{fix}.\n\n{row['page'].rstrip()}\n"


def _named(rows: Sequence[Row], word: str) -> Row:
    from dlvault.errors import UsageError

    wanted = word.strip().lower()
    by_name = {name.lower(): row for row in rows for name in (row["code"], row["name"])}
    if wanted in by_name:
        return by_name[wanted]
    import difflib

    near = difflib.get_close_matches(wanted, by_name, 1)
    hint = "`dlvault rules` lists them"
    if near:
        found = by_name[near[0]]
        hint = f"did you mean {found['code']} {found['name']}?"
    raise UsageError(f"no rule is called {word!r}", hint)


def _text(rows: Sequence[Row]) -> list[str]:
    return columns([tuple(row.values()) for row in rows])


COMMAND = Command("rules", "all rules with what they report, or the page of one", configure, run)
