"""What a stranger found who tried to break the commands: each stays mended."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import TESTS, Ran, write_vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("name", ["A.md", "d/n.md", ".obsidian/app.json", "link.html", "b.canvas", "p.png"])
def test_output_is_never_written_over_a_file_of_the_vault(
    name: str, tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    files = {"A.md": "my text", "d/n.md": "x", ".obsidian/app.json": "{}", "b.canvas": "{}", "p.png": "x"}
    write_vault(tmp_path, files)
    (tmp_path / "link.html").symlink_to("A.md")
    ran = dlvault("graph", "-o", name)
    assert (ran.code, ran.out) == (2, "")
    assert "belongs to the vault and is not written over" in ran.err
    assert all((tmp_path / path).read_text() == text for path, text in files.items())


def test_an_earlier_page_in_the_vault_is_replaced(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {".obsidian/app.json": "{}", "A.md": "x"})
    assert [dlvault("graph", "-o", "g.html").code for _ in range(2)] == [0, 0]


def test_why_names_the_own_folder_and_offers_what_fits_first(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"p/D.md": "", "q/D.md": "", "x/p/D.md": "", "p/s.md": "[[D]]", "x/s.md": "[[p/D]]"})
    beside = json.loads(dlvault("why", "[[D]]", "--from", "p/s", "--format", "json").out)
    assert (beside["path"], beside["rule"]) == (
        "p/D.md",
        "several paths end with it: the one in the folder of the note wins",
    )
    exact = json.loads(dlvault("why", "[[p/D]]", "--from", "x/s", "--format", "json").out)
    assert exact["changes"][0] == "write [[x/p/D]] to open x/p/D.md"


@pytest.mark.parametrize("command", ["links", "outline"])
def test_a_note_that_was_not_read_is_not_called_empty(
    command: str, tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    write_vault(tmp_path, {"L.md": b"caf\xe9 [[A]]\n# H\n", "A.md": ""})
    ran = dlvault(command, "L")
    assert "L.md was not read: the file is not UTF-8" in ran.err
    assert "links to nothing" not in ran.err
    assert dlvault("deadends").out == "A.md\n"


@pytest.mark.parametrize(("closing", "code"), [(">&-", 0), ("2>&-", 0)])
def test_a_closed_stream_swallows_what_is_written(closing: str, code: int, tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "hi"})
    line = f'"{sys.executable}" -m dlvault tags {closing}'
    ran = subprocess.run(line, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, "Traceback" in ran.stderr) == (code, False)


def test_the_last_line_counts_notes_among_notes(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"n.md": "x"})
    for name in ("a.png", "b.png"):
        (tmp_path / name).symlink_to("gone")
    assert dlvault("lint", "--select", "F501").out.splitlines()[-1] == "2 errors in 0 of 1 note."


def test_a_card_without_a_file_is_no_link(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    card = {"id": "1", "type": "file", "file": ""}
    write_vault(
        tmp_path, {"c.canvas": json.dumps({"nodes": [card, {**card, "file": "A.md", "subpath": "x"}]}), "A.md": ""}
    )
    assert json.loads(dlvault("inspect").out)["graph"]["edges"] == [["c.canvas", "A.md"]]
    assert json.loads(dlvault("inspect", "c.canvas").out)["links"][0]["status"] == "ok"


def test_a_link_that_an_anchor_repeats_counts_each_time(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"a.md": '---\na: &x "[[B]]"\nb: *x\nc: [*x]\n---\n'})
    links = json.loads(dlvault("inspect", "a").out)["links"]
    assert [(link["property"], link["line"]) for link in links] == [("a", 2), ("b", 2), ("c.0", 2)]


def test_a_table_without_rows_has_its_head(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"a.md": "[[a]]"})
    assert dlvault("tags", "--format", "csv").out == "tag,count,total,notes,spellings,parent\n"
    assert dlvault("unresolved", "--format", "md").out == "| name | count | places |\n| --- | --- | --- |\n"


def test_a_path_from_here_needs_no_extension(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {".obsidian/app.json": "{}", "A.md": "# Top", "p/D.md": "# Here", "q/D.md": ""})
    assert dlvault("outline", "../A", cwd=tmp_path / "p").out == "1  Top\n"
    assert dlvault("outline", "D", cwd=tmp_path / "p").out == "1  Here\n"


def test_settings_may_begin_with_a_byte_order_mark_but_must_be_utf8(
    tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    write_vault(tmp_path, {"a.md": "x", "dlvault.toml": b"\xef\xbb\xbfselect = ['L101']\n"})
    assert dlvault("lint").code == 0
    (tmp_path / "dlvault.toml").write_text("select = ['L101']\n", encoding="utf-16")
    ran = dlvault("lint")
    assert (ran.code, "it is not UTF-8" in ran.err, "save it as UTF-8" in ran.err) == (2, True, True)


def test_an_empty_list_of_paths_names_no_note(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"a.md": "[[Gone]]", "none.txt": ""})
    ran = dlvault("lint", "--paths-from", "none.txt")
    assert (ran.code, ran.out) == (0, "No findings in 0 notes.\n")


def test_patterns_hold_on_the_oldest_python() -> None:
    """Possessive groups with alternatives match wrongly before CPython 3.11.5; possessive characters are fine."""
    sources = [file.read_text(encoding="utf-8") for file in (TESTS.parent / "src" / "dlvault").rglob("*.py")]
    assert not [found for text in sources for found in re.findall(r"\(\?:[^\n]*\)[*+?]\+(?!\+)", text)]
