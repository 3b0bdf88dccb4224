"""The figures of a vault and of its library: they agree with the listings, and their text fits the terminal."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvault import open_vault
from dlvault.cli.commands.stats import Figures, _year_lines
from dlvault.resources.figures import LibraryFigures, library_figures
from dlvault.vault.figures import VaultFigures, vault_figures
from tests.conftest import Ran, write_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FILES = {
    ".obsidian/app.json": '{"userIgnoreFilters": ["Old/", "p.png"]}',
    ".obsidian/templates.json": '{"folder": "Templates"}',
    "a.md": "---\nup: '[[b]]'\ntags: [One]\n---\n# A\nthree words [[b#Gone]] ^id\n\n"
    "[[Gone]] ![[p.png]] <https://x.org> #one",
    "b.md": "[[gone.md]] [[b]] [t](https://x.org) #one/two",
    "c.md": "[[x/../y]]\n\n<!-- dlvault:begin backlinks -->\n# Made\n[[a]] [[Lost]] https://y.org #made ^made\n\n"
    "<!-- dlvault:end backlinks -->\n",
    "lonely.md": "",
    "Old/o.md": "# O\n[[a]] [[Gone]] #old",
    "Templates/t.md": "[[{{title}}]] text",
    "Page.md": "---\ndlvault: generated\ntags: [made]\n---\n# Page\n[[lonely]] [[Lost]] many words",
    "bad.md": b"caf\xe9 [[a]]",
    "board.canvas": '{"nodes": [{"type": "file", "file": "a.md"}, {"type": "file", "file": "None.md"}]}',
    "p.png": "",
    "list.base": "",
}


def figures_of(root: Path, files: Mapping[str, Any]) -> VaultFigures:
    return vault_figures(open_vault(write_vault(root, files)).index)


def library_of(root: Path, files: Mapping[str, Any]) -> LibraryFigures:
    return library_figures(open_vault(write_vault(root, files)).resources())


# -- the vault ---------------------------------------------------------------------------------------------


def test_a_vault_is_counted_without_what_dlvault_wrote(tmp_path: Path) -> None:
    found = figures_of(tmp_path, FILES)
    assert (found.notes, found.canvases, found.attachments) == (8, 1, 2)
    assert (found.excluded, found.templates, found.generated, found.unread) == (1, 1, 1, 1)
    assert (found.headings, found.blocks) == (2, 1)
    resolved = ["a > b", "a > b#Gone", "a > p.png", "b > b", "Old/o > a", "board > a"]
    unresolved = ["a > Gone", "b > gone", "c > x/../y", "Old/o > Gone", "Templates/t > {{title}}", "board > None"]
    assert found.links == (len(resolved), len(unresolved), 4, 2)
    assert found.tags == (3, 4)


def test_the_words_of_a_note_are_those_of_its_text(tmp_path: Path) -> None:
    assert figures_of(tmp_path, {"a.md": "---\ntitle: Not these\n---\n# One two\nthree", "b.canvas": "{}"}).words == 4


@pytest.mark.parametrize("name", ["orphans", "deadends", "tags", "unresolved"])
def test_figures_are_those_of_the_listings(name: str, tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    files = {path: text for path, text in FILES.items() if path not in ("c.md", "Page.md")}
    found = figures_of(tmp_path, files)
    rows = json.loads(dlvault(name, "--format", "json").out)[name]
    counts = [row.get("count", 1) for row in rows]
    assert rows
    assert {
        "orphans": (found.orphans, found.orphans),
        "deadends": (found.deadends, found.deadends),
        "tags": (found.tags.distinct, found.tags.uses),
        "unresolved": (found.links.unresolved_names, found.links.unresolved),
    }[name] == (len([count for count in counts if count]), sum(counts))


def test_what_dlvault_wrote_is_neither_orphan_nor_dead_end(tmp_path: Path) -> None:
    page = "---\ndlvault: generated\n---\n"
    found = figures_of(tmp_path, {"a.md": "[[b]]", "b.md": "[[a]]", "Page.md": page, "exports/x.md": "text"})
    assert (found.orphans, found.deadends, found.generated) == (0, 0, 2)


# -- the library -------------------------------------------------------------------------------------------

ENTRIES = {
    ".obsidian/app.json": '{"userIgnoreFilters": ["Old/"]}',
    ".obsidian/templates.json": '{"folder": "Templates"}',
    "a.md": """
- #PAPER [First (Roe 2016)](https://arxiv.org/abs/1603.00001)
	- #CODE https://github.com/x/first
- #PAPER [Second (Poe 2017)](https://arxiv.org/abs/1703.00002)
	- [Code](https://github.com/x/second)
- #PAPER [Third](https://example.org/third)
	- #TALK [On the third (Roe 2016)](https://example.org/talk)
	- [Slides](https://github.com/x/third/blob/main/slides.pdf)
- #BOOK [Fourth (Roe 2016)](https://example.org/fourth)
	- #CODE https://github.com/x/fourth
- Fifth of its kind ★★
- #CODE See [[b]]
- #CODE [B again](b.md)
""",
    "b.md": """
- #PAPER [First, in other words (Roe 2018)](https://arxiv.org/pdf/1603.00001v2)
- #PAPER [First (Roe 2016)](https://arxiv.org/abs/1603.00001)
- #BOOK [Fourth (Roe 2016)](http://www.example.org/fourth/)
""",
    "Old/o.md": "- #PAPER [First (Roe 2016)](https://arxiv.org/abs/1603.00001)",
    "Templates/t.md": "- #PAPER [First (Roe 2016)](https://arxiv.org/abs/1603.00001)",
    "Page.md": "---\ndlvault: generated\n---\n- #PAPER [First (Roe 2016)](https://arxiv.org/abs/1603.00001)",
}


def test_a_library_is_counted_as_a_reader_sees_it(tmp_path: Path) -> None:
    found = library_of(tmp_path, ENTRIES)
    assert (found.entries, found.resources, found.pointers) == (12, 7, 2)
    assert found.types == (("paper", 3), ("code", 2), ("book", 1), ("talk", 1))
    assert found.years == ((2016, 3), (2017, 1))
    assert found.undated == 3
    assert (found.papers_with_code, found.papers_without_code) == (2, 1)
    assert found.repeated == (2, 1, 1)
    assert found.fullest == (("a.md", 7), ("b.md", 2))
    assert found.most_named == (
        ("arxiv:1603.00001", "paper", "First, in other words", 2, 3),
        ("url:example.org/fourth", "book", "Fourth", 2, 2),
    )


def test_a_resource_without_type_comes_last(tmp_path: Path) -> None:
    lines = [f"- Number {number} ★\n" for number in "abc"]
    found = library_of(tmp_path, {"a.md": "".join(lines), "b.md": "- #BOOK One\n"})
    assert found.types == (("book", 1), (None, 3))


def test_lists_hold_the_first_ten_and_five_in_a_fixed_order(tmp_path: Path) -> None:
    notes = {f"{name}.md": f"- #BOOK [T{name}](https://example.org/{name})\n" * 2 for name in "fedcbalkjihgm"}
    notes["both.md"] = "".join(f"- #BOOK [T{name}](https://example.org/{name})\n" for name in "km")
    found = library_of(tmp_path, notes)
    assert [one.title for one in found.most_named] == [f"T{name}" for name in "kmabcdefgh"]
    assert [path for path, _ in found.fullest] == ["both.md", "a.md", "b.md", "c.md", "d.md"]


def test_what_only_leads_to_a_note_repeats_nothing(tmp_path: Path) -> None:
    found = library_of(tmp_path, {"a.md": "- #CODE See [[b]]\n- #CODE See [[b]]\n", "b.md": ""})
    assert (found.entries, found.resources, found.pointers) == (2, 0, 2)
    assert (found.types, found.fullest, found.repeated) == ((), (), (0, 0, 0))


# -- the text ----------------------------------------------------------------------------------------------


@given(st.dictionaries(st.integers(1900, 2099), st.integers(1, 10**6), min_size=1), st.integers(20, 120))
def test_the_years_fit_in_a_line_of_bars(years: dict[int, int], width: int) -> None:
    rows = tuple(sorted(years.items()))
    library = library_figures({})._replace(years=rows)
    bars, *_ = _year_lines(Figures(None, library), width)  # type: ignore[arg-type]
    first, last = min(years), max(years)
    if first == last:
        assert bars == f"{years[first]:,} in {first}"
        return
    found = re.fullmatch(rf"{first} ([.▁-█]+) {last}", bars)
    assert found
    assert len(bars) <= max(width, 30)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first) // step < len(found[1]))
    full = {(year - first) // step for year in years}
    assert {at for at, bar in enumerate(found[1]) if bar != "."} == full
    assert "█" in found[1]


def test_each_bar_stands_for_several_years_where_they_are_many() -> None:
    library = library_figures({})._replace(years=((1900, 1), (1901, 1), (1999, 4)), undated=1)
    lines = _year_lines(Figures(None, library), 98)  # type: ignore[arg-type]
    assert lines == [f"1900 ▄{'.' * 48}█ 1999", "each bar stands for 2 years; most in 1999: 4; 1 without a year"]


def test_the_text_fits_the_terminal(
    tmp_path: Path, dlvault: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    types = [f"TYPE{number}" for number in range(30)]
    entries = [
        f"- #{name} [{'A long title ' * 9}(Roe {1950 + 2 * at})](https://x.org/{name})" for at, name in enumerate(types)
    ]
    wide = "- #PAPER [" + "漢字" * 60 + "](https://x.org/wide)"
    text = "\n".join([*entries, wide])
    write_vault(tmp_path, {"dlvault.toml": f"types = {[*types, 'PAPER']}", "a.md": text, "b.md": text})
    for width in (60, 80, 100):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = dlvault("stats").out.splitlines()
        assert max(len(line) + sum(char in "漢字" for char in line) for line in lines) <= width
        assert [line for line in lines if line and not line.startswith("  ")] == [
            "Vault",
            "Library",
            "Years of the resources",
            "Resources named most often",
            "Notes that name most resources",
        ]


def test_the_figures_do_not_depend_on_the_order_of_the_files(tmp_path: Path) -> None:
    for name, files in (("one", ENTRIES), ("two", dict(reversed(ENTRIES.items())))):
        write_vault(tmp_path / name, files)
    one, two = (open_vault(tmp_path / name) for name in ("one", "two"))
    assert vault_figures(one.index) == vault_figures(two.index)
    assert library_figures(one.resources()) == library_figures(two.resources())
