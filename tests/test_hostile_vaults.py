"""Nothing in a vault or around it makes dlvault fail: a clear finding or message, the right exit code, no traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dlvault import ReadOptions, open_vault
from dlvault.load.lines import note_lines
from tests.conftest import Ran, write_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

READERS = ("lint", "inspect", "unresolved", "orphans", "deadends", "tags")


def codes(ran: Ran) -> list[tuple[str, str]]:
    """Findings but for remarks: those of such small vaults are not what these tests are about."""
    return [(row["code"], row["path"]) for row in json.loads(ran.out)["findings"] if row["severity"] != "info"]


@pytest.mark.parametrize("command", READERS)
def test_an_empty_folder_is_an_empty_vault(command: str, tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    ran = dlvault("--vault", tmp_path, command)
    assert ran.code == 0
    if command == "lint":
        assert (ran.out, ran.err) == ("No findings in 0 notes.\n", f"There are no notes in {tmp_path}.\n")


def test_an_empty_folder_has_a_graph(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    for form in ("html", "graphml", "gexf", "json"):
        ran = dlvault("--vault", tmp_path, "graph", "--format", form, "-o", tmp_path / "out" / form)
        assert (ran.code, (tmp_path / "out" / form).stat().st_size > 0) == (0, True)


@pytest.mark.parametrize("command", [*READERS, "graph"])
@pytest.mark.parametrize(
    ("vault", "message"),
    [
        ("gone", "no such folder: gone"),
        ("x" * 5000, "no such folder: xxx"),
        ("note.md", "note.md is a file, not the folder of a vault"),
        ("dead", "no such folder: dead"),
    ],
)
def test_what_is_no_vault_is_said_with_what_to_do(
    command: str, vault: str, message: str, tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    (tmp_path / "note.md").write_text("text")
    (tmp_path / "dead").symlink_to("nowhere")
    ran = dlvault("--vault", vault, command)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"dlvault: {message}")
    assert "\n  help: name " in ran.err


READING = frozenset(("L101", "L102", "L103", "L104", "L105", "P301", "F501"))
"""Rules about what could be read and resolved; others may have more to say about such texts."""

FILES: Mapping[str, tuple[Mapping[str, str | bytes], list[tuple[str, str]]]] = {
    "not UTF-8": ({"a.md": b"caf\xe9 [[Gone]]", "b.md": "[[a#x]]"}, [("F501", "a.md")]),
    "UTF-16": ({"a.md": "text".encode("utf-16"), "b.md": "[[Gone]]"}, [("F501", "a.md"), ("L101", "b.md")]),
    "invalid YAML": ({"a.md": "---\na: b: c\n---\n[[Gone]]"}, [("P301", "a.md"), ("L101", "a.md")]),
    "YAML that calls code": ({"a.md": "---\na: !!python/object/apply:os.system [exit]\n---\n"}, []),
    "YAML that repeats itself": (
        {
            "a.md": "---\na: &a [x]\n"
            + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))
            + "---\n"
        },
        [("P301", "a.md")],
    ),
    "YAML that holds itself": ({"a.md": "---\na: &a [*a]\n---\n"}, [("P301", "a.md")]),
    "YAML with a NUL": ({"a.md": "---\na: \0\n---\n"}, [("P301", "a.md")]),
    "a broken canvas": ({"a.canvas": '{"nodes": [', "b.md": "[[a.canvas]]"}, [("F501", "a.canvas")]),
    "canvases of other shapes": (
        {
            "a.canvas": "[]",
            "b.canvas": '{"nodes": {}}',
            "c.canvas": '{"nodes": [1, null, {"type": "file"}]}',
            "d.canvas": '{"nodes": [{"type": "file", "file": 3}]}',
            "e.canvas": "",
            "f.canvas": "null",
        },
        [],
    ),
    "a deep canvas": ({"a.canvas": '{"nodes": ' + "[" * 100_000}, [("F501", "a.canvas")]),
    "a deep valid canvas": ({"a.canvas": '{"nodes": ' + "[" * 50_000 + "]" * 50_000 + "}"}, [("F501", "a.canvas")]),
    "a canvas with a surrogate": (
        {"a.canvas": '{"nodes": [{"type": "file", "file": "\\ud800.md"}]}'},
        [("L101", "a.canvas")],
    ),
    "NUL bytes": ({"a.md": "\0[[Gone]]\0"}, [("L101", "a.md")]),
    "lone line ends": ({"a.md": "\r\r\n\n\r[[Gone]]"}, [("L101", "a.md")]),
    "no text but marks": (
        {"a.md": "\ufeff", "b.md": "---", "c.md": "[[", "d.md": "![[", "e.md": "%%", "f.md": "`"},
        [],
    ),
    "quotes in quotes": ({"a.md": "> " * 20_000 + "[[b]]", "b.md": ""}, []),
    "lists in lists": ({"a.md": "- " * 20_000 + "x\n"}, []),
    "deep indents": ({"a.md": "".join(f"{'  ' * n}- x\n" for n in range(500))}, []),
    "brackets": ({"a.md": "[" * 100_000}, []),
    "brackets both ways": ({"a.md": "[" * 5_000 + "]" * 5_000 + "](" * 5_000}, []),
    "wikilinks never closed": ({"a.md": "[[a" * 30_000}, []),
    "stars": ({"a.md": "*a **b " * 10_000}, []),
    "backticks": ({"a.md": " ".join("`" * (n % 300 + 1) for n in range(10_000))}, []),
    "comments never closed": ({"a.md": "%% <!-- " * 10_000}, []),
    "dollars": ({"a.md": "$a $$b " * 10_000}, []),
    "angle brackets": ({"a.md": "<a " * 20_000}, []),
    "parentheses": ({"a.md": "[a](" * 10_000}, []),
    "footnotes": ({"a.md": "[^1]: x\n" * 5_000 + "^[" * 5_000}, []),
    "table rows": ({"a.md": "|a|b|\n|-|-|\n" + "|" * 20_000 + "\n"}, []),
    "one long line of links": ({"a.md": "[[b]] " * 20_000, "b.md": ""}, []),
}


@pytest.mark.parametrize("name", FILES)
def test_no_text_stops_the_run_or_hides_a_neighbour(name: str, tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    files, expected = FILES[name]
    write_vault(tmp_path, {**files, "zz neighbour.md": "[[nowhere]]"})
    ran = dlvault("--vault", tmp_path, "lint", "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    assert [row for row in codes(ran) if row[0] in READING] == [*expected, ("L101", "zz neighbour.md")]


def test_a_note_over_the_limit_is_reported_and_not_parsed(tmp_path: Path) -> None:
    write_vault(tmp_path, {"big.md": "[[Gone]]" * 200, "a.md": "[[big#Any]] [[Gone]]"})
    found = open_vault(tmp_path, options=ReadOptions(max_note_size=1000)).lint()
    told = [finding for finding in found if finding.code in READING]
    assert [(finding.code, finding.path) for finding in told] == [("L101", "a.md"), ("F501", "big.md")]
    assert told[1].message == "The file is larger than 1000 bytes"


def test_the_limit_of_the_configuration_counts(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"dlvault.toml": "max-note-size = 10\n", "big.md": "x" * 11, "small.md": "x" * 10})
    assert codes(dlvault("lint", "--format", "json")) == [("F501", "big.md")]


def test_a_note_of_17_mebibytes_is_over_the_default_limit(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    with (tmp_path / "big.md").open("wb") as file:
        file.truncate(17 * 2**20)
    ran = dlvault("--vault", tmp_path, "lint")
    assert (ran.code, ran.err) == (1, "")
    assert "big.md:1:1 F501 The file is larger than 16 MiB\n" in ran.out
    assert "help: split it, or raise max-note-size\n" in ran.out


def test_links_that_loop_on_the_disk_hide_nothing(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    root = write_vault(tmp_path / "v", {"a.md": "[[dead]] [[Gone]]", "sub/b.md": ""})
    (root / "loop").symlink_to("loop")
    (root / "self").symlink_to(".")
    (root / "sub" / "up").symlink_to("..")
    (root / "dead.md").symlink_to("nowhere.md")
    (root / "pic.png").symlink_to("nowhere.png")
    ran = dlvault("--vault", root, "lint", "--format", "json")
    assert codes(ran) == [("L101", "a.md"), ("F501", "dead.md"), ("F501", "loop"), ("F501", "pic.png")]
    files = open_vault(root).inspect()["files"]
    assert files == {"notes": ["a.md", "dead.md", "sub/b.md"], "attachments": ["loop", "pic.png"], "excluded": []}


NAMES = {
    "quotes": b"\"a\" 'b'.md",
    "emoji": "\U0001f9e0.md".encode(),
    "line end": b"two\nlines.md",
    "escape sequence": b"\x1b]0;title\x07\x1b[31m.md",
    "control of eight bits": "\u009b31m.md".encode(),
    "direction marks": "\u202egnp.md".encode(),
    "255 bytes": b"n" * 252 + b".md",
    "no UTF-8": b"caf\xe9.md",
    "markup": b"<script>alert(1)<" + b"img src=x onerror=alert(1)>.md",
    "only blanks": b"   .md",
    "percent": b"%s %d %n {0}.md",
}


@pytest.mark.parametrize("kind", NAMES)
def test_no_name_drives_the_terminal_or_stops_a_command(kind: str, tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    name = os.fsdecode(NAMES[kind])
    root = tmp_path / "v"
    root.mkdir()
    try:
        (root / name).write_text("# Heading \x1b[31m\n[[Gone \x1b[31m\u009b]] #tag [[#Heading]]", "utf-8")
    except (OSError, ValueError) as error:
        pytest.skip(f"this file system refuses the name: {error}")
    commands: list[list[Any]] = [[command] for command in READERS if command != "inspect"]
    commands += [["lint", root / name], ["tags", "tag"], ["why", "[[x]]", "--from", name]]
    commands += [[command, name] for command in ("links", "backlinks", "outline")]
    commands += [["orphans", "--format", "md"], ["links", name, "--format", "md"], ["links", "x" + name]]
    for command in commands:
        ran = dlvault("--vault", root, *command, "--color", "never")
        assert ran.code in (0, 1, 2), ran.err
        assert not {"\x1b", "\x07", "\x9b", "\u202e", "\r"} & set(ran.out + ran.err), command
    assert len(dlvault("--vault", root, "orphans").out.splitlines()) == 1
    for form in ("html", "graphml", "gexf", "json"):
        assert dlvault("--vault", root, "graph", "--format", form, "-o", tmp_path / form).code == 0
    seen = json.loads(dlvault("--vault", root, "inspect").out)
    assert seen["files"]["notes"] == [name]


def test_links_of_3000_characters_are_links(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    long = "n" * 3000
    note = f"[[{long}]] [[{'d/' * 1500}x]] [[a#{long}]] [[a#^{long}]] ![[{long}.png]] [t]({long}.md) [[../{long}]]"
    write_vault(tmp_path, {"a.md": note})
    ran = dlvault("--vault", tmp_path, "lint", "--format", "json")
    found = json.loads(ran.out)["findings"]
    assert [row["code"] for row in found] == ["L101", "L101", "L102", "L103", "L104", "L101", "L106"]
    assert max(len(row["message"]) for row in found) < 200
    text = dlvault("--vault", tmp_path, "lint").out
    assert max(map(len, text.splitlines())) < 250
    assert dlvault("--vault", tmp_path, "links", long).code == 2
    assert dlvault("--vault", tmp_path, "lint", long).code == 2
    assert dlvault("--vault", tmp_path, "why", f"[[{long}]]", "--from", "a").code == 0


@pytest.mark.parametrize("what", ["vanishes", "becomes a folder", "becomes a pipe's end", "grows", "is locked"])
def test_a_folder_that_changes_while_it_is_read(
    what: str, tmp_path: Path, dlvault: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_vault(tmp_path / "v", {"a.md": "[[b]]", "b.md": "text", "c.md": "[[b#Any]] [[Gone]]"})

    def changing(name: str, *args: Any, **options: Any) -> Any:
        path = Path(name)
        if path.name == "b.md" and what == "is locked":
            raise PermissionError(13, "Permission denied", str(path))
        if path.name == "b.md" and path.is_file():
            path.unlink()
            if what == "becomes a folder":
                path.mkdir()
            elif what == "grows":
                path.write_text("# Any\n" * 10)
            elif what == "becomes a pipe's end":
                path.symlink_to(path.name)
        return open(name, *args, **options)  # noqa: PTH123 - as the reader does

    monkeypatch.setattr("dlvault.vault.source.open", changing, raising=False)
    ran = dlvault("--vault", root, "lint", "--format", "json")
    gone = [] if what == "grows" else [("F501", "b.md")]
    assert (ran.code, ran.err) == (1, "")
    assert codes(ran) == [*gone, ("L101", "c.md")]


@pytest.mark.parametrize("later", [None, b"", b"\n\n\nx", b"\n\n\n" + b"y" * 5000, b"\n\n\ncaf\xe9"])
def test_a_note_that_changes_before_its_line_is_shown(
    later: bytes | None, tmp_path: Path, dlvault: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "a.md"

    def changing(*args: Any) -> Sequence[str]:
        note.unlink()
        if later is not None:
            note.write_bytes(later)
        return note_lines(*args)

    monkeypatch.setattr("dlvault.cli.context.note_lines", changing)
    for command in (["lint"], ["tags", "tag"], ["backlinks", "a"]):
        note.write_text("\n\n\n" + "words " * 9 + "[[Gone]] #tag [[#^x]]")
        ran = dlvault("--vault", tmp_path, *command)
        assert (ran.code, ran.err) == (1 if command == ["lint"] else 0, "")
        assert "4:5" in ran.out or "4:6" in ran.out


def test_settings_of_obsidian_that_are_broken_mean_the_default(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"a.md": "[[Gone]]"})
    for text in (
        "{",
        "[]",
        '{"userIgnoreFilters": "a"}',
        '{"userIgnoreFilters": [1, null, "", "/(/", "/[[z]/", "/a{99999999999}/", "/(?<name>a)/", "/[/"]}',
        "\ufeff{}",
        "[" * 100_000,
        "\0",
    ):
        write_vault(tmp_path, {".obsidian/app.json": text})
        ran = dlvault("--vault", tmp_path, "lint", "--format", "json")
        assert (ran.code, codes(ran)) == (1, [("L101", "a.md")]), text[:40]


def test_settings_of_a_renamed_configuration_folder_count(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {".config/app.json": '{"userIgnoreFilters": ["a.md"]}', "a.md": "[[Gone]]"})
    assert dlvault("--vault", tmp_path, "lint").code == 0


def test_an_excluded_note_is_linted_when_it_is_named_and_only_then(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    settings = '{"userIgnoreFilters": ["Old/"]}'
    write_vault(tmp_path, {".obsidian/app.json": settings, "Old/a.md": "[[Gone]]", "b.md": "text"})
    codes = {path: dlvault("lint", path).code for path in ("Old/a.md", "Old", ".", "b.md")}
    assert codes == {"Old/a.md": 1, "Old": 1, ".": 0, "b.md": 0}


def test_a_folder_that_cannot_be_listed_is_a_finding_of_every_path_that_holds_it(
    tmp_path: Path, dlvault: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_vault(tmp_path, {"sub/closed/a.md": "text", "b.md": "text", "sub/dead.png": "", "sub/c.md": "![[dead.png]]"})
    (tmp_path / "sub" / "dead.png").unlink()
    (tmp_path / "sub" / "dead.png").symlink_to("nowhere")
    real = os.scandir

    def scandir(path: str) -> Any:
        if os.fspath(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    both = [("F501", "sub/closed"), ("F501", "sub/dead.png")]
    seen = {path: codes(dlvault("lint", "--format", "json", *path.split())) for path in ("", "sub", ".", "b.md")}
    assert seen == {"": both, "sub": both, ".": both, "b.md": []}
    assert "sub/closed:1:1 F501 The folder cannot be listed: Permission denied\n" in dlvault("lint").out


CONFIGS: Mapping[str, tuple[Mapping[str, str], str, str]] = {
    "bad TOML": ({"dlvault.toml": "vault = \n"}, "is no valid TOML", "line 1"),
    "bad TOML in the project": ({"pyproject.toml": "[tool.dlvault\n"}, "pyproject.toml is no valid TOML", "line 1"),
    "not UTF-8": ({"dlvault.toml": "latin"}, "is no valid TOML", "help: save it as UTF-8"),
    "nested too deeply": ({"dlvault.toml": f"vault = {'[' * 20_000}"}, "is no valid TOML", "help:"),
    "unknown key": ({"dlvault.toml": "valt = 'x'\n"}, "has an unknown setting 'valt'", "did you mean 'vault'?"),
    "key like no other": ({"dlvault.toml": "zzz = 1\n"}, "unknown setting 'zzz'", "known are vault, max-note-size"),
    "wrong type": ({"dlvault.toml": "vault = 3\n"}, "setting 'vault' must be text in quotes", "dlvault.toml"),
    "a switch for a number": ({"dlvault.toml": "max-note-size = true\n"}, "must be a whole number", "dlvault.toml"),
    "a number out of range": ({"dlvault.toml": "max-note-size = 0\n"}, "must be from 1 to", "help:"),
    "a number beyond all files": ({"dlvault.toml": f"max-note-size = {10**30}\n"}, "must be from 1 to", "help:"),
    "no table": ({"pyproject.toml": "[tool]\ndlvault = 3\n"}, "is no table", "write [tool.dlvault]"),
    "both files": (
        {"dlvault.toml": "", "pyproject.toml": "[tool.dlvault]\n"},
        "both ",
        "keep one of them",
    ),
    "a vault that is not there": ({"dlvault.toml": "vault = 'gone'\n"}, "no such folder", "gone"),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_a_wrong_configuration_names_file_key_and_remedy(
    name: str, tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    files, message, remedy = CONFIGS[name]
    contents: dict[str, str | bytes] = {**files, "a.md": "text"}
    write_vault(tmp_path, contents | ({"dlvault.toml": b"# caf\xe9\n"} if name == "not UTF-8" else {}))
    ran = dlvault("lint")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("dlvault: ")
    assert "\n  help: " in ran.err
    assert message in ran.err
    assert remedy in ran.err


@pytest.mark.parametrize("text", ["tool = 3\n", "[tool]\n", "[tool.other]\nvault = 3\n", ""])
def test_what_a_project_sets_for_others_is_none_of_our_business(
    text: str, tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    write_vault(tmp_path, {"pyproject.toml": text, "a.md": "text"})
    assert dlvault("lint").code == 0


def test_a_configuration_that_may_not_be_read_is_said(
    tmp_path: Path, dlvault: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_vault(tmp_path, {"dlvault.toml": "", "a.md": "text"})

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("dlvault.config.open", refuse, raising=False)  # hides the one of Python
    ran = dlvault("lint")
    assert ran.code == 2
    assert ran.err.startswith(f"dlvault: cannot read {tmp_path / 'dlvault.toml'}: Permission denied\n  help: ")


def test_a_working_directory_that_was_deleted_is_no_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dlvault.cli.console import standard_console

    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setenv("PWD", str(gone))
    assert standard_console().cwd == str(gone)
    monkeypatch.chdir(tmp_path)
