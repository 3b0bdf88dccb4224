"""What a broken link may have meant, and the laws of the fixes that write links anew; vaults in memory only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dlvault.lint.evidence import Evidence
from dlvault.lint.near import NearKeys
from dlvault.lint.outline import Outline
from dlvault.lint.run import run
from dlvault.lint.wording import one_of, percent_encoded, quoted
from dlvault.model.finding import Safety
from dlvault.model.folding import composed, heading_key
from dlvault.model.history import PastFile
from dlvault.model.index import Missing
from dlvault.model.note import Attachment, Link, LinkKind, Note, NoteKind, NotePath
from dlvault.model.text import Span
from dlvault.options import LintOptions
from dlvault.syntax.parse import parse
from dlvault.syntax.targets import decode, read_destination
from dlvault.vault.build import build_index
from dlvault.vault.edits import apply_edits
from dlvault.vault.names import NameTable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from dlvault.model.finding import Finding
    from dlvault.model.index import Edge, VaultIndex

CHARACTERS = "aAbBcé\u0301ß \u00a0-_.,'()&;%#^[]|<>`\"\\$!19"
WORDS = st.builds(
    lambda word, rest: " ".join(f"{word}{rest}".split()),
    st.sampled_from(["Bread", "Garden plan", "Übung", "tea"]),
    st.text(CHARACTERS, max_size=4),
)
NAMES = WORDS.filter(lambda name: "/" not in name)


@st.composite
def slips(draw: st.DrawFn, names: list[str]) -> str:
    """One of the names, as somebody might mistype it."""
    name = draw(st.sampled_from(names))
    at = draw(st.integers(0, len(name)))
    ways = [name, name.swapcase(), name[:at] + name[at + 1 :], f"{name[:at]}x{name[at:]}"]
    return draw(st.sampled_from(ways))


PATHS = st.builds(
    lambda folders, name, ending: "/".join([*folders, f"{name}{ending}"]),
    st.lists(st.sampled_from(["a", "b", "A b", "c"]), max_size=2),
    NAMES,
    st.sampled_from([".md", ".md", ".md", ".png", ""]),
)
VAULTS = st.lists(PATHS, min_size=1, max_size=6, unique=True)


def index_of(texts: Mapping[str, str], files: Collection[str] = ()) -> VaultIndex:
    notes = [Note(NotePath(path), NoteKind.NOTE, parse(text), len(text), 0) for path, text in texts.items()]
    attachments = [Attachment(NotePath(path), 0, 0) for path in files]
    return build_index(
        Path("vault"),
        notes,
        attachments,
        excluded=frozenset(),
        problems=(),
    )


def vault_of(paths: Collection[str], source: str, text: str) -> VaultIndex:
    notes = {path: "" for path in paths if path.endswith(".md")}
    return index_of({**notes, source: text}, [path for path in paths if path not in notes and path != source])


def edge_of(index: VaultIndex, source: str = "source.md") -> Edge:
    return index.outgoing[NotePath(source)][0]


def mended(index: VaultIndex, source: str, text: str, finding: Finding) -> VaultIndex:
    assert finding.fix is not None
    new = apply_edits(text, finding.fix.edits)
    texts = dict.fromkeys(index.notes, "") | {source: new}
    return index_of(texts, list(index.attachments))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_an_encoded_address_says_what_was_meant(text: str) -> None:
    encoded = percent_encoded(text)
    assert decode(encoded) == text
    path = composed(text).strip()
    assume(path)
    link = parse(f"[t]({percent_encoded(path)})").links[0]
    assert (link.kind, link.target, link.subpath) == (LinkKind.MDLINK, read_destination(encoded)[0], "")


LINKS = [
    Link(LinkKind.WIKILINK, "x", "", None, Span(0, 5), Span(2, 3)),
    Link(LinkKind.MDLINK, "x.md", "", "t", Span(0, 9), Span(4, 8)),
    Link(LinkKind.MDLINK, "../x", "", "t", Span(0, 9), Span(4, 8)),
    Link(LinkKind.MDLINK, "./x.md", "", "t", Span(0, 9), Span(4, 8)),
    Link(LinkKind.MDLINK, "/x.md", "", "t", Span(0, 9), Span(4, 8)),
]


@given(VAULTS, st.sampled_from(["source.md", "a/source.md", "A b/c/source.md"]), st.sampled_from(LINKS))
@example(["Readme", "a/Readme.md"], "source.md", LINKS[0])
@example(["a/b.md", "a/B.md", "b.md"], "a/source.md", LINKS[0])
def test_the_spelling_of_a_file_leads_to_it_without_doubt(paths: list[str], source: str, link: Link) -> None:
    index = vault_of(paths, source, "")
    table = NameTable.of([*index.notes, *index.attachments])
    evidence = Evidence(index, dict)
    for path in (*index.notes, *index.attachments):
        for target in (evidence.spelling(path, link, NotePath(source)), evidence.full_spelling(path, link)):
            found = table.find(target, NotePath(source))
            assert found is not None
            # Paths that compose alike cannot be told apart by any link.
            assert (composed(found.path), found.candidates) == (composed(path), ())


FORMS = ["[[{}]]", "[[{}|text]]", "![[{}]]", "[t]({})", "![t]({})", '---\nup: "[[{}]]"\n---\n', "[[ {} ]]"]


@given(VAULTS, st.sampled_from(FORMS), st.sampled_from(["", "wrong/", "/", "./", "../"]), st.data())
def test_a_fix_of_a_broken_link_leads_to_the_file_that_it_names(
    paths: list[str], form: str, folder: str, data: st.DataObject
) -> None:
    name = data.draw(slips([path.rpartition("/")[2].removesuffix(".md") for path in paths]))
    target = folder + (percent_encoded(name) if "](" in form else name)
    text, source = form.format(target), "c/source.md"
    index = vault_of(paths, source, text)
    codes = ("L101", "L104", "L105", "L107")
    for finding in run(index, LintOptions(select=codes)):
        if finding.fix is None or finding.fix.safety is Safety.SHOW:
            continue
        after = mended(index, source, text, finding)
        edge = edge_of(after, source)
        assert edge.target in {*index.notes, *index.attachments}
        # A name in another case than its file is kept as the text that the reader sees.
        assert edge.link.label in (edge_of(index, source).link.label, edge_of(index, source).link.target)
        assert edge.link.property_key == edge_of(index, source).link.property_key
        assert not run(after, LintOptions(select=codes))


def slug_of(text: str) -> str:
    return re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-")


SLUG_FORMS = ["[[Note#{}]]", "[[Note#{}|text]]", "![[Note#{}]]", "[t](Note.md#{})", '---\nup: "[[Note#{}]]"\n---\n']


@given(
    st.lists(WORDS, min_size=1, max_size=4),
    st.sampled_from([heading_key, slug_of]),
    st.sampled_from(SLUG_FORMS),
    st.data(),
)
def test_a_fix_of_a_broken_heading_leads_to_a_heading(
    headings: list[str],
    written: Callable[[str], str],
    form: str,
    data: st.DataObject,
) -> None:
    note = "".join(f"# {heading}\n\n" for heading in headings)
    wanted = data.draw(slips([written(heading) for heading in headings]))
    text = form.format(percent_encoded(wanted) if "](" in form else wanted)
    index = index_of({"Note.md": note, "source.md": text})
    for finding in run(index, LintOptions(select=("L102", "L108"))):
        if finding.fix is not None:
            new = apply_edits(text, finding.fix.edits)
            after = edge_of(index_of({"Note.md": note, "source.md": new}))
            assert after.target == "Note.md"
            assert not isinstance(after.resolution, Missing)
            assert after.link.label == edge_of(index).link.label


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("tee", []),  # too short to guess
        ("teas", [(1, "tea"), (1, "team"), (1, "tears")]),
        ("taemy", []),
        ("recieps", [(1, "recipes"), (2, "recipe")]),  # neighbours that changed places are one slip
        ("reciepees", [(2, "recipes")]),
        ("machine lerning", [(1, "machine learning")]),
        ("machine laernnig", [(2, "machine learning")]),
        ("week 13", []),  # another week, not a slip
        ("week13", []),
        ("weak 13", []),
        ("weak 12", [(1, "week 12")]),
    ],
)
def test_near_names(wanted: str, found: list[tuple[int, str]]) -> None:
    names = {"tea", "team", "tears", "recipes", "recipe", "machine learning", "week 12"}
    assert NearKeys(names).find(wanted) == found


def test_git_is_asked_only_when_a_link_is_broken() -> None:
    asked = []

    def past() -> dict[str, PastFile]:
        asked.append(1)
        return {}

    run(index_of({"a.md": "[[b]] <https://x.org>", "b.md": ""}), past=past)
    assert asked == []
    run(index_of({"a.md": "[[Gone]] [[Lost]]", "b.md": "[[Gone]]"}), past=past)
    assert asked == [1]


def test_results_do_not_depend_on_the_order_of_notes() -> None:
    texts = {
        "z/Tests.md": "",
        "Teste.md": "",
        "y/Testa.md": "[[Testi]]",
        "Testo.md": "[[Testi]] [[Gone]]",
        "b.md": "[[Gone]]",
    }
    assert run(index_of(texts)) == run(index_of(dict(reversed(texts.items()))))


def test_a_past_file_counts_only_for_links_that_would_have_led_to_it() -> None:
    past = {"old/Bread.md": PastFile(NotePath("old/Bread.md"), "abc1234", None)}
    for text, known in [
        ("[[Bread]]", True),
        ("[[bread.md]]", True),
        ("[[old/Bread]]", True),
        ("[t](./old/Bread.md)", True),
        ("[[/old/Bread]]", True),
        ("[[/Bread]]", False),
        ("[[./Bread]]", False),
        ("[[ld/Bread]]", False),
        ("[[Bread.pdf]]", False),
    ]:
        index = index_of({"source.md": text})
        assert (Evidence(index, lambda: past).clue(edge_of(index)).past is not None) is known, text


def test_a_slug_is_that_of_one_heading_whose_text_leads_to_it() -> None:
    text = "# Part two\n# Q&A: news?\n# A b\n# A: b\n# Same\n# Same\n# well-known\n# ...\n"
    outline = Outline(Note(NotePath("a.md"), NoteKind.NOTE, parse(text), 0, 0))
    slugs = ["part-two", "PART-TWO", "qa-news", "a-b", "same", "same-1", "", "well-known"]
    found = [outline.by_slug(slug) for slug in slugs]
    assert [heading and heading.text for heading in found] == [
        *("Part two", "Part two", "Q&A: news?"),
        *(None, None, None, None),
        "well-known",
    ]


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A or B"), (["A", "B", "C"], "A, B or C")]
)
def test_choices_are_joined(names: list[str], text: str) -> None:
    assert one_of(names) == text


def test_a_long_name_is_cut_and_stays_on_one_line() -> None:
    assert quoted("a\n b") == '"a b"'
    assert quoted("x" * 100) == f'"{"x" * 79}…"'


def test_a_file_name_that_is_no_text_is_never_written_into_a_note() -> None:
    index = index_of(
        {
            "source.md": "[[wrong/Br]] [t](wrong/Br)",
            "right/Br\udce9.md": "",
            "Bread\udce9s.md": "[[Breads]] [t](Breads)",
        }
    )
    assert [finding.fix for finding in run(index, LintOptions(select=("L101",)))] == [None] * 4
