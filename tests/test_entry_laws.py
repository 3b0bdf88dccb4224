"""Laws of typed entries: nothing raises, no address is lost, one resource keeps its key however it is written."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dlvault.model.identity import url_identity
from dlvault.model.note import LinkKind
from dlvault.syntax.parse import parse
from tests.documents import NOTE_LINES, PREFIXES

PIECES = [
    *("#PAPER", "#CODE ", "#paper ", "#THESIS/PHD ", "#ORG ", "#PAPER[", "#1 ", "# ", "#PAPER #REVIEW ", "#TALK, "),
    *("[", "]", "](", ")", "(", "<", ">", "[T](", "[T (Doe 2020)](", "[[N]]", "[[N|l]]", "[n](n.md)", "![[p.png]]"),
    *("https://x.org/a", "http://x.org/a_(b)", "www.x.org/p", "<https://x.org>", "https://x.org/a, https://y.org/b"),
    *("See ", " - ", ": ", ", ", ". ", "**", "*", "_", "`", "==", "~~", "\\", "&amp;", "%% ", " %%", "<!-- ", " -->"),
    *("(Doe 2019)", "(Doe, J, 2019)", "(Doe 202)", "((", "))", "(2020 X)", "(Silver et al. 2016)", "(PyCon 2019)"),
    *(
        " ^id",
        "^",
        " \u2605",
        " \u2605\u2605",
        "\u00a0",
        "\u202f",
        " ",
        "\n",
        "\n  ",
        "\n\t",
        "\n\t- ",
        "\n\t\t- ",
        "\n- ",
    ),
    *(", J. Roe, 2014, 2700+ citations", "w", "W", "\u5b57", "\u05d0", "\U0001f600", "|", "$x$", "[^1]", "[r][]", "{"),
]
items = st.lists(st.sampled_from(PIECES), max_size=14).map(lambda parts: "- " + "".join(parts))
notes = st.lists(
    st.one_of(
        items,
        st.tuples(st.sampled_from(PREFIXES), st.sampled_from(PIECES), st.sampled_from(PIECES)).map("".join),
        st.sampled_from(
            [*NOTE_LINES, "## Papers", "### Libraries and Frameworks", "| [a](https://x.org) | b |", "| - | - |"]
        ),
    ),
    min_size=1,
    max_size=12,
).map("\n".join)
URL = re.compile(r"https?://[a-z]")


@settings(max_examples=600)
@given(notes)
@example("- #PAPER [T](https://x.org/p.pdf ^abc)")
@example("- #CODE [N](https://a.org, https://b.org) - text")
@example("- [N](<[O](https://x.org/p)>)")
def test_every_entry_is_at_its_place_and_points_to_its_parents(text: str) -> None:
    note = parse(text)
    starts = [entry.span.start for entry in note.entries]
    assert starts == sorted(set(starts))
    for at, entry in enumerate(note.entries):
        assert text[entry.span.start : entry.span.end].strip()
        assert entry.parent is None or (0 <= entry.parent < at)
        assert entry.title is None or entry.title == entry.title.strip()
        assert entry.title is not None or entry.url is not None or entry.target is not None
        assert entry.inferred or text[entry.span.start] == "#"
        assert entry.inferred or entry.types
        assert entry.year is None or 1900 <= entry.year <= 2099
        assert all(name.strip() for name in entry.authors)
        for number in (entry.target, *entry.notes):
            assert number is None or not note.links[number].is_external
    kinds = {entry.inferred for entry in note.entries}
    assert len(kinds) < 2, "nothing is inferred in a note with typed entries"


@settings(max_examples=600)
@given(items)
def test_no_typed_item_loses_an_address(item: str) -> None:
    note = parse(f"{item}\n")
    for entry in note.entries:
        if entry.inferred:
            continue
        said = "\n".join(
            part
            for part in (
                *(entry.title, entry.url, entry.remark, *entry.comments),
                *(part for alternative in entry.alternatives for part in alternative),
            )
            if part
        )
        for link in note.links:
            begins = entry.span.start <= link.span.start < entry.span.end
            begins = begins and not any(start <= link.span.start < end for start, end in note.comments)
            if begins and link.kind in (LinkKind.URL, LinkKind.AUTOLINK) and URL.match(link.target):
                host = link.target.partition("://")[2].partition("/")[0].partition(",")[0]
                assert host in said, (item, link.target, said)


MANY = 12_000
LARGE = {
    # much of one thing, and how many entries it has; work that grows with its square would not come to an end
    "items": ("- #PAPER [T (Doe 2020)](https://x.org)\n" * MANY, MANY),
    "items in a quote": ("> - #PAPER a\n" * MANY, MANY),
    "children": ("- #PAPER a\n" + "\t- #CODE https://x.org\n" * MANY, MANY + 1),
    "children too deep": ("- #PAPER a\n" + "\t\t- #CODE https://x.org\n" * MANY, MANY + 1),
    "children without bullet": ("- #PAPER a\n" + "\t#CODE https://x.org\n" * MANY, MANY + 1),
    "deeper and deeper": ("".join("\t" * (at % 40) + "- #CODE a\n" for at in range(MANY)), None),
    "links in one item": ("- #PAPER " + "[a](https://x.org/1) " * MANY + "\n", 1),
    "links in a long paragraph": ("- #PAPER a\n" + "  https://x.org/1\n" * MANY, 1),
    "comments in one item": ("- #PAPER a " + "<!-- c --> " * MANY + "\n", 1),
    "marks in one item": ("- #PAPER a " + "%% " * MANY + "\n", 1),
    "blanks behind a link": ("## Papers\n- [x](https://x.org)," + " " * MANY + "x\n", 1),
    "a long paragraph": ("- #PAPER a\n" + "  more of it #CODE\n" * MANY, 1),
    "many paragraphs": ("- #PAPER a\n\n" + "  more of it #CODE\n\n" * MANY, 1),
    "comments": ("%% x %%\n- #PAPER a %% c %%\n" * MANY, MANY),
    "generated blocks": ("<!-- dlvault:begin x -->\n<!-- dlvault:end -->\n\n- #PAPER a\n\n" * MANY, MANY),
    "headings": ("".join("#" * (1 + at % 6) + " h\n- #PAPER a\n" for at in range(MANY)), MANY),
    "items of an awesome list": ("## Papers\n" + "- [a](https://x.org), J. Doe, 2014\n" * MANY, MANY),
    "starred lines": ("a \u2605\n" * MANY, MANY),
    "rows": ("## Papers\n| a |\n| - |\n" + "| [a](https://x.org) |\n" * MANY, MANY),
    "parentheses": ("- #PAPER " + "(" * MANY + ")" * MANY + " (Doe 2019)\n", 1),
    "attributions": ("- #PAPER " + "(Doe 2019) " * MANY + "\n", 1),
    "brackets": ("- #PAPER " + "[" * MANY + "]" * MANY + "\n", 1),
    "names": ("## Papers\n- [a](https://x.org)" + ", A. Bee" * MANY + "\n", 1),
    "authors": ("- #PAPER a (" + "Doe, " * MANY + "2019)\n", 1),
    "emphasis": ("- #PAPER " + "*a _b " * MANY + "\n", 1),
    "tags": ("- " + "#PAPER " * MANY + "x\n", 1),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_note_comes_to_an_end(name: str) -> None:
    text, entries = LARGE[name]
    found = len(parse(text).entries)
    assert found == entries or (entries is None and found > 0)


ARXIV = st.tuples(st.integers(7, 26), st.integers(1, 12), st.integers(1, 99999), st.sampled_from([4, 5])).map(
    lambda parts: f"{parts[0]:02}{parts[1]:02}.{str(parts[2]).zfill(parts[3])[-parts[3] :]}"
)
SCHEMES = st.sampled_from(["http://", "https://", "HTTPS://", "http://www.", "https://WWW."])


@given(
    ARXIV,
    SCHEMES,
    st.sampled_from(["arxiv.org", "ArXiv.org"]),
    st.sampled_from(["abs/{}", "pdf/{}", "html/{}", "pdf/{}.pdf", "abs/{}v2", "pdf/{}v11.pdf", "abs/{}/"]),
    st.sampled_from(["", "#", "?context=cs.LG", "#S1"]),
)
def test_an_arxiv_number_is_one_however_its_address_is_written(
    number: str, scheme: str, host: str, path: str, tail: str
) -> None:
    assert url_identity(f"{scheme}{host}/{path.format(number)}{tail}") == f"arxiv:{number}"
    assert url_identity(f"https://doi.org/10.48550/arXiv.{number}") == f"arxiv:{number}"


@given(st.from_regex(r"10\.[0-9]{4,5}/[A-Za-z0-9.()_-]{1,12}[A-Za-z0-9]", fullmatch=True), SCHEMES)
def test_a_doi_is_one_however_its_address_is_written(doi: str, scheme: str) -> None:
    key = f"doi:{doi.lower()}"
    assert url_identity(f"{scheme}doi.org/{doi}") == key
    assert url_identity(f"{scheme}dx.doi.org/{quote(doi, safe='')}?x=1#y") == key
    assert url_identity(f"{scheme}dl.example.org/doi/{doi}") == key
    assert url_identity(f"{scheme}example.org/a/doi/full/{doi}?needAccess=true") == key
    assert url_identity(f"doi:{doi}") == key


@given(
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,12}", fullmatch=True).filter(
        lambda name: url_identity(f"https://github.com/{name}/x").startswith("github:")
    ),
    st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True),
    SCHEMES,
    st.sampled_from(["", "/", ".git", ".git/", "#readme", "/?tab=readme-ov-file", "?x=1#install"]),
)
def test_a_repository_is_one_however_its_address_is_written(owner: str, name: str, scheme: str, tail: str) -> None:
    assert url_identity(f"{scheme}GitHub.com/{owner}/{name}{tail}") == f"github:{owner}/{name}".lower()
    assert url_identity(f"{scheme}github.com/{owner}/{name}/issues/1").startswith("url:github.com/")


@given(st.from_regex(r"[A-Za-z0-9_-]{11}", fullmatch=True), SCHEMES)
def test_a_video_is_one_however_its_address_is_written(video: str, scheme: str) -> None:
    if video in ("videoseries", "live_stream"):
        return
    for way in (
        "youtube.com/watch?v={}",
        "youtube.com/watch?list=PL1&v={}&t=5s",
        "youtu.be/{}?t=1",
        "youtube.com/embed/{}",
    ):
        assert url_identity(scheme + way.format(video)) == f"youtube:{video}"


words = st.text(alphabet="abcXYZ019-._~()'\u00e9\u5b57", min_size=1, max_size=8).filter(lambda word: word.strip("."))


@given(
    st.lists(words, max_size=3), SCHEMES, st.sampled_from(["", "?b=2&a=1", "?q=%20x"]), st.sampled_from(["", "#part"])
)
def test_a_page_is_one_however_its_address_is_spelled(path: list[str], scheme: str, query: str, part: str) -> None:
    plain = f"https://example.org/{'/'.join(path)}"
    key = url_identity(plain + query + part)
    assert key == url_identity(f"{scheme}Example.ORG/{'/'.join(quote(word) for word in path)}{query}{part}")
    assert key == url_identity(f"https://example.org:443/{'/'.join(path)}/{query}{part}") or not path
    tracked = f"{query}{'&' if query else '?'}utm_source=x&fbclid=1&gclid=2"
    assert key == url_identity(plain + tracked + part)
    assert url_identity(f"{plain}{query}#other") != url_identity(f"{plain}{query}#another")
    assert url_identity(plain) == url_identity(f"{plain}#")
    assert key.startswith("url:example.org")


@given(st.text(max_size=60))
def test_no_address_raises(text: str) -> None:
    for scheme in (
        "",
        "https://",
        "https://github.com/",
        "https://arxiv.org/abs/",
        "https://doi.org/",
        "https://youtu.be/",
    ):
        assert url_identity(scheme + text).partition(":")[0] in {"url", "github", "arxiv", "doi", "youtube"}


@given(
    st.sampled_from(["http://", "https://"]),
    st.sampled_from(["github.com", "www.github.com", "arxiv.org", "www.arxiv.org"]),
    st.text("ab./-_019v", max_size=12)
    | st.from_regex(r"(abs|pdf|html)/\d{4}\.\d{4,5}(v\d)?(\.pdf)?/?", fullmatch=True)
    | st.from_regex(r"(doe|settings|Doe)/[a-z.]{1,4}(\.git)?/{0,2}", fullmatch=True),
)
def test_the_short_way_to_a_key_leads_where_the_long_one_does(scheme: str, host: str, path: str) -> None:
    url = f"{scheme}{host}/{path}"
    assert url_identity(url) == url_identity(f"{url}#")  # which is not taken for one of the usual addresses
