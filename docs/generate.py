"""Write what follows from the code: the pages of rules, commands and settings, and the help. `make docs` runs it."""

from __future__ import annotations

import argparse
import io
import textwrap
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dlvault import registry
from dlvault.cli import commands
from dlvault.cli.arguments import add_common, overview_parser
from dlvault.cli.command import Command
from dlvault.cli.commands.rules import page, rule_rows
from dlvault.cli.console import Console
from dlvault.cli.settings_text import EXAMPLES, default_of, sentence
from dlvault.settings import PROPERTY_TYPES, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dlvault.cli.listing import Row

DOCS = Path(__file__).parent
MARK = "<!-- Written by docs/generate.py. Change the code, then run: make docs -->\n\n"
OVERVIEW = "../src/dlvault/cli/overview.py"
OVERVIEW_MODULE = '''\
"""The help of `dlvault` itself as a text: neither argparse nor a command is imported for it.

Written by docs/generate.py. Change the code, then run: make docs
"""

HELP = """\\
{help}"""
'''
COLUMNS = 80
FAMILIES = {
    "L": "Links",
    "T": "Tags",
    "P": "Properties",
    "H": "Headings and blocks",
    "F": "Files and structure",
    "R": "Resources",
    "U": "URLs",
    "X": "The run itself",
}
MORE = {
    "types": (
        "Case does not matter; a nested tag (`#THESIS/PHD`) has the type before the slash. The list takes the place of "
        "the default one."
    ),
    "infer-types": "The headings are those of awesome lists: Papers, Books, Courses, Libraries, Talks, Theses.",
    "select": "`ALL` means every rule. The flag `--select` of `lint` goes over it, `--ignore` over `ignore`.",
    "ignore": "It wins over `select`, but for a rule that `select` names by its own code or name.",
    "severity": "The key is a code, the beginning of codes, or a name. A level turns a rule on that is off by default.",
    "per-path-ignores": "The key is a glob of vault paths; one that names a folder fits everything below it.",
    "exclude": "What Obsidian itself excludes (`userIgnoreFilters`) and its folder of templates are left out anyway.",
    "baseline": "`dlvault lint --write-baseline` writes it. The path is read from the file of the settings.",
    "property-schema": (
        "Each table has `path` (a glob of vault paths) or `tag` or both, which say whom it concerns; `required`, a "
        f"list of keys; `types`, one of {', '.join(f'`{name}`' for name in PROPERTY_TYPES)} for a key; and `values`, "
        "what a key may hold."
    ),
}
RULES_INTRODUCTION = """\
# Rules

`dlvault rules` lists them, `dlvault rules L101` shows the page of one. [Settings](../configuration.md) choose them and
say how bad they are. A fix that is safe is applied by `dlvault lint --fix`; one that is unsafe is a guess and needs
`--unsafe-fixes` too.
"""
SETTINGS_INTRODUCTION = """\
# Settings

They stand in `dlvault.toml`, or under `[tool.dlvault]` in `pyproject.toml`; both in one folder are an error. The
nearest file counts: upwards from the folder that `--vault` names, else upwards from the working directory, else in the
vault that is found. Flags of the command line go over it. An unknown setting or a value of another type is an error.

`dlvault init` writes a `dlvault.toml` with every setting as a comment; `dlvault config` shows what is in effect and
where each value comes from.
"""
EXIT_CODES = """\
| exit code | means |
| --- | --- |
| 0 | all is well |
| 1 | findings at or above `--fail-on` |
| 2 | a wrong command line, a wrong configuration, or no vault |
| 3 | a bug in dlvault |
| 130 | interrupted |
"""


def main() -> None:
    """Write every page, and delete those of rules that are no more."""
    written = pages()
    for name, text in written.items():
        file = DOCS / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    for file in (DOCS / "rules").glob("*.md"):
        if f"rules/{file.name}" not in written:
            file.unlink()


def pages() -> dict[str, str]:
    """Text of each generated page by its path from the docs."""
    rows = rule_rows()
    texts = {f"rules/{row['code']}.md": f"{page(row)}\n[All rules](README.md)\n" for row in rows}
    texts |= {"rules/README.md": rules_page(rows), "cli.md": cli_page(), "configuration.md": configuration_page()}
    return {name: MARK + text for name, text in texts.items()} | {OVERVIEW: overview_module()}


def rules_page(rows: list[Row]) -> str:
    """A table of the rules of each family."""
    parts = [RULES_INTRODUCTION]
    for letter, title in FAMILIES.items():
        family = [row for row in rows if row["code"].startswith(letter)]
        if family:
            lines = [f"\n## {title}\n\n| code | name | default | fix | reports |\n| --- | --- | --- | --- | --- |\n"]
            lines += [_table_row(row) for row in family]
            parts.append("".join(lines))
    return "".join(parts)


def _table_row(row: Row) -> str:
    summary = row["summary"].replace("|", "\\|")
    return f"| [{row['code']}]({row['code']}.md) | {row['name']} | {row['severity']} | {row['fix']} | {summary} |\n"


def overview_module() -> str:
    """The help of `dlvault` itself, 80 columns wide, as the module that prints it."""
    every = registry.collect(commands, "COMMAND", Command)
    width = max(len(command.name) for command in every)
    rows = [_hung(f"  {command.name:<{width}}  {command.summary}", width + 4) for command in every]
    parser = overview_parser(Console(io.StringIO(), io.StringIO()))
    parser.description = _hung(parser.description or "", 0)
    parser.epilog = "\n".join(["commands:", *rows, "", "`dlvault COMMAND --help` explains each."])
    parser.formatter_class = partial(argparse.RawDescriptionHelpFormatter, width=COLUMNS - 2)
    # The parser itself prints the module that is written here.
    return OVERVIEW_MODULE.format(help=argparse.ArgumentParser.format_help(parser))


def _hung(text: str, indent: int) -> str:
    return textwrap.fill(text, COLUMNS, subsequent_indent=" " * indent)


def cli_page() -> str:
    """Every command with its arguments, in words that are the same from one Python to the next."""
    every = registry.collect(commands, "COMMAND", Command)
    table = "".join(f"| [{command.name}](#dlvault-{command.name}) | {command.summary} |\n" for command in every)
    common = argparse.ArgumentParser(add_help=False)
    add_common(common)
    parts = [
        "# Commands\n\n`dlvault [--vault DIR] COMMAND ...`; `dlvault COMMAND --help` says the same as this page.\n\n",
        f"| command | does |\n| --- | --- |\n{table}\n{EXIT_CODES}\n## Everywhere\n\n",
        *_arguments(common),
        "- `--version` - print the version\n",
    ]
    for command in every:
        parser = parser_of(command)
        parts.append(f"\n## dlvault {command.name}\n\n{_capitalised(command.summary)}.\n\n")
        parts.append(f"```console\n{_usage(command, parser)}\n```\n")
        parts += _arguments(parser)
    return "".join(parts)


def parser_of(command: Command) -> argparse.ArgumentParser:
    """The arguments of a command without those that every command takes."""
    parser = argparse.ArgumentParser(prog=f"dlvault {command.name}", add_help=False)
    command.configure(parser)
    return parser


def _usage(command: Command, parser: argparse.ArgumentParser) -> str:
    actions = parser._actions  # noqa: SLF001
    required = [_option(action) for action in actions if action.option_strings and action.required]
    optional = ["[OPTION ...]"] if any(action.option_strings and not action.required for action in actions) else []
    positional = [_place(action) for action in actions if not action.option_strings]
    return " ".join(["$ dlvault", command.name, *optional, *required, *positional])


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    for group in parser._action_groups:  # noqa: SLF001
        actions = group._group_actions  # noqa: SLF001
        if actions and group.title not in ("positional arguments", "options", "everywhere"):
            yield f"\n{_capitalised(str(group.title))}:\n"
        gap = "" if group.title == "everywhere" or not actions else "\n"
        for action in actions:
            words = (action.help or "") % vars(action)
            yield f"{gap}- `{_option(action) if action.option_strings else _place(action)}` - {words}\n"
            gap = ""


def _place(action: argparse.Action) -> str:
    name = str(action.metavar or action.dest)
    return {"*": f"[{name} ...]", "+": f"{name} ...", "?": f"[{name}]"}.get(str(action.nargs), name)


def _option(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings)
    if action.nargs == 0:
        return names
    value = "|".join(map(str, action.choices)) if action.choices else str(action.metavar or action.dest.upper())
    return f"{names} [{value}]" if action.nargs == "?" else f"{names} {value}"


def configuration_page() -> str:
    """Every setting with its default and an example."""
    parts = [SETTINGS_INTRODUCTION, "\n| setting | default |\n| --- | --- |\n"]
    parts += [f"| [{key}](#{key}) | {_default(key)} |\n" for key in SETTINGS]
    parts += [_setting(key) for key in SETTINGS]
    return "".join(parts)


def _setting(key: str) -> str:
    more = f" {MORE[key]}" if key in MORE else ""
    words = f"{sentence(SETTINGS[key])}{more}\n\nDefault: {_default(key)}."
    return f"\n## {key}\n\n{words}\n\n```toml\n{key} = {EXAMPLES[key]}\n```\n"


def _default(key: str) -> str:
    default = default_of(SETTINGS[key])
    return f"`{default}`" if default else "not set"


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def stale(texts: Mapping[str, str]) -> list[str]:
    """Pages that are not as they would be written."""
    return [
        name
        for name, text in texts.items()
        if not (DOCS / name).is_file() or (DOCS / name).read_text(encoding="utf-8") != text
    ]


if __name__ == "__main__":
    main()
