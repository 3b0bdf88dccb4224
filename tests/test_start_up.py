"""Start-up: what is not asked for is not imported, and every public name is there."""

from __future__ import annotations

import io
import subprocess
import sys
from importlib import import_module, metadata
from typing import TYPE_CHECKING

import pytest

import dlvault
from dlvault.cli.arguments import overview_parser
from dlvault.cli.console import Console
from dlvault.cli.main import VALUE_OPTIONS
from dlvault.cli.overview import HELP
from tests.conftest import TESTS, Ran

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOMES: dict[str, str] = vars(dlvault)["_HOMES"]
HEAVY = {"mistune", "yaml", "networkx", "pyvis", "httpx", "jinja2", "frontmatter", "watchdog", "numpy", "wcwidth"}
DRAWING = {"networkx", "httpx", "pyvis", "watchdog", "jinja2", "numpy"}
SHOW = "import sys; print('\\n' + ' '.join(sys.modules))"
RUN = f"""
import sys
from dlvault.cli.console import standard_console
from dlvault.cli.main import main
code = main(sys.argv[1:], standard_console())
{SHOW}
sys.exit(code)
"""

SLOW = {"dataclasses", "inspect", "pathlib", "shutil", "difflib", "tomllib", "datetime", "urllib.parse", "tempfile"}
ROAD = f"""
import os, sys
from dlvault.cli.chosen import chosen_root, chosen_settings
from dlvault.cli.commands import lint
from dlvault.cli.console import standard_console
from dlvault.cli.main import main
def run(args, console):
    settings = chosen_settings(args, console)
    print(chosen_root(args, console, settings), settings.read.types[0], settings.lint.select, end="")
    return 0
lint.COMMAND.run = run
os.chdir(sys.argv[1])
code = main(sys.argv[2:], standard_console())
{SHOW}
sys.exit(code)
"""


def imported(code: str, *argv: str) -> tuple[int, str, set[str]]:
    """Run code in a fresh interpreter: exit code, output, and the modules that were imported by then."""
    ran = subprocess.run(
        [sys.executable, "-c", code, *argv], capture_output=True, text=True, check=False, cwd=TESTS.parent
    )
    assert ran.stderr in ("", HELP)
    out, _, modules = ran.stdout.rstrip("\n").rpartition("\n")
    return ran.returncode, out, set(modules.split())


def foreign(modules: set[str]) -> set[str]:
    """Modules that are not ours and that this environment does not import into every Python."""
    _, _, bare = imported(SHOW)
    return {name for name in modules - bare if name.partition(".")[0] != "dlvault"}


@pytest.mark.parametrize(("argv", "code"), [(["--version"], 0), (["--help"], 0), (["-h"], 0), ([], 2)], ids=str)
def test_what_is_asked_most_imports_nothing_of_the_standard_library(argv: list[str], code: int) -> None:
    ran, _, modules = imported(RUN, *argv)
    assert ran == code
    assert foreign(modules) <= {"__future__", *sys.builtin_module_names}


def test_the_help_is_the_same_on_every_road_and_80_columns_wide(dlvault: Callable[..., Ran]) -> None:
    for argv in (["--help"], ["-h"], ["--vault", "x", "--help"], ["--quiet", "-h"], ["--help", "--nope"]):
        assert dlvault(*argv) == Ran(0, HELP, "")
    for argv in ([], ["--quiet"], ["--vault", "x"]):
        assert dlvault(*argv) == Ran(2, "", HELP)
    assert max(map(len, HELP.splitlines())) <= 80


def test_options_before_the_command_that_take_a_word_are_known() -> None:
    actions = overview_parser(Console(io.StringIO(), io.StringIO()))._actions  # noqa: SLF001 - what argparse knows
    taking = [option for action in actions if action.nargs != 0 for option in action.option_strings]
    assert tuple(taking) == VALUE_OPTIONS


@pytest.mark.parametrize("argv", [["--version"], ["--help"], ["lint", "--help"], ["graph", "--help"]], ids=" ".join)
def test_help_and_version_import_nothing_heavy(argv: list[str]) -> None:
    code, out, modules = imported(RUN, *argv)
    assert code == 0
    assert out.startswith(f"dlvault {metadata.version('dlvault')}" if argv == ["--version"] else "usage: dlvault")
    assert modules & HEAVY == set()


def test_arguments_and_settings_of_a_lint_run_are_read_without_slow_imports(tmp_path: Path) -> None:
    code, out, modules = imported(ROAD, str(tmp_path), "lint", "--staged", "--select", "L1")
    assert (code, out) == (0, f"{tmp_path} PAPER ()")
    assert foreign(modules) & SLOW == set()
    assert modules & HEAVY == set()
    (tmp_path / "dlvault.toml").write_text('types = ["TALK"]\nvault = "notes"\nselect = ["L1"]\n', encoding="utf-8")
    code, out, modules = imported(ROAD, str(tmp_path), "lint", "-")
    assert (code, out) == (0, f"{tmp_path / 'notes'} TALK ('L1',)")
    assert foreign(modules) & SLOW <= {"tomllib", "datetime"}


def test_an_unknown_command_imports_nothing_heavy() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", RUN, "lnit"], capture_output=True, text=True, check=False, cwd=TESTS.parent
    )
    assert ran.returncode == 2
    assert set(ran.stdout.splitlines()[-1].split()) & HEAVY == set()


@pytest.mark.parametrize("command", ["lint", "orphans", "tags", "unresolved"])
def test_reading_commands_import_nothing_that_draws(command: str) -> None:
    code, _, modules = imported(RUN, "--vault", "vault", "--quiet", command)
    assert code == 0
    assert modules & DRAWING == set()
    assert "mistune" in modules, "the vault was read"


def test_a_command_imports_no_other_command() -> None:
    _, _, modules = imported(RUN, "--vault", "vault", "--quiet", "orphans")
    assert {name for name in modules if name.startswith("dlvault.cli.commands.")} == {"dlvault.cli.commands.orphans"}


def test_importing_the_package_imports_nothing_else_of_it() -> None:
    _, _, modules = imported(f"import dlvault\n{SHOW}")
    assert modules & HEAVY == set()
    assert {name for name in modules if name.startswith("dlvault")} == {"dlvault"}


@pytest.mark.parametrize("name", dlvault.__all__)
def test_every_public_name_is_there_and_lives_where_it_says(name: str) -> None:
    value = getattr(dlvault, name)
    assert value is getattr(import_module(f"dlvault.{HOMES[name]}"), name)
    assert value.__module__ == f"dlvault.{HOMES[name]}"


def test_the_public_names_are_those_with_a_home_in_order() -> None:
    assert dlvault.__all__ == sorted(HOMES)
    assert list(HOMES) == sorted(HOMES)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'dlvault' has no attribute 'nothing'"):
        dlvault.nothing  # noqa: B018
