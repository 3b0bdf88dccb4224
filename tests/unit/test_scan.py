"""Which files a vault has: hidden names, links, pipes, folders that cannot be listed, names of any bytes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self

import pytest

from dlvault.errors import NoVaultError
from dlvault.vault.scan import scan
from tests.conftest import write_vault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    return root


def paths(root: Path) -> list[str]:
    return [path for path, _, _ in scan(root).rows()]


def problems(root: Path) -> dict[str, str]:
    return {problem.path: problem.message for problem in scan(root).problems}


def test_every_visible_file_is_listed_in_code_point_order(vault: Path) -> None:
    write_vault(vault, dict.fromkeys(["b.md", "B.md", "a/z.md", "a b.md", "é.md", "a/Z.png", "~x", "no extension"], ""))
    assert paths(vault) == ["B.md", "a b.md", "a/Z.png", "a/z.md", "b.md", "no extension", "~x", "é.md"]


def test_size_and_time_are_those_of_the_file(vault: Path) -> None:
    write_vault(vault, {"a.md": "four"})
    os.utime(vault / "a.md", ns=(1, 1_700_000_000_000_000_001))
    assert list(scan(vault).rows()) == [("a.md", 4, 1_700_000_000_000_000_001)]


@pytest.mark.parametrize(
    "name", [".obsidian/app.json", ".trash/old.md", ".git/HEAD", ".draft.md", "a/.hidden/b.md", "a/.b.md", "..md"]
)
def test_a_name_with_a_leading_dot_is_invisible(vault: Path, name: str) -> None:
    write_vault(vault, {name: "text", "seen.md": ""})
    assert paths(vault) == ["seen.md"]


def test_an_empty_folder_has_no_files(vault: Path) -> None:
    (vault / "empty" / "also empty").mkdir(parents=True)
    assert (paths(vault), problems(vault)) == ([], {})


def test_a_vault_inside_a_vault_is_not_special(vault: Path) -> None:
    write_vault(vault, {"inner/.obsidian/app.json": "{}", "inner/note.md": ""})
    assert paths(vault) == ["inner/note.md"]


def test_a_vault_whose_own_name_starts_with_a_dot_is_read(tmp_path: Path) -> None:
    assert paths(write_vault(tmp_path / ".notes", {"a.md": ""})) == ["a.md"]


@pytest.mark.parametrize("name", ["gone", "x" * 300, "/".join(["deep"] * 2000)])
def test_a_missing_folder_is_no_vault(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoVaultError, match="no such folder"):
        scan(tmp_path / name)


def test_a_file_is_no_vault(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("")
    with pytest.raises(NoVaultError, match=r"note\.md is a file, not the folder of a vault"):
        scan(tmp_path / "note.md")


def test_a_vault_may_be_named_through_a_link(tmp_path: Path, vault: Path) -> None:
    write_vault(vault, {"sub/a.md": ""})
    (tmp_path / "link").symlink_to(vault)
    assert paths(tmp_path / "link") == ["sub/a.md"]


# Links. `files` are written below the temporary folder; `links` maps a link to its target, both relative to it.
LINKS: dict[str, tuple[list[str], dict[str, str], list[str]]] = {
    "a linked folder is followed": (["out/a.md"], {"vault/in": "out"}, ["in/a.md"]),
    "a folder linked twice is followed once, in path order": (
        ["out/a.md"],
        {"vault/b": "out", "vault/a": "out", "vault/sub/0": "out"},
        ["a/a.md"],
    ),
    "of two linked folders the inner one is not read again": (
        ["out/x.md", "out/deep/y.md"],
        {"vault/a": "out", "vault/b": "out/deep"},
        ["a/deep/y.md", "a/x.md"],
    ),
    "a link to a folder inside the vault is ignored": (
        ["vault/real/a.md"],
        {"vault/again": "vault/real"},
        ["real/a.md"],
    ),
    "a link to the vault itself is ignored": (["vault/a.md"], {"vault/loop": "vault"}, ["a.md"]),
    "a link to a parent is ignored": (
        ["vault/sub/a.md"],
        {"vault/sub/up": "vault/sub", "vault/top": "."},
        ["sub/a.md"],
    ),
    "a loop through an outside folder ends": (["out/a.md"], {"vault/in": "out", "out/back": "vault"}, ["in/a.md"]),
    "two outside folders that link to each other end": (
        ["one/a.md", "two/b.md"],
        {"vault/in": "one", "one/two": "two", "two/one": "one"},
        ["in/a.md", "in/two/b.md"],
    ),
    "a linked folder with a hidden name stays hidden": (["out/a.md"], {"vault/.in": "out"}, []),
    "a visible link to a hidden folder outside is followed": ([".out/a.md"], {"vault/in": ".out"}, ["in/a.md"]),
    "a folder whose name begins like the vault is not inside it": (
        ["vault-2/a.md"],
        {"vault/in": "vault-2"},
        ["in/a.md"],
    ),
    "a linked file is a file": (["out.md"], {"vault/in.md": "out.md"}, ["in.md"]),
    "a file linked from inside the vault is two files": (
        ["vault/a.md"],
        {"vault/b.md": "vault/a.md"},
        ["a.md", "b.md"],
    ),
}


@pytest.mark.parametrize("name", LINKS)
def test_links_on_the_disk(name: str, tmp_path: Path, vault: Path) -> None:
    files, links, expected = LINKS[name]
    write_vault(tmp_path, dict.fromkeys(files, "text"))
    for link, target in links.items():
        (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / link).symlink_to(tmp_path / target)
    assert (paths(vault), problems(vault)) == (expected, {})


@pytest.mark.parametrize("target", ["nowhere.md", "dead.md", "other.md"])
def test_a_dead_link_is_a_problem_and_still_a_link_target(vault: Path, target: str) -> None:
    (vault / "dead.md").symlink_to(target)
    (vault / "other.md").symlink_to("dead.md")
    write_vault(vault, {"alive.md": "", "sub/alive.md": ""})
    assert paths(vault) == ["alive.md", "dead.md", "other.md", "sub/alive.md"]
    assert set(problems(vault)) == {"dead.md", "other.md"}
    assert problems(vault)["dead.md"] == "the link leads to no file"


def test_a_link_to_itself_hides_no_neighbour(vault: Path) -> None:
    (vault / "sub").mkdir()
    (vault / "sub" / "loop").symlink_to("loop")
    (vault / "loop").symlink_to("sub/../loop")
    write_vault(vault, {"a.md": "", "sub/b.md": ""})
    assert paths(vault) == ["a.md", "loop", "sub/b.md", "sub/loop"]
    assert set(problems(vault)) == {"loop", "sub/loop"}


def test_a_pipe_is_no_file_of_a_vault(vault: Path) -> None:
    os.mkfifo(vault / "pipe.md")
    write_vault(vault, {"a.md": ""})
    assert (paths(vault), problems(vault)) == (["a.md"], {})


def test_which_link_is_followed_does_not_depend_on_the_order_of_the_disk(
    tmp_path: Path, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_vault(tmp_path, {"out/n.md": "", "vault/m/n.md": "", "vault/z/n.md": ""})
    for name in ("vault/z/link", "vault/m/link", "vault/k", "vault/y"):
        (tmp_path / name).symlink_to(tmp_path / "out")
    real = os.scandir
    seen = []
    for backwards in (False, True):

        def listed(path: str, *, backwards: bool = backwards) -> _Listing:
            return _Listing(sorted(real(path), key=lambda entry: entry.name, reverse=backwards))

        monkeypatch.setattr(os, "scandir", listed)
        seen.append(paths(vault))
    assert seen == [["k/n.md", "m/n.md", "z/n.md"]] * 2


class _Listing(list["os.DirEntry[str]"]):
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def deny(monkeypatch: pytest.MonkeyPatch, denied: Path) -> None:
    """Let one folder be unreadable, for the administrator too."""
    real = os.scandir

    def scandir(path: str) -> os._ScandirIterator[str]:
        if os.fspath(path) == os.fspath(denied):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)


def test_an_unreadable_folder_is_a_problem_and_hides_no_neighbour(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_vault(vault, {"a.md": "", "closed/b.md": "", "open/c.md": ""})
    deny(monkeypatch, vault / "closed")
    assert paths(vault) == ["a.md", "open/c.md"]
    assert problems(vault) == {"closed": "the folder cannot be listed: Permission denied"}


def test_an_unreadable_vault_is_no_vault(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deny(monkeypatch, vault)
    with pytest.raises(NoVaultError, match=r"cannot list .*: Permission denied"):
        scan(vault)


def test_a_folder_that_vanishes_before_it_is_listed_is_a_problem(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_vault(vault, {"a.md": "", "brief/b.md": ""})
    real = os.scandir

    def scandir(path: str) -> os._ScandirIterator[str]:
        if path.endswith("brief"):
            (vault / "brief" / "b.md").unlink()
            (vault / "brief").rmdir()
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert problems(vault) == {"brief": "the folder cannot be listed: No such file or directory"}


HOSTILE_NAMES: Mapping[str, bytes] = {
    "line end": b"two\nlines.md",
    "carriage return": b"two\rlines.md",
    "quotes": b"\"double\" and 'single'.md",
    "emoji": "\U0001f9e0 brain.md".encode(),
    "escape sequence": b"\x1b[31mred\x1b[0m.md",
    "255 bytes": b"n" * 252 + b".md",
    "255 bytes of emoji": "\U0001f9e0".encode() * 63 + b".md",
    "no UTF-8": b"caf\xe9.md",
    "backslash": b"a\\b.md",
    "blanks": b" .md",
    "direction marks": "\u202edm.gpj\u202c.md".encode(),
    "decomposed": "A\u030angstro\u0308m.md".encode(),
}


@pytest.mark.parametrize("kind", HOSTILE_NAMES)
def test_any_name_that_a_disk_can_hold_is_listed_as_it_is(vault: Path, kind: str) -> None:
    name = os.fsdecode(HOSTILE_NAMES[kind])
    try:
        (vault / name).write_text("text")
    except (OSError, ValueError) as error:
        pytest.skip(f"this file system refuses the name: {error}")
    assert (paths(vault), problems(vault)) == ([name], {})
