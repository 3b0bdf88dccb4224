"""The docs: generated pages are as the code is, nothing lacks its page, and the examples hold."""

from __future__ import annotations

import importlib
import re
import runpy
import shlex
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from dlvault import config, registry
from dlvault.cli import commands
from dlvault.cli.arguments import add_common
from dlvault.cli.command import Command
from dlvault.cli.commands.init import settings_text
from dlvault.cli.commands.rules import rule_rows
from dlvault.cli.settings_text import EXAMPLES, default_of, plain_value, toml
from dlvault.lint import rules
from dlvault.lint.rule import Rule
from dlvault.lint.run import all_rules
from dlvault.lint.selection import Selection
from dlvault.settings import SETTINGS
from tests.conftest import TESTS, Ran

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOP = TESTS.parent
DOCS = TOP / "docs"
GENERATE: dict[str, Any] = runpy.run_path(str(DOCS / "generate.py"))
PAGES: dict[str, str] = GENERATE["pages"]()
WRITTEN = [TOP / "README.md", *sorted(DOCS.glob("*.md"))]
REQUIRED = ["What it does", "Why it matters", "Example", "Instead"]
OPTIONAL = ["Options", "Fix safety"]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(file: Path, kind: str) -> list[str]:
    return [text for found, text in FENCE.findall(file.read_text(encoding="utf-8")) if found == kind]


def test_no_generated_page_is_stale() -> None:
    assert GENERATE["stale"](PAGES) == [], "run: make docs"


def test_every_rule_has_its_page_and_no_page_is_left_over() -> None:
    assert {file.stem for file in (DOCS / "rules").glob("*.md")} == {"README", *(rule.code for rule in all_rules())}
    table = PAGES["rules/README.md"]
    for row in rule_rows():
        assert f"| [{row['code']}]({row['code']}.md) | {row['name']} | {row['severity']} |" in table


@pytest.mark.parametrize("name", registry.names(rules))
def test_a_rule_page_has_its_headings_in_order(name: str) -> None:
    page = importlib.import_module(f"{rules.__name__}.{name}").__doc__ or ""
    code = registry.load(rules, name, "RULE", Rule).code
    headings = re.findall(r"^## (.*)$", page, re.MULTILINE)
    assert headings == REQUIRED + [heading for heading in OPTIONAL if heading in headings]
    row = next(row for row in rule_rows() if row["code"] == code)
    assert row["fix"] in (("safe", "unsafe") if "Fix safety" in headings else ("",)), "it begins with Safe or Unsafe"
    assert row["summary"].endswith("."), "the first line is a sentence"


def test_a_rule_that_offers_a_fix_says_how_safe_it_is() -> None:
    offering = set()
    for file in (TESTS / "cases" / "rules").glob("*.yaml"):
        if any("safety" in case for case in yaml.safe_load(file.read_text(encoding="utf-8"))):
            offering.add(file.stem)
    assert offering <= {row["code"] for row in rule_rows() if row["fix"]}, "a section is missing: Fix safety"


def test_every_command_and_every_option_stands_in_the_docs() -> None:
    text = PAGES["cli.md"]
    sections = dict(re.findall(r"^## dlvault (\S+)\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE))
    every = registry.collect(commands, "COMMAND", Command)
    assert set(sections) == {command.name for command in every}
    for command in every:
        for action in GENERATE["parser_of"](command)._actions:  # noqa: SLF001 - what argparse knows
            for option in action.option_strings:
                assert option in sections[command.name]
            assert action.help, f"{command.name} {action.dest} has no help"


def test_every_setting_stands_in_the_docs_with_default_and_example() -> None:
    text = PAGES["configuration.md"]
    sections = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE))
    assert list(sections) == list(SETTINGS) == list(EXAMPLES)
    for key, section in sections.items():
        assert f"Default: {f'`{default_of(SETTINGS[key])}`' if default_of(SETTINGS[key]) else 'not set'}." in section
        assert f"\n{key} = {EXAMPLES[key]}\n" in section


def test_examples_of_settings_load_and_name_rules_that_exist(tmp_path: Path) -> None:
    lines = [f"{key} = {example}" for key, example in EXAMPLES.items()]
    (tmp_path / "dlvault.toml").write_text("\n".join(lines), encoding="utf-8")
    settings = config.load(tmp_path)
    Selection(all_rules(), settings.lint)
    for key, example in EXAMPLES.items():
        assert tomllib.loads(f"value = {example}")["value"] == plain_value(key, settings.get(key))
        assert tomllib.loads(f"value = {toml(plain_value(key, settings.get(key)))}") == tomllib.loads(
            f"value = {example}"
        )
        assert settings.get(key) != SETTINGS[key].default, "an example of what nobody needs to write"


def test_the_file_of_init_is_valid_as_it_is_and_with_every_line_in_force(tmp_path: Path) -> None:
    text = settings_text()
    file = tmp_path / "dlvault.toml"
    file.write_text(text, encoding="utf-8")
    assert config.load(tmp_path).values == {}
    keys = "|".join(SETTINGS)
    file.write_text(re.sub(rf"^# (?=(?:{keys}) = )", "", text, flags=re.MULTILINE), encoding="utf-8")
    settings = config.load(tmp_path)
    assert list(settings.values) == list(SETTINGS)
    for key, setting in SETTINGS.items():
        assert setting.default is None or settings.get(key) == setting.default
        assert setting.help[1:] in text
    file.write_text(re.sub(rf"^# For example: (?=(?:{keys}) = )", "", text, flags=re.MULTILINE), encoding="utf-8")
    assert list(config.load(tmp_path).values) == [key for key in SETTINGS if default_of(SETTINGS[key])]


COMMAND_LINES = [
    line.removeprefix("$ ").removeprefix("- ").removeprefix("run: ").partition(" >> ")[0]
    for file in WRITTEN
    if file.name != "cli.md"
    for kind in ("console", "yaml")
    for block in blocks(file, kind)
    for line in map(str.strip, block.splitlines())
    if re.match(r"(?:\$ |- run: |run: |entry: )dlvault ", line)
]


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_a_command_line_of_the_docs_is_one_that_dlvault_takes(line: str) -> None:
    words = shlex.split(line.removeprefix("entry: "))
    assert words[0] == "dlvault"
    command = registry.load(commands, words[1], "COMMAND", Command)
    parser = GENERATE["parser_of"](command)
    add_common(parser)
    parser.parse_args(words[2:])


def test_there_are_command_lines_in_the_docs() -> None:
    assert {"dlvault lint --format github", "entry: dlvault lint --staged"} <= set(COMMAND_LINES)


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.name)
def test_yaml_and_toml_of_the_docs_are_valid(file: Path, tmp_path: Path) -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    for text in blocks(file, "yaml"):
        document = yaml.safe_load(text)
        for repo in document.get("repos", ()):
            for hook in repo["hooks"]:
                assert hook["id"] in hooks
                real = hooks[hook["id"]]
                shared = set(hook) & set(real) - {"id", "language", "name", "stages"}
                assert {key: hook[key] for key in shared} == {key: real[key] for key in shared}
                assert repo["repo"] != "local" or {"entry", "pass_filenames", "always_run", "require_serial"} <= shared
    for text in blocks(file, "toml"):
        (tmp_path / "dlvault.toml").write_text(text, encoding="utf-8")
        Selection(all_rules(), config.load(tmp_path).lint)


def test_what_init_writes_is_the_entry_of_the_docs(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    ran = dlvault("init")
    assert (ran.code, ran.out) == (0, "")
    written = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert written in [yaml.safe_load(text) for text in blocks(TOP / "README.md", "yaml")]
    assert written in [yaml.safe_load(text) for text in blocks(DOCS / "github-actions.md", "yaml")]


def test_init_leaves_every_file_that_exists(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: []  # mine\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.dlvault]\nignore = []\n", encoding="utf-8")
    ran = dlvault("init")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "  - repo: local")
    assert "pyproject.toml holds the settings already" in ran.err
    assert sorted(file.name for file in tmp_path.iterdir()) == [".git", ".pre-commit-config.yaml", "pyproject.toml"]
    assert (tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8") == "repos: []  # mine\n"


def test_init_puts_the_hook_where_the_repository_is(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "notes" / "deep").mkdir(parents=True)
    (tmp_path / "notes" / ".obsidian").mkdir()
    ran = dlvault("init", cwd=tmp_path / "notes" / "deep")
    assert (ran.code, "pre-commit install" in ran.err) == (0, True)
    assert (tmp_path / "notes" / "dlvault.toml").is_file()
    (repo,) = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert repo["hooks"][0]["args"] == ["--vault", "notes"]
    again = dlvault("init", cwd=tmp_path / "notes")
    assert (again.code, again.out, again.err.count("was left as it is")) == (0, "", 2)


def test_init_does_not_write_through_a_link_that_leads_nowhere(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    (tmp_path / "dlvault.toml").symlink_to(tmp_path / "gone")
    (tmp_path / ".pre-commit-config.yaml").symlink_to(tmp_path / "gone")
    ran = dlvault("init")
    assert ran.code == 0
    assert not (tmp_path / "gone").exists()
    assert ran.err.count("exists and was left as it is") == 2


def test_init_says_when_it_cannot_write(
    tmp_path: Path, dlvault: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    ran = dlvault("init")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "dlvault: cannot write dlvault.toml: Permission denied")
    assert list(tmp_path.iterdir()) == []
