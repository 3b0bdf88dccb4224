"""`lint --fix` and `--diff` on real files: what is shown is what is done, and nothing else is touched."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dlvault import fixing
from dlvault.vault import atomic
from tests.conftest import Ran, write_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

NOTES: Mapping[str, str | bytes] = {
    "b.md": "# Part two\n",
    "a.md": "\ufeff---\r\nup: [[b]]\r\ntags: p, q\r\n---\r\ntext\r\n[[B|x]] caf\u00e9 \U0001f9e0\n[[b#part-two|x]]",
    "My notes/c d.md": "one\n\n| a | b |\n| --- | --- |\n| [[b|x]] | [[b|y]] |\n\ntwo\n",
    "cr.md": "one\r[[B|x]]\rthree\x0bfour\x0cfive\u2028six\rseven",
    "guess.md": "[[b]]]\n",
    "fine.md": "[[b]]\n",
    "latin.md": b"[[B|x]] caf\xe9\n",
    "p.png": b"\x89PNG [[B|x]]",
}
FIXED = {
    "a.md": '\ufeff---\r\nup: "[[b]]"\r\ntags: [p, q]\r\n---\r\ntext\r\n[[b|x]] caf\u00e9 \U0001f9e0\n[[b#Part two|x]]',
    "My notes/c d.md": "one\n\n| a | b |\n| --- | --- |\n| [[b\\|x]] | [[b\\|y]] |\n\ntwo\n",
    "cr.md": "one\r[[b|x]]\rthree\x0bfour\x0cfive\u2028six\rseven",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", NOTES)


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def expected(**changed: str) -> dict[str, bytes]:
    every = {**NOTES, **changed}
    return {name: text.encode() if isinstance(text, str) else text for name, text in every.items()}


def test_fix_applies_what_is_safe_and_leaves_every_other_byte(vault: Path, dlvault: Callable[..., Ran]) -> None:
    ran = dlvault("--vault", vault, "lint", "--fix", "--select", "L1,P3")
    assert contents(vault) == expected(**FIXED)
    assert ran.err == "Applied 7 fixes in 3 notes.\n"
    again = dlvault("--vault", vault, "lint", "--fix", "--select", "L1,P3")
    assert (again.out, again.code) == (ran.out, ran.code)
    assert again.err == ""
    assert contents(vault) == expected(**FIXED)


def test_unsafe_fixes_are_applied_when_asked_for(vault: Path, dlvault: Callable[..., Ran]) -> None:
    dlvault("--vault", vault, "lint", "--fix", "--unsafe-fixes")
    assert contents(vault) == expected(**FIXED, **{"guess.md": "[[b]]\n"})


@pytest.mark.parametrize("words", [("lint", "--unsafe-fixes"), ("lint", "--unsafe-fixes", "--format", "json")])
def test_unsafe_fixes_alone_are_an_error(words: tuple[str, ...], vault: Path, dlvault: Callable[..., Ran]) -> None:
    ran = dlvault("--vault", vault, *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("dlvault: --unsafe-fixes changes nothing by itself\n  help: add --fix")
    assert contents(vault) == expected()


@pytest.mark.parametrize("flag", ["--fix", "--diff"])
@pytest.mark.parametrize("other", [("--since", "HEAD"), ("--staged",)], ids=str)
def test_fixes_do_not_go_with_a_comparison(
    flag: str, other: tuple[str, ...], vault: Path, dlvault: Callable[..., Ran]
) -> None:
    ran = dlvault("--vault", vault, "lint", flag, *other)
    assert (ran.code, ran.out) == (2, "")
    assert "fixes go with the whole vault or with paths" in ran.err
    assert contents(vault) == expected()


# -- the diff ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [(), ("--unsafe-fixes",)], ids=str)
@pytest.mark.parametrize(
    "tool", [("git", "apply", "-p0"), ("patch", "-p0", "--binary", "-s")], ids=lambda tool: tool[0]
)
def test_the_diff_shows_exactly_what_fix_does(
    more: tuple[str, ...], tool: tuple[str, ...], vault: Path, tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    if shutil.which(tool[0]) is None:
        pytest.skip(f"{tool[0]} is not there")
    copy = shutil.copytree(vault, tmp_path / "copy")
    ran = dlvault("lint", "--diff", *more, cwd=vault)
    assert contents(vault) == expected(), "--diff writes nothing"
    assert ran.code == 1
    done = subprocess.run(tool, cwd=copy, input=ran.out.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    dlvault("lint", "--fix", *more, cwd=vault)
    assert contents(copy) == contents(vault) != expected()


def test_the_diff_names_files_from_the_working_directory(vault: Path, dlvault: Callable[..., Ran]) -> None:
    ran = dlvault("--vault", vault, "lint", "--diff", cwd=vault / "My notes")
    heads = [line for line in ran.out.split("\n") if line.startswith(("---", "+++"))]
    assert heads == [*(f"{mark} {name}" for name in ("c d.md\t", "../a.md", "../cr.md") for mark in ("---", "+++"))]


def test_a_diff_of_nothing_says_so(vault: Path, dlvault: Callable[..., Ran]) -> None:
    ran = dlvault("--vault", vault, "lint", "--diff", vault / "fine.md")
    assert ran == Ran(0, "", "Nothing to fix.\n")
    assert dlvault("--vault", vault, "lint", "--diff", "--quiet", vault / "fine.md") == Ran(0, "", "")


def test_paths_limit_what_is_fixed(vault: Path, dlvault: Callable[..., Ran]) -> None:
    ran = dlvault("--vault", vault, "lint", "--fix", "My notes", cwd=vault)
    assert contents(vault) == expected(**{"My notes/c d.md": FIXED["My notes/c d.md"]})
    assert (ran.code, ran.err) == (0, "Applied 2 fixes in 1 note.\n")


def test_rules_limit_what_is_fixed(vault: Path, dlvault: Callable[..., Ran]) -> None:
    dlvault("--vault", vault, "lint", "--fix", "--select", "L109")
    assert contents(vault) == expected(**{"My notes/c d.md": FIXED["My notes/c d.md"]})


def test_a_suppressed_fault_is_not_fixed(vault: Path, dlvault: Callable[..., Ran]) -> None:
    text = "[[B|x]] %% dlvault-ignore L107 %%\n"
    write_vault(vault, {"fine.md": text})
    dlvault("--vault", vault, "lint", "--fix")
    assert (vault / "fine.md").read_text() == text


def test_excluded_notes_and_templates_are_not_fixed(vault: Path, dlvault: Callable[..., Ran]) -> None:
    kept = {
        ".obsidian/app.json": '{"userIgnoreFilters": ["Old/"]}',
        ".obsidian/templates.json": '{"folder": "Templates"}',
        "dlvault.toml": 'exclude = ["**/drafts/"]',
        "Old/x.md": "[[B|x]]",
        "Templates/y.md": "[[B|x]]",
        "Work/drafts/z.md": "[[B|x]]",
        "drafts/z.md": "[[B|x]]",
    }
    write_vault(vault, kept)
    for words in ((), (".",)):
        dlvault("lint", "--fix", *words, cwd=vault)
        assert {name: (vault / name).read_text() for name in kept} == kept
    dlvault("lint", "--fix", "Templates/y.md", "drafts", cwd=vault)
    changed = {name for name in kept if (vault / name).read_text() != kept[name]}
    assert changed == {"Templates/y.md", "drafts/z.md"}, "what is named is fixed"


# -- files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664])
def test_the_mode_of_a_file_stays(mode: int, vault: Path, dlvault: Callable[..., Ran]) -> None:
    (vault / "a.md").chmod(mode)
    dlvault("--vault", vault, "lint", "--fix")
    assert (vault / "a.md").read_bytes() == FIXED["a.md"].encode()
    assert stat.S_IMODE((vault / "a.md").stat().st_mode) == mode


def test_a_symlinked_note_is_fixed_through_its_link(vault: Path, tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    real = tmp_path / "elsewhere" / "real.md"
    write_vault(tmp_path, {"elsewhere/real.md": "[[B|x]]\n"})
    link = vault / "link.md"
    link.symlink_to("../elsewhere/real.md")
    ran = dlvault("--vault", vault, "lint", "--fix")
    assert "4 notes" in ran.err
    assert link.is_symlink()
    assert link.readlink().as_posix() == "../elsewhere/real.md"
    assert (real.read_text(), link.read_text()) == ("[[b|x]]\n", "[[b|x]]\n")
    assert [path.name for path in real.parent.iterdir()] == ["real.md"]


def test_a_read_only_note_is_left_alone_and_the_rest_fixed(vault: Path, dlvault: Callable[..., Ran]) -> None:
    (vault / "a.md").chmod(0o444)
    shown = dlvault("--vault", vault, "lint", "--diff")
    assert "+++ vault/a.md" not in shown.out
    ran = dlvault("--vault", vault, "lint", "--fix", "--format", "concise")
    assert ran.err == "Applied 3 fixes in 2 notes.\ndlvault: vault/a.md was left alone: it is read-only\n"
    assert contents(vault) == expected(**{name: text for name, text in FIXED.items() if name != "a.md"})
    assert "vault/a.md:2:5: P303" in ran.out, "what is not fixed is still found"
    assert stat.S_IMODE((vault / "a.md").stat().st_mode) == 0o444


def test_a_note_that_cannot_be_written_is_still_found(
    vault: Path, monkeypatch: pytest.MonkeyPatch, dlvault: Callable[..., Ran]
) -> None:
    real = atomic.replace_bytes

    def full(path: Path, data: bytes) -> None:
        if path.name == "a.md":
            raise OSError(28, "No space left on device")
        real(path, data)

    monkeypatch.setattr(fixing, "replace_bytes", full)
    ran = dlvault("--vault", vault, "lint", "--fix", "--select", "P3", "--fail-on", "warning")
    assert ran.code == 1
    assert "vault/a.md was left alone: it cannot be written: No space left on device" in ran.err
    assert "P303" in ran.out
    assert contents(vault) == expected()


@pytest.mark.parametrize("when", ["reading", "writing"])
def test_a_note_that_changes_meanwhile_is_left_alone(
    when: str, vault: Path, monkeypatch: pytest.MonkeyPatch, dlvault: Callable[..., Ran]
) -> None:
    """Somebody saves the note after dlvault has read it, before or after the fixes are planned."""
    saved = "[[B|x]] and more\n"
    plan, write = fixing.plan_fixes, fixing.write_fixes

    def save_then_plan(*args: object) -> object:
        write_vault(vault, {"a.md": saved})
        return plan(*args)  # type: ignore[arg-type]

    def save_then_write(*args: object) -> object:
        write_vault(vault, {"a.md": saved})
        return write(*args)  # type: ignore[arg-type]

    name, change = {"reading": ("plan_fixes", save_then_plan), "writing": ("write_fixes", save_then_write)}[when]
    monkeypatch.setattr(f"dlvault.cli.fixes.{name}", change)
    ran = dlvault("--vault", vault, "lint", "--fix", "--show", "info")
    assert "dlvault: vault/a.md was left alone: it has changed since it was read\n" in ran.err
    assert contents(vault) == expected(**{**FIXED, "a.md": saved})
    if when == "writing":
        assert "vault/a.md:1:1 L107" in ran.out, "the note is reported as it stands now"


def test_a_note_that_vanishes_meanwhile_is_told(
    vault: Path, monkeypatch: pytest.MonkeyPatch, dlvault: Callable[..., Ran]
) -> None:
    write = fixing.write_fixes

    def remove_then_write(*args: object) -> object:
        (vault / "a.md").unlink()
        return write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("dlvault.cli.fixes.write_fixes", remove_then_write)
    ran = dlvault("--vault", vault, "lint", "--fix")
    assert "vault/a.md was left alone: it cannot be written: No such file or directory" in ran.err
    assert not (vault / "a.md").exists()


@pytest.mark.parametrize("failing", ["fsync", "chmod", "replace"])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_vault(tmp_path, {"a.md": "old"}) / "a.md"

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises(OSError, match="Input/output error"):
        atomic.replace_bytes(file, b"new")
    monkeypatch.undo()
    assert contents(tmp_path) == {"a.md": b"old"}


WRITER = """
import sys
from pathlib import Path
from dlvault.vault.atomic import replace_bytes
file, sizes = Path(sys.argv[1]), (2_000_000, 3_000_000)
while True:
    for letter, size in zip(b"xy", sizes):
        print("writing", flush=True)
        replace_bytes(file, bytes([letter]) * size)
"""
DIES = """
import os, signal, sys
from pathlib import Path
from dlvault.vault.atomic import replace_bytes
setattr(os, sys.argv[2], lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
replace_bytes(Path(sys.argv[1]), b"new")
"""


def test_a_process_that_is_killed_while_it_writes_leaves_old_or_new_bytes(tmp_path: Path) -> None:
    file = write_vault(tmp_path, {"a.md": "x"}) / "a.md"
    whole = {b"x", b"x" * 2_000_000, b"y" * 3_000_000}
    for count in (1, 1, 2, 3, 4, 5):
        process = subprocess.Popen([sys.executable, "-c", WRITER, file], stdout=subprocess.PIPE)
        assert process.stdout is not None
        for _ in range(count):
            assert process.stdout.readline() == b"writing\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert file.read_bytes() in whole
    beside = {path.name for path in tmp_path.iterdir()} - {"a.md"}
    assert all(name.startswith(".") for name in beside), "what is left over is no file of the vault"


@pytest.mark.parametrize("moment", ["fsync", "chmod", "replace"])
def test_a_process_that_is_killed_at_a_step_of_writing_leaves_the_old_bytes(
    moment: str, tmp_path: Path, dlvault: Callable[..., Ran]
) -> None:
    file = write_vault(tmp_path, {"a.md": "old"}) / "a.md"
    done = subprocess.run([sys.executable, "-c", DIES, file, moment], check=False)
    assert done.returncode == -signal.SIGKILL
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] != ["a.md"], "a part was written"
    assert dlvault("--vault", tmp_path, "orphans").out == "a.md\n"


def test_lint_without_fix_writes_nothing(vault: Path, dlvault: Callable[..., Ran]) -> None:
    before = {path: path.stat().st_mtime_ns for path in vault.rglob("*")}
    for words in ((), ("--format", "json"), ("--diff",), ("--statistics",)):
        dlvault("--vault", vault, "lint", *words)
    assert {path: path.stat().st_mtime_ns for path in vault.rglob("*")} == before
