"""BibTeX: a reader of BibTeX gets back every entry, title and name, whatever they hold."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.bibtex.utils import change_case
from pybtex.database import parse_string
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from dlvault import open_vault
from dlvault.resources.formats import bibtex
from dlvault.resources.keys import citation_keys, names_of, plain_text
from dlvault.resources.library import display_title
from tests.conftest import TESTS, write_vault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dlvault.resources.library import Resource

HOSTILE = [
    "}@article{x,",
    "}\n\n@article{y,\n  title = {z}\n}",
    "@comment{",
    "@string{a = b}",
    "unbalanced { brace",
    "unbalanced } brace",
    "{balanced} {{braces}}",
    "}{",
    "{",
    "}",
    "\\",
    "\\\\",
    "ends in \\",
    "{\\",
    "\\}",
    '\\"a \\input{/etc/passwd} $x^2$ \\end{document}',
    "A & B % C $ D # E _ F ~ G ^ H < I > J | K = L",
    "100%",
    "#1, a = {b},",
    "\"quotes\" 'single' `code` ``double'' ,,low'' ?` !`",
    "--flag a--b a -- b --- c ---- d",
    "two\nlines\r\nand\ttab",
    "control \x00\x01\x08\x1b\x7f\x85\u2028 characters",
    "lone \ud800 surrogate \udcff",
    "not a character \ufffe\uffff",
    "\u202eoverride \u05e9\u05dc\u05d5\u05dd\u200f mark",
    "emoji \U0001f9e0 \U0001f469\u200d\U0001f4bb",
    "\u00c4rger \u0141\u00f3d\u017a e\u0301 \u00df \u041f\u0440\u0438\u0432\u0435\u0442 \u673a\u5668\u5b66\u4e60",
    "x" * 300,
    "long title " * 30,
]
CHARACTERS = st.sampled_from("ab YZ{}\\%$#&_~^<>|\"'`-,=@?!\n\t\u00e9\u200f\U0001f9e0\ud800") | st.characters()
TEXT = st.text(CHARACTERS, max_size=30)


def library_of(*lines: str) -> Mapping[str, Resource]:
    with TemporaryDirectory() as folder:
        return open_vault(write_vault(Path(folder), {"List.md": "\n".join(lines) + "\n"})).resources()


def hostile_lines() -> list[str]:
    texts = [text.encode("utf-8", "replace").decode() for text in HOSTILE]
    return [f"- #PAPER {' '.join(text.split())}: https://x.org/{at}" for at, text in enumerate(texts)]


ONE = next(iter(library_of("- #PAPER [One (Doe 2017)](https://x.org/one)").values()))
OTHERS = next(iter(library_of("- #PAPER [One (Doe et al. 2017)](https://x.org/one)").values()))


def rendered(resources: Iterable[Resource]) -> str:
    library = {resource.identity: resource for resource in resources}
    return bibtex.render(library.values(), citation_keys(library))


def read(text: str) -> list[Any]:
    """The entries as pybtex reads them, which raises where BibTeX would only complain."""
    return list(parse_string(text.encode().decode(), "bibtex").entries.values())


def read_line(line: str) -> Any:
    (entry,) = read(rendered(library_of(line).values()))
    return entry


def read_changed(**changes: Any) -> Any:
    (entry,) = read(rendered([ONE._replace(**changes)]))
    return entry


def text_of(latex: str) -> str:
    """What LaTeX would print, read by pylatexenc."""
    context = get_default_latex_context_db()
    prints = {"textless": "<", "textgreater": ">", "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}"}
    specs = [MacroTextSpec(name, discard=False, simplify_repl=text) for name, text in prints.items()]
    context.add_context_category("marks", prepend=True, macros=specs)
    reader = LatexNodes2Text(latex_context=context, keep_comments=True, strict_latex_spaces=True)
    return str(reader.latex_to_text(latex))


def printed(text: str) -> str:
    """What a reader of a text should see: the text, but a dash for hyphens that stand between blanks for one."""
    dashes = {"--": "\u2013", "---": "\u2014"}
    return re.sub("(?<= )-{2,3}(?= )", lambda match: dashes[match.group()], plain_text(text))


def fields(entry: Any) -> dict[str, str]:
    return dict(entry.fields)


def test_an_entry_as_it_stands_in_the_file() -> None:
    library = library_of(
        "- #PAPER [Attention Is All You Need (Vaswani, Shazeer et al. 2017)](https://arxiv.org/abs/1706.03762)",
        "- #CODE https://github.com/x/y_z",
    )
    assert rendered(library.values()) == (
        "@misc{vaswani2017attention,\n"
        "  author = {Vaswani and Shazeer and others},\n"
        "  title = {{Attention Is All You Need}},\n"
        "  year = {2017},\n"
        "  eprint = {1706.03762},\n"
        "  archiveprefix = {arXiv},\n"
        "  url = {https://arxiv.org/abs/1706.03762},\n"
        "  keywords = {paper},\n"
        "}\n"
        "\n"
        "@misc{yz,\n"
        "  title = {{x/y\\_z}},\n"
        "  note = {Software},\n"
        "  url = {https://github.com/x/y_z},\n"
        "  keywords = {code},\n"
        "}\n"
    )


def test_no_resources_no_text() -> None:
    assert bibtex.render([], {}) == ""


def test_the_order_is_that_of_the_resources() -> None:
    library = library_of("- #BOOK [Beta](https://x.org/1)", "- #BOOK [Alpha](https://x.org/2)")
    resources = [*library.values()][::-1]
    assert [entry.key for entry in read(rendered(resources))] == ["alpha", "beta"]


def test_a_resource_without_key_is_refused() -> None:
    with pytest.raises(KeyError):
        bibtex.render([ONE], {})


@pytest.mark.parametrize(
    ("line", "kind", "expected"),
    [
        (
            "- #PAPER [T (Doe, ACL 2018)](https://arxiv.org/abs/1706.03762v2)",
            "inproceedings",
            {"booktitle": "ACL", "eprint": "1706.03762", "archiveprefix": "arXiv"},
        ),
        ("- #PAPER [T (Doe 2018 Nature)](https://x.org/a)", "article", {"journal": "Nature"}),
        ("- #PAPER [T (Doe 2018)](https://doi.org/10.1145/A_b)", "article", {"doi": "10.1145/a_b"}),
        ("- #PAPER [T (Doe, 2018 MIT)](https://x.org/a)", "misc", {"howpublished": "MIT"}),
        ("- #PAPER [T (Doe 2018)](https://x.org/a)", "misc", {}),
        ("- #PAPER #REVIEW [T (Doe 2018 Nature)](https://x.org/a)", "article", {"journal": "Nature"}),
        ("- #REVIEW [T (Doe 2018)](https://x.org/a)", "misc", {"note": "Review"}),
        ("- #BOOK [T (Doe, 2018 MIT)](https://x.org/a)", "book", {"publisher": "MIT"}),
        ("- #BOOK [T (Doe 2018)](https://x.org/a) ISBN 978-0-306-40615-7", "book", {"isbn": "9780306406157"}),
        ("- #BOOK T (Doe 2018), ISBN 978-0-306-40615-7", "book", {"isbn": "9780306406157"}),
        ("- #THESIS/MSC [T (Doe 2018 MIT)](https://x.org/a)", "phdthesis", {"school": "MIT", "type": "Thesis"}),
        (
            "- #WHITEPAPER [T (Doe 2018 MIT)](https://x.org/a)",
            "techreport",
            {"institution": "MIT", "type": "White paper"},
        ),
        ("- #WHITEPAPER [T (Doe 2018)](https://x.org/a)", "misc", {"note": "White paper"}),
        ("- #CODE [T](https://x.org/a)", "misc", {"note": "Software"}),
        ("- #TALK [T (Jane Doe, PyCon 2017)](https://x.org/a)", "misc", {"howpublished": "PyCon", "note": "Talk"}),
        ("- #COURSE [T](https://x.org/a)", "misc", {"note": "Course"}),
        ("- #POSTER [T](https://x.org/a)", "misc", {"note": "Poster"}),
        ("- #MODEL [T](https://x.org/a)", "misc", {"note": "Model"}),
        ("A page ★★", "misc", {"title": "{A page}"}),
    ],
)
def test_types_and_their_fields(line: str, kind: str, expected: Mapping[str, str]) -> None:
    entry = read_line(line)
    assert entry.type == kind
    assert {name: fields(entry).get(name) for name in expected} == expected
    unsaid = {"note", "type", "howpublished", "booktitle", "journal", "publisher", "school", "institution", "isbn"}
    assert unsaid & set(fields(entry)) <= set(expected)


def test_a_type_of_ones_own_becomes_a_note() -> None:
    entry = read_changed(type="data_set", types=("data_set", "code"))
    assert (entry.type, entry.fields["note"], entry.fields["keywords"]) == ("misc", "Data\\_set", "data\\_set, code")


def test_children_without_title_are_named_after_their_parent() -> None:
    lines = ["- #PAPER [Deep sets (Doe 2017)](https://x.org/a)", "\t- #CODE https://github.com/x/y"]
    titles = [entry.fields["title"] for entry in read(rendered(library_of(*lines).values()))]
    assert titles == ["{code for Deep sets}", "{Deep sets}"]


@pytest.mark.parametrize(
    ("author", "parts"),
    [
        ("Vaswani", ([], [], ["Vaswani"], [])),
        ("Poe, J", (["J"], [], ["Poe"], [])),
        ("van den Doe", ([], ["van", "den"], ["Doe"], [])),
        ("Jane de la Cruz Smith", (["Jane"], ["de", "la"], ["Cruz", "Smith"], [])),
        ("Ana Maria Roe", (["Ana", "Maria"], [], ["Roe"], [])),
        ("Roe Jr., Ana", (["Ana"], [], ["Roe"], ["Jr."])),
        ("Roe Jr.", ([], [], ["{Roe Jr.}"], [])),
        ("Roe J", (["J"], [], ["Roe"], [])),
        ("O'Neil", ([], [], ["O'Neil"], [])),
        ("MIT", ([], [], ["{MIT}"], [])),
        ("Google Brain Team", ([], [], ["{Google Brain Team}"], [])),
        ("Jane and John", ([], [], ["{Jane and John}"], [])),
        ("others", ([], [], ["{others}"], [])),
        ("A & B", ([], [], ["{A \\& B}"], [])),
        ("a, b, c & d", ([], [], ["{a, b, c \\& d}"], [])),
        ("\\input", ([], [], ["{{}\\textbackslash{}input}"], [])),
        ("李明", ([], [], ["李明"], [])),
    ],
)
def test_names_keep_their_parts(author: str, parts: tuple[list[str], ...]) -> None:
    (person,) = read_changed(authors=(author,)).persons["author"]
    assert (
        person.first_names + person.middle_names,
        person.prelast_names,
        person.last_names,
        person.lineage_names,
    ) == parts


def test_sixty_authors_and_others() -> None:
    authors = tuple(f"{chr(65 + at % 26)}ana Roe{chr(97 + at // 26)}" for at in range(60))
    (entry,) = read(rendered([OTHERS._replace(authors=authors)]))
    assert [str(person) for person in entry.persons["author"]] == [
        *(f"{last}, {first}" for first, last in map(str.split, authors)),
        "others",
    ]


def test_others_count_only_where_the_authors_come_from() -> None:
    lines = ["- #PAPER [One (2017)](https://x.org/1)", "- #PAPER [One (Doe 2017)](https://x.org/1)"]
    entry = read_line("\n".join([*lines, "- #PAPER [One (Roe et al. 2017)](https://x.org/1)"]))
    assert [str(person) for person in entry.persons["author"]] == ["Doe"]
    assert "author" not in read_changed(authors=()).persons


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_in_their_fields(text: str) -> None:
    changed: dict[str, Any] = {
        "title": text,
        "venue": text,
        "authors": (text, "Doe"),
        "url": f"https://x.org/{text}",
        "types": (text,),
    }
    for identity in ("url:a", f"arxiv:{text}", f"doi:{text}", f"isbn:{text}"):
        first, second = read(rendered([ONE._replace(identity=identity, **changed), ONE]))
        assert text_of(first.fields["title"]) == printed(text)
        assert text_of(first.fields["keywords"]) == text_of(
            first.fields["howpublished" if ":a" in identity else "keywords"]
        )
        assert len(first.persons["author"]) == (2 if any(map(str.isalnum, text)) else 1)
        assert second.fields["title"] == "{One}"


def test_hostile_lines_of_a_vault() -> None:
    library = library_of(*hostile_lines())
    entries = read(rendered(library.values()))
    assert len(entries) == len(library) == len(HOSTILE)
    for entry, resource in zip(entries, library.values(), strict=True):
        assert text_of(entry.fields["title"]) == printed(display_title(resource))


@given(TEXT, TEXT)
def test_titles_come_back_and_keep_their_case(title: str, venue: str) -> None:
    entry = read_changed(title=title, venue=venue, type="code", authors=())
    latex = entry.fields["title"]
    assert change_case(latex, "t") == latex == change_case(latex, "u")
    assert text_of(latex) == (printed(title) or "url:x.org/one")
    assert text_of(entry.fields.get("howpublished", "")) == printed(venue)


@given(st.lists(st.text(st.sampled_from("abCD é'-.,")) | TEXT, max_size=4), st.booleans())
def test_as_many_authors_are_read_as_were_written(authors: list[str], others: bool) -> None:  # noqa: FBT001
    resource = (OTHERS if others else ONE)._replace(authors=tuple(authors))
    (entry,) = read(rendered([resource]))
    names = names_of(resource)
    persons = entry.persons.get("author", [])
    assert len(persons) == len(names) + (others and bool(names))
    for person, name in zip(persons, names, strict=False):
        whole = f"{name.particle} {name.family}".lstrip()
        read_whole = " ".join([*person.prelast_names, *person.last_names])
        assert text_of(read_whole) in {printed(whole), printed(f"{whole} {name.suffix}")}


@given(TEXT, st.sampled_from(("url", "doi", "arxiv", "isbn", "title")))
def test_addresses_and_numbers_come_back_without_blanks_or_braces(text: str, kind: str) -> None:
    entry = read_changed(identity=f"{kind}:{text}", url=f"https://x.org/{text}")
    for name in {"url", "doi", "eprint"} & set(fields(entry)):
        assert not set(entry.fields[name]) & set(" {}\\")
    if re.fullmatch(r"[\w.()/;:-]+", text):
        assert entry.fields["url"] == f"https://x.org/{text}"
        assert entry.fields.get("doi", text) == entry.fields.get("eprint", text) == text


def test_the_demo_vault_can_be_read() -> None:
    library = open_vault(TESTS.parent / "vault").resources()
    entries = read(rendered(library.values()))
    assert len(entries) == len(library) > 100
    for entry, resource in zip(entries, library.values(), strict=True):
        assert text_of(entry.fields["title"]) == printed(display_title(resource))
        assert entry.fields.get("url") == resource.url
        assert entry.fields.get("year") == (None if resource.year is None else str(resource.year))
