"""CSL-JSON: valid by the official schema, and read by a citation processor, whatever the texts hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from dlvault import open_vault
from dlvault.resources.formats import csl
from dlvault.resources.keys import citation_keys, plain_text
from dlvault.resources.library import display_title
from tests.conftest import TESTS
from tests.unit.test_bibtex import HOSTILE, TEXT, hostile_lines, library_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dlvault.resources.library import Resource

SCHEMA = json.loads((TESTS / "schemas" / "csl-data.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
TYPES = ("paper", "book", "thesis", "code", "course", "talk", "poster", "model", "whitepaper", "review", "data", None)
ONE = next(iter(library_of("- #PAPER [One (Doe 2017)](https://x.org/one)").values()))
OTHERS = next(iter(library_of("- #PAPER [One (Doe et al. 2017)](https://x.org/one)").values()))


def items_of(resources: Iterable[Resource]) -> list[dict[str, Any]]:
    """The items of what is written, which must be valid."""
    library = {resource.identity: resource for resource in resources}
    text = csl.render(library.values(), citation_keys(library))
    assert text.endswith("]\n")
    assert text.encode("utf-8").decode("utf-8") == text
    items: list[dict[str, Any]] = json.loads(text)
    VALIDATOR.validate(items)
    return items


def item_of(line: str) -> dict[str, Any]:
    (item,) = items_of(library_of(line).values())
    return item


def cited(items: list[dict[str, Any]]) -> list[str]:
    """The bibliography that citeproc-py makes, which knows CSL 1.0.1 and so no `event-title`."""
    known = [{name: value for name, value in item.items() if name != "event-title"} for item in items]
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(known), formatter.plain)
    for item in known:
        bibliography.register(Citation([CitationItem(item["id"])]))
    return [str(text) for text in bibliography.bibliography()]


def test_an_item_as_it_stands_in_the_file() -> None:
    library = library_of("- #PAPER [Über Maß (van den Doe & Poe, J 2017)](https://arxiv.org/abs/1706.03762)")
    assert csl.render(library.values(), citation_keys(library)) == (
        "[\n"
        "  {\n"
        '    "id": "doe2017uber",\n'
        '    "type": "article",\n'
        '    "title": "Über Maß",\n'
        '    "author": [\n'
        "      {\n"
        '        "family": "Doe",\n'
        '        "non-dropping-particle": "van den"\n'
        "      },\n"
        "      {\n"
        '        "family": "Poe",\n'
        '        "given": "J"\n'
        "      }\n"
        "    ],\n"
        '    "issued": {\n'
        '      "date-parts": [\n'
        "        [\n"
        "          2017\n"
        "        ]\n"
        "      ]\n"
        "    },\n"
        '    "URL": "https://arxiv.org/abs/1706.03762",\n'
        '    "keyword": "paper",\n'
        '    "number": "arXiv:1706.03762",\n'
        '    "publisher": "arXiv"\n'
        "  }\n"
        "]\n"
    )


def test_no_resources_an_empty_array() -> None:
    assert csl.render([], {}) == "[]\n"


def test_a_resource_without_key_is_refused() -> None:
    with pytest.raises(KeyError):
        csl.render([ONE], {})


@pytest.mark.parametrize(
    ("line", "kind", "expected"),
    [
        ("- #PAPER [T (Doe, ACL 2018)](https://x.org/a)", "paper-conference", {"container-title": "ACL"}),
        ("- #PAPER [T (Doe 2018 Nature)](https://x.org/a)", "article-journal", {"container-title": "Nature"}),
        ("- #PAPER [T (Doe 2018)](https://doi.org/10.1145/A)", "article-journal", {"DOI": "10.1145/a"}),
        ("- #PAPER [T (Doe, 2018 MIT)](https://x.org/a)", "article", {"container-title": "MIT"}),
        ("- #REVIEW [T (Doe 2018 Nature)](https://x.org/a)", "review", {"container-title": "Nature"}),
        ("- #BOOK [T (Doe, 2018 MIT)](https://x.org/a)", "book", {"publisher": "MIT"}),
        ("- #BOOK T (Doe 2018), ISBN 978-0-306-40615-7", "book", {"ISBN": "9780306406157"}),
        ("- #THESIS/PHD [T (Doe 2018 MIT)](https://x.org/a)", "thesis", {"publisher": "MIT"}),
        ("- #WHITEPAPER [T (Doe 2018 MIT)](https://x.org/a)", "report", {"publisher": "MIT", "genre": "White paper"}),
        ("- #CODE https://github.com/x/y", "software", {"title": "x/y"}),
        ("- #MODEL [T](https://x.org/a)", "software", {"genre": "Model"}),
        ("- #TALK [T (Jane Doe, PyCon 2017)](https://x.org/a)", "speech", {"event-title": "PyCon", "genre": "Talk"}),
        ("- #POSTER [T](https://x.org/a)", "speech", {"genre": "Poster"}),
        ("- #COURSE [T](https://x.org/a)", "webpage", {"genre": "Course"}),
        ("- #COURSE T", "document", {"genre": "Course"}),
        ("A page ★★", "document", {"title": "A page"}),
    ],
)
def test_types_and_their_fields(line: str, kind: str, expected: Mapping[str, str]) -> None:
    item = item_of(line)
    assert item["type"] == kind
    assert {name: item.get(name) for name in expected} == expected
    unsaid = {"genre", "publisher", "container-title", "event-title", "ISBN", "DOI", "number"}
    assert unsaid & set(item) <= set(expected)


def test_names() -> None:
    authors = ("Vaswani", "Poe, J", "Ana de la Roe", "Roe Jr., Ana", "MIT", "Google Brain Team", "\x00")
    (item,) = items_of([OTHERS._replace(authors=authors)])
    assert item["author"] == [
        {"family": "Vaswani"},
        {"family": "Poe", "given": "J"},
        {"family": "Roe", "given": "Ana", "non-dropping-particle": "de la"},
        {"family": "Roe", "given": "Ana", "suffix": "Jr."},
        {"literal": "MIT"},
        {"literal": "Google Brain Team"},
        {"literal": "others"},
    ]


def test_children_without_title_are_named_after_their_parent() -> None:
    lines = ["- #PAPER [Deep sets (Doe 2017)](https://x.org/a)", "\t- #CODE https://github.com/x/y"]
    assert [item["title"] for item in items_of(library_of(*lines).values())] == ["code for Deep sets", "Deep sets"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_cited_as_they_are(text: str) -> None:
    (item,) = items_of([ONE._replace(title=text, venue=text, authors=(text, "Doe"), types=(text,), url=text)])
    assert item["title"] == plain_text(text)
    (line,) = cited([item])
    assert plain_text(text).strip(" .") in line


def test_hostile_lines_of_a_vault() -> None:
    library = library_of(*hostile_lines())
    items = items_of(library.values())
    assert [item["title"] for item in items] == [plain_text(display_title(one)) for one in library.values()]
    assert len(cited(items)) == len(library) == len(HOSTILE)


@given(
    st.fixed_dictionaries(
        {
            "identity": st.sampled_from(("", "arxiv:", "doi:", "isbn:", "title:")).flatmap(
                lambda kind: TEXT.map(lambda text: kind + text)
            ),
            "type": st.sampled_from(TYPES) | TEXT,
            "types": st.lists(TEXT, max_size=2).map(tuple),
            "title": st.none() | TEXT,
            "authors": st.lists(TEXT, max_size=3).map(tuple),
            "year": st.none() | st.integers(1900, 2099),
            "venue": st.none() | TEXT,
            "url": st.none() | TEXT,
        }
    )
)
def test_whatever_a_resource_holds_is_valid(changes: Mapping[str, Any]) -> None:
    (item,) = items_of([ONE._replace(**changes)])
    assert item.get("issued") == (None if changes["year"] is None else {"date-parts": [[changes["year"]]]})


def test_the_demo_vault_is_valid_and_cited() -> None:
    library = open_vault(TESTS.parent / "vault").resources()
    items = items_of(library.values())
    assert [item["title"] for item in items] == [display_title(resource) for resource in library.values()]
    assert [item.get("URL") for item in items] == [resource.url for resource in library.values()]
    lines = cited(items)
    assert len(lines) == len(library) > 100
    assert any("Dropout" in line and "Srivastava" in line for line in lines)
