"""Index pages: what they say, that their links lead somewhere, that they change nothing else, and what survives."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlvault import open_vault
from dlvault.cli.commands.export import links_from
from dlvault.export.indexes import resources, tags
from dlvault.export.indexes.page import address, code, escaped, file_name, file_path
from dlvault.export.indexes.write import write_pages
from dlvault.resources.rows import resource_row
from dlvault.syntax.parse import parse
from dlvault.vault.isolation import isolation
from dlvault.vault.tags import tag_tree
from tests.conftest import TESTS, Ran, write_vault

if TYPE_CHECKING:
    from collections.abc import Callable

    from dlvault.api import Vault

FILES = {
    "Home.md": "---\ntags: [map, area/a]\n---\n# Home\n[[Deep]] #PAPER\n",
    "Area/Deep.md": (
        "[[Home]]\n\n## Papers\n\n- #PAPER #REVIEW [Adam (Kingma 2014)](https://arxiv.org/abs/1412.6980) ^adam\n"
        "\t- #CODE https://github.com/Doe/adam\n\n## Papers\n\n- #paper [Other (Doe 2014)](https://example.org/x)\n"
    ),
    "Area/With # and [x].md": "# A [[Home]] | b #THESIS/PHD\n\n- #BOOK Books about `code` [x] | y <b> (Roe 2001)\n",
    "alone.md": "- #PAPER [Adam](https://arxiv.org/pdf/1412.6980v3)\n",
    "last.md": "[[alone]] is all.\n",
}


def export(root: Path, folder: str = "Index") -> list[Any]:
    """Write both sorts of pages into a folder of the vault."""
    done = []
    for kind in (tags, resources):
        vault = open_vault(root)
        done.append(write_pages(root / folder, kind.NAME, kind.pages(vault.index, links_from(vault, root / folder))))
    return done


def facts(vault: Vault, written: str = "Index/") -> dict[str, Any]:
    """What a vault says but for the pages themselves."""
    index = vault.index
    alone = isolation(index)
    others = [path for path in index.notes if not path.startswith(written)]
    return {
        "resources": [resource_row(resource) for resource in vault.resources().values()],
        "tags": tag_tree(index),
        "orphans": [path for path in alone.orphans if path in others],
        "deadends": [path for path in alone.deadends if path in others],
        "backlinks": {path: index.incoming.get(path, ()) for path in others},
        "graph": sorted(vault.graph({"tags", "resources", "attachments"}).edges(keys=True)),
        "findings": [row for row in vault.lint() if not row.path.startswith(written)],
    }


def test_a_vault_with_its_indexes_says_the_same_as_without(tmp_path: Path) -> None:
    write_vault(tmp_path, FILES)
    before = facts(open_vault(tmp_path))
    first = export(tmp_path)
    assert sum(done.written for done in first) == len(list((tmp_path / "Index").rglob("*.md"))) == 19
    assert facts(open_vault(tmp_path)) == before
    again = export(tmp_path)
    assert [(done.written, done.removed, done.refused) for done in again] == [(0, 0, []), (0, 0, [])]
    assert [row for row in open_vault(tmp_path).lint() if row.path.startswith("Index/")] == []


def test_the_demo_vault_with_its_indexes_has_no_findings(tmp_path: Path) -> None:
    for file in (TESTS.parent / "vault").rglob("*.md"):
        write_vault(tmp_path, {file.relative_to(TESTS.parent / "vault").as_posix(): file.read_bytes()})
    before = facts(open_vault(tmp_path))
    export(tmp_path)
    vault = open_vault(tmp_path)
    assert [finding for finding in vault.lint() if finding.severity > 1] == []
    assert facts(vault) == before


def test_a_page_of_a_tag_names_every_use_with_heading_and_line(tmp_path: Path) -> None:
    write_vault(tmp_path, FILES)
    export(tmp_path)
    page = (tmp_path / "Index" / "tags" / "PAPER (tag).md").read_text("utf-8")
    assert page == (
        "---\ndlvault: generated\n---\n\n<!-- dlvault:begin tags: tags/PAPER (tag).md -->\n\n# Tag PAPER\n\n"
        "`#PAPER`: 4 uses in 3 notes. [All tags](../Tag%20index.md)\n\n"
        "## [[Area/Deep|Deep]]\n\n"
        "- [[Area/Deep#^adam|Papers]], line 5: Adam\n"
        "- [[Area/Deep|Papers]], line 10: Other\n\n"
        "## [[Home|Home]]\n\n- [[Home#Home|Home]], line 5\n\n"
        "## [[alone|alone]]\n\n- [[alone|Top of the note]], line 1: Adam\n\n<!-- dlvault:end -->\n"
    )
    top = (tmp_path / "Index" / "Tag index.md").read_text("utf-8")
    assert "- [PAPER](./tags/PAPER%20%28tag%29.md): 4 uses in 3 notes, also `#paper`" in top
    assert "- [THESIS](./tags/THESIS%20%28tag%29.md): 1 use in 1 note\n" in top
    assert "\n  - [THESIS/PHD](./tags/THESIS/PHD%20%28tag%29.md): 1 use" in top


def test_a_page_of_resources_links_to_the_work_and_to_every_place(tmp_path: Path) -> None:
    write_vault(tmp_path, FILES)
    export(tmp_path)
    page = (tmp_path / "Index" / "resources" / "year" / "2014 (year).md").read_text("utf-8")
    assert (
        "- [Adam](<https://arxiv.org/abs/1412.6980>) (Kingma, 2014) in [[Area/Deep#^adam|Deep]], [[alone|alone]]\n"
        in page
    )
    code_page = (tmp_path / "Index" / "resources" / "type" / "code (type).md").read_text("utf-8")
    assert "- [code for Adam](<https://github.com/Doe/adam>) in [[Area/Deep|Deep]]\n" in code_page.replace(
        "#Papers", ""
    )


def test_text_outside_the_block_survives_byte_for_byte(tmp_path: Path) -> None:
    write_vault(tmp_path, FILES)
    export(tmp_path)
    file = tmp_path / "Index" / "tags" / "PAPER (tag).md"
    data = b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n")
    head, tail = data.partition(b"<!-- dlvault:begin")[0], b"\r\n\r\nMy own words, no line end \xc3\xa9"
    file.write_bytes(data.rstrip(b"\r\n") + tail)
    with (tmp_path / "Home.md").open("a", encoding="utf-8") as note:
        note.write("\n- #PAPER [New](https://example.org/new)\n")
    done = export(tmp_path)
    after = file.read_bytes()
    assert done[0].refused == []
    assert after.startswith(head)
    assert after.endswith(tail)
    assert b"line 7: New\r\n" in after
    assert b"\n" not in after.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("My own page.\n", "it has no generated block"),
        ("<!-- dlvault:begin tags -->\nno end\n", "it has no generated block"),
        ("<!-- dlvault:begin resources -->\n<!-- dlvault:end -->\n", "it has no generated block"),
        ("```\n<!-- dlvault:begin tags -->\n<!-- dlvault:end -->\n```\n", "it has no generated block"),
        ("<!-- dlvault:begin tags -->\n<!-- dlvault:end -->\n\n" * 2, "it has 2 generated blocks"),
        (b"\xff\xfe", "it is not UTF-8"),
    ],
)
def test_a_page_of_somebody_else_is_left_as_it_is(
    text: str | bytes, why: str, make_vault: Callable[..., Path], dlvault: Callable[..., Ran]
) -> None:
    root = make_vault({**FILES, "Index/tags/PAPER (tag).md": text})
    before = (root / "Index" / "tags" / "PAPER (tag).md").read_bytes()
    ran = dlvault("export", "tags", "-o", "Index", cwd=root)
    assert ran.code == 2
    assert f"dlvault: Index/tags/PAPER (tag).md was left as it is: {why}" in ran.err
    assert (root / "Index" / "tags" / "PAPER (tag).md").read_bytes() == before
    assert (root / "Index" / "tags" / "map (tag).md").is_file(), "the others are written"


def test_an_empty_block_is_filled_where_somebody_put_it(make_vault: Callable[..., Path]) -> None:
    own = "# Mine\n\n<!-- dlvault:begin tags -->\n<!-- dlvault:end -->\n\nThe end.\n"
    root = make_vault({**FILES, "Index/Tag index.md": own})
    export(root)
    text = (root / "Index" / "Tag index.md").read_text("utf-8")
    assert text.startswith("# Mine\n\n<!-- dlvault:begin tags: Tag index.md -->\n\n# Tags\n\n")
    assert text.endswith("\n\n<!-- dlvault:end -->\n\nThe end.\n")
    assert "- [PAPER](./tags/PAPER%20%28tag%29.md)" in text


def test_pages_that_are_no_longer_needed_go_unless_somebody_wrote_in_them(make_vault: Callable[..., Path]) -> None:
    root = make_vault({**FILES, "Index/tags/mine.md": "my own\n"})
    export(root)
    kept = root / "Index" / "tags" / "map (tag).md"
    kept.write_text(kept.read_text("utf-8") + "\nA word of mine.\n", encoding="utf-8")
    (root / "Home.md").write_text("[[Deep]]\n", encoding="utf-8")
    done = export(root)
    assert done[0].removed == 2, "area and area/a"
    assert not (root / "Index" / "tags" / "area" / "a (tag).md").exists()
    assert kept.read_text("utf-8").endswith("A word of mine.\n")
    assert (root / "Index" / "tags" / "mine.md").read_text("utf-8") == "my own\n"


def test_outside_of_the_vault_links_are_relative_paths(tmp_path: Path) -> None:
    root = write_vault(tmp_path / "vault", FILES)
    vault = open_vault(root)
    write_pages(tmp_path / "out", "tags", tags.pages(vault.index, links_from(vault, tmp_path / "out")))
    page = (tmp_path / "out" / "tags" / "THESIS" / "PHD (tag).md").read_text("utf-8")
    (way,) = re.findall(r"## \[.*\]\(<(.*)>\)", page)
    assert way == "../../../vault/Area/With%20%23%20and%20%5Bx%5D.md"
    assert "[[" not in page.replace("\\[\\[", "")


NAMES = st.text(alphabet="aB \u00e9\u5b57#^[]|%&;'`~$!=()-_.,\U0001f600", min_size=1, max_size=8).filter(
    lambda name: name.strip(" .") == name and not name.startswith(".")
)
TITLES = st.text(alphabet="aB #^[]|%<>&;'\"`~$!=*_\\(){}:-/.\u00e9\u202e\u2028\U0001f600", min_size=1, max_size=24)


@st.composite
def hostile_vaults(draw: st.DrawFn) -> dict[str, str]:
    files: dict[str, str] = {}
    taken: set[str] = set()
    for at in range(draw(st.integers(1, 4))):
        folder = draw(st.sampled_from(["", "A/", "A/b c/"]))
        name = draw(NAMES)
        if name.lower() in taken:
            continue
        taken.add(name.lower())
        lines = [f"# {draw(TITLES)}", f"word #t/{at} #T", f"## {draw(TITLES)}", f"- #PAPER {draw(TITLES)}"]
        lines += [f"- #CODE [{draw(TITLES)}](https://x.org/{at}) ^b{at}", f"## {draw(TITLES)}"]
        lines += [f"- #TALK [x (Doe 2019)](https://x.org/{draw(TITLES)})", f"\t- {draw(TITLES)} \u2605"]
        files[f"{folder}{name}.md"] = "---\ntags: [\"<x>--%>\", 'a|b', '../../x', 'CON']\n---\n" + "\n".join(lines)
    return files


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(hostile_vaults())
def test_pages_of_any_vault_are_sound_and_change_nothing(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "v"
        try:
            write_vault(root, {"z.md": "", **files})
        except OSError:
            return
        before = facts(open_vault(root))
        export(root)
        vault = open_vault(root)
        assert facts(vault) == before
        bad = [
            row for row in vault.lint() if row.path.startswith("Index/") and row.code[0] in "LF" and row.severity > 1
        ]
        assert bad == []
        pages = {path: path.read_bytes() for path in (root / "Index").rglob("*.md")}
        assert all(done.written == 0 and not done.refused for done in export(root))
        assert pages == {path: path.read_bytes() for path in (root / "Index").rglob("*.md")}
        assert [path for path in Path(folder).rglob("*") if path.is_file() and root not in path.parents] == []
        for data in pages.values():
            parsed = parse(data.decode("utf-8").replace("dlvault: generated", "x: y"))
            assert parsed.entries == ()
            assert [tag.name for tag in parsed.tags] == []


@given(TITLES)
def test_escaped_text_is_text_and_nothing_else(text: str) -> None:
    parsed = parse(f"- {escaped(text)} end\n")
    assert (parsed.links, parsed.tags, parsed.blocks, parsed.comments) == ((), (), (), ())
    shown = parse(f"- {code(text)} end\n")
    assert (shown.links, shown.tags) == ((), ())


@given(st.text(max_size=30))
def test_an_address_is_one_link_or_none(text: str) -> None:
    written = address("t", f"https://x.org/{text}")
    links = parse(f"{written}\n").links
    assert [link.is_external for link in links] == [True]
    assert address("t", f"javascript:{text}") == "t"


@given(st.text(min_size=1, max_size=200))
def test_a_file_name_can_be_stored_and_linked(name: str) -> None:
    safe = file_name(name)
    assert safe
    assert len(safe.encode("utf-8")) <= 140
    assert not re.search(r'[\x00-\x1f<>:"\\|?*#^\[\]/]', safe.replace("/", "")) or "/" in name
    assert safe.strip(" .") == safe
    assert file_path("../..").count("..") == 0


def test_no_link_of_a_note_can_mean_a_page(make_vault: Callable[..., Path]) -> None:
    root = make_vault(
        {
            "Programming/Languages/Python.md": "# Python\n",
            "Home.md": "[[Python]] [[paper]] [[Tags]] [[2019]] [[Area]] #python #Area\n"
            "- #PAPER [T (Doe 2019)](https://x.org)\n",
        }
    )
    before = facts(open_vault(root))
    export(root)
    assert facts(open_vault(root)) == before


def test_a_name_with_line_ends_breaks_no_page(make_vault: Callable[..., Path]) -> None:
    hostile = "y\n\n<!-- dlvault:end -->\n\n<img src=x onerror=alert(1)>.md"
    root = make_vault({hostile: "#one\n# <img src=x>\n#one\n", "<svg onload=alert(2)>.md": "#one\n"})
    export(root)
    first = (root / "Index" / "tags" / "one (tag).md").read_bytes()
    assert not re.search(rb"(?<!\\)<(?:img|svg)", first)
    assert first.count(b"\n<!-- dlvault:end -->") == 1
    export(root)
    assert (root / "Index" / "tags" / "one (tag).md").read_bytes() == first


def test_a_name_that_is_no_text_stops_nothing(tmp_path: Path) -> None:
    write_vault(tmp_path, FILES)
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.md")).write_text("- #PAPER [Odd](https://x.org/odd) #one\n")
    except OSError:
        pytest.skip("this file system cannot hold such a name")
    done = export(tmp_path)
    assert [row.refused for row in done] == [[], []]
    assert "bad" in (tmp_path / "Index" / "tags" / "one (tag).md").read_text("utf-8")


@pytest.mark.parametrize("name", ["a b .md", " lead.md", "no\u00a0break.md", "c<d>.md", "e&amp;f.md", "%20.md"])
def test_a_link_to_an_odd_name_leads_there_or_is_none(name: str, make_vault: Callable[..., Path]) -> None:
    root = make_vault({name: "#one\n", "x.md": "#one\n"})
    export(root)
    assert [row for row in open_vault(root).lint() if row.path.startswith("Index/") and row.severity > 1] == []


def test_words_behind_the_end_of_a_block_stay(make_vault: Callable[..., Path]) -> None:
    root = make_vault(FILES)
    export(root)
    file = root / "Index" / "tags" / "PAPER (tag).md"
    words = " my words <!-- mine -->\n"
    file.write_text(file.read_text("utf-8").rstrip("\n") + words, encoding="utf-8")
    (root / "new.md").write_text("#PAPER\n", encoding="utf-8")
    export(root)
    assert file.read_text("utf-8").endswith(f"<!-- dlvault:end -->{words}")
    assert "new" in file.read_text("utf-8")


def test_a_page_with_own_words_is_emptied_when_nothing_is_left(make_vault: Callable[..., Path]) -> None:
    root = make_vault({"a.md": "#one\n", "b.md": "#two\n"})
    export(root)
    file = root / "Index" / "tags" / "one (tag).md"
    file.write_text(file.read_text("utf-8") + "\nA remark.\n", encoding="utf-8")
    (root / "a.md").unlink()
    export(root)
    text = file.read_text("utf-8")
    assert "[[a" not in text
    assert "The vault has nothing of this any more." in text
    assert text.endswith("\nA remark.\n")
    assert [row for row in open_vault(root).lint() if row.severity > 1] == []


def test_pages_of_another_folder_are_not_removed(make_vault: Callable[..., Path], dlvault: Callable[..., Ran]) -> None:
    root = make_vault(FILES)
    for _ in range(2):
        for folder in (".", "tags"):
            dlvault("export", "tags", "-o", folder, cwd=root)
    assert (root / "tags" / "map (tag).md").is_file()
    assert (root / "tags" / "tags" / "map (tag).md").is_file()
    assert "as before" in dlvault("export", "tags", "-o", ".", cwd=root).err


def test_hidden_folders_and_links_out_of_the_folder_are_left_alone(
    make_vault: Callable[..., Path], dlvault: Callable[..., Ran], tmp_path: Path
) -> None:
    root = make_vault({**FILES, ".obsidian/app.json": "{}"})
    ran = dlvault("export", "tags", "-o", ".obsidian", cwd=root)
    assert (ran.code, "is a hidden folder of the vault" in ran.err) == (2, True)
    (tmp_path / "outside").mkdir()
    (root / "Index").mkdir()
    (root / "Index" / "tags").symlink_to(tmp_path / "outside")
    ran = dlvault("export", "tags", "-o", "Index", cwd=root)
    assert (ran.code, "a symbolic link leads out of the folder" in ran.err) == (2, True)
    assert list((tmp_path / "outside").iterdir()) == []
