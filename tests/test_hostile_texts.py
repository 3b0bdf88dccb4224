"""Texts made to hang, to exhaust the stack or the memory: each is read, and says what it says.

Nothing is timed here. The sizes are such that a reader whose work grows with the square of the text would not come
to an end while anybody waits.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pytest

from dlvault.model.note import LinkKind, PropertiesState
from dlvault.syntax.blocks import MAX_DEPTH
from dlvault.syntax.canvas import parse_canvas
from dlvault.syntax.parse import parse

if TYPE_CHECKING:
    from dlvault.model.note import ParsedNote

SIZE = 200_000
PROBE = "\n\n[[probe]]\n"


def fill(piece: str) -> str:
    """Repeat a piece up to the size."""
    return piece * (SIZE // len(piece))


class Counts(NamedTuple):
    """How many facts of a kind there are."""

    links: int = 0
    tags: int = 0
    headings: int = 0
    blocks: int = 0


def count(note: ParsedNote) -> Counts:
    return Counts(len(note.links), len(note.tags), len(note.headings), len(note.blocks))


REPEATED: dict[str, int] = {
    # a piece that is repeated, and how many links each repetition makes
    **dict.fromkeys(
        ["[", "![", "]", "[[", "]]", "](", "[]()", "**", "*a **b ", "(", ")", "_", "!", "^", "&", "|", "\\"], 0
    ),
    **dict.fromkeys(
        ["[[a", "[[a\n", "![[a ", "[[a]", "[[a[", "[[a|", "[[]]", '[a](b "', "[a](b '", "[a](b (", "[a](<", "[a](b("], 0
    ),
    **dict.fromkeys(
        ["<", "<a ", "<a b\n", '<a b="', "<a b='", "<a b=", "</", "<!", "<!a", "<x:", "<xy:", "<a@b", "<a@b.c"], 0
    ),
    **dict.fromkeys(["a<?", "a<![CDATA[", "a<!--", "$", "$$", "$a", "$ ", "$1", "$$a ", "%%", "%% ", "`a", "`` ` "], 0),
    **dict.fromkeys(
        ["www.", "://", "http://", "&a;", "#", "# ", "##a ", "^[", "[^1]: ", "[^1]: $$\n", "[a][", "][", "[a][b] "], 0
    ),
    **dict.fromkeys(
        ["> ", ">", "- ", "1. ", "* ", "\t- ", "> - ", "- [ ] ", "> [!a]\n", "-\n", "- - ", "\t", " ", " \n", "\n"], 0
    ),
    **dict.fromkeys(
        ["---\n", "***\n", "- \n", "    a\n", "    a\n\n", "```\n", "~~~ a\n", "> ```\n\n", "<div>\n", "<x>\n", "$$\n"],
        0,
    ),
    **dict.fromkeys(
        ["|a", "|-", "|a|\n|-|\n", "a|b\n-|-\n", "|-|-\n", "[a]: b\n", "> [a]: b\n", "- [a]: b\n  ", '[a]: b "\n'], 0
    ),
    **dict.fromkeys(
        ["[[a]] ", "![[a]]", "[[a]]](", "[[[a]]]", "> [[a]]\nb\n", "- [[a]]\n", "a | [[b]]\n", "==[[a]]"], 1
    ),
    **dict.fromkeys(
        ["[a](b)", "[a](b) ", "![a](b)", "<xy:z>", "<a@b.c>", "www.a.b ", "http://a.b ", "http://a.b)", "[a](b)["], 1
    ),
    **dict.fromkeys(["[a](<b c> 'd')", '[a](b "c")\n', "> [a](\n> b)\n", "[[a]][b](c)"], 1),
    "[[a]][b](c)": 2,
}


@pytest.mark.parametrize("piece", REPEATED)
@pytest.mark.parametrize("prefix", ["x ", "> x\n> "])
def test_pieces_without_end(piece: str, prefix: str) -> None:
    times = SIZE // 2 // len(piece)
    note = parse(prefix + piece * times + PROBE)
    found = [link for link in note.links if link.target != "probe"]
    assert abs(len(found) - REPEATED[piece] * times) <= 2  # the first and the last may be cut
    assert all(link.span.end <= len(prefix) + len(piece) * times for link in found)


@pytest.mark.parametrize("mark", ["> ", ">", "- ", "1. ", "> - ", "[^1]: ", "- > 1) "])
def test_containers_beyond_the_limit_are_text(mark: str) -> None:
    note = parse(fill(mark) + "[[a]]\n")
    assert [link.target for link in note.links] == ["a"]
    assert note.links[0].span.start == len(fill(mark))


def test_quotes_up_to_the_limit_on_every_line() -> None:
    line = ">" * MAX_DEPTH + "[[a]] #b\n"
    note = parse(line * 2_000)
    assert count(note) == Counts(links=2_000, tags=2_000)
    assert note.links[-1].span.start == len(line) * 1_999 + MAX_DEPTH


def test_items_up_to_the_limit_on_every_line() -> None:
    assert count(parse(("- " * (MAX_DEPTH - 1) + "[[a]]\n") * 300)) == Counts(links=300)


def test_runs_of_backticks_of_every_length() -> None:
    runs = " a ".join("`" * length for length in range(1, 620))
    assert count(parse(f"{runs} [[a]]\n")) == Counts(links=1)
    lines = "\n".join("`" * (1 + length % 600) + "a" for length in range(2_000))
    assert parse(f"x {lines}\n").links == ()


@pytest.mark.parametrize(
    ("text", "links"),
    [
        pytest.param("![" * 30_000 + "](b)" * 30_000, MAX_DEPTH + 1, id="pictures in pictures"),
        pytest.param("[" * 40_000 + "](b)" * 40_000, 1, id="links in links"),
        pytest.param("[a]: b\n\n" + "[" * 90_000 + "]" * 90_000, 0, id="brackets around brackets"),
        pytest.param("[a]: b\n\n" + "[" * 50_000 + "a" + "][a]" * 30_000, 30_000, id="references around references"),
        pytest.param("[a]: b\n\n" + "[a] " * 50_000, 50_000, id="references"),
        pytest.param("[a]: b\n\n" + "[a][a]" * 30_000, 30_000, id="full references"),
        pytest.param("[a]: b\n\n[" + "a" * SIZE + "]", 0, id="a label without end"),
        pytest.param("[a]: b\n\n" + ("[x][" + "a" * 990) * 200, 0, id="labels almost too long"),
        pytest.param("".join(f"[a{n}]: b\n" for n in range(20_000)) + "\n[a19999]", 1, id="definitions"),
        pytest.param("".join(f"> [a{n}]: b\n" for n in range(16_000)) + "\n[a15999]", 1, id="definitions in a quote"),
        pytest.param('[a]: b "' + "x\n" * 100_000 + "\n[a]", 0, id="a title without end"),
        pytest.param("[a]: b\n[c]: d '\n" * 12_000 + "\n[a]", 1, id="titles without end"),
        pytest.param("[ http://a.b " * 15_000 + "](c)", 15_000, id="addresses in brackets"),
        pytest.param("http://" + "a" * SIZE, 1, id="an address without end"),
        pytest.param("http://a" + "(" * SIZE, 1, id="parentheses in an address"),
        pytest.param("http://a" + "?" * SIZE, 1, id="punctuation behind an address"),
        pytest.param("http://a" + "&a;" * 60_000, 1, id="entities behind an address"),
        pytest.param("<" + "a" * SIZE + "@" + "b." * 100_000, 0, id="a mail address without end"),
        pytest.param("[[" + "a" * SIZE + "]]", 1, id="a name without end"),
        pytest.param("[[" + "a]" * 100_000, 0, id="brackets in a name"),
        pytest.param("[a](" + "(" * SIZE, 0, id="parentheses without end"),
        pytest.param("[a](" + "(b)" * 60_000 + ")", 1, id="pairs of parentheses"),
        pytest.param('x <a b="' + "[[c]]" * 40_000, 40_000, id="an attribute without end"),
        pytest.param("x <a" + " b" * 100_000 + ' "> [[c]]', 1, id="attributes without end"),
        pytest.param("x <a" + " " * SIZE + '"> [[c]]', 1, id="blanks in a tag"),
        pytest.param("x " + "<?" * 100_000 + "> [[c]]", 1, id="instructions without end"),
        pytest.param("x " + "<![CDATA[" * 20_000 + "> [[c]]", 1, id="sections without end"),
        pytest.param("$" + "\\a" * 100_000 + " [[c]]", 1, id="math without end"),
        pytest.param("x\n" * 100_000 + "[[c]]", 1, id="a paragraph without end"),
        pytest.param("> x\n" + "[[c]]\n" * 30_000, 30_000, id="a quote that goes on lazily"),
        pytest.param("- x\n" + "  [[c]]\n" * 30_000, 30_000, id="an item that goes on"),
        pytest.param("|" + "[[c]]|" * 10_000 + "\n|" + "-|" * 10_000, 10_000, id="a row of ten thousand cells"),
        pytest.param("|a|b|\n|-|-|\n" + "|[[c]]|b|\n" * 20_000, 20_000, id="ten thousand rows"),
        pytest.param("a|b\n-|-\n" + "|" * SIZE, 0, id="bars"),
        pytest.param("".join("  " * n + "- [[a]]\n" for n in range(400)), MAX_DEPTH * 4, id="deeper from line to line"),
        pytest.param("- " * 100_000 + "x [[a]]\n", 1, id="almost a thematic break"),
        pytest.param("```" + "`" * SIZE + "x`\n[[a]]", 1, id="almost a fence"),
        pytest.param("[a](b.md " * 30_000, 0, id="almost links"),
        pytest.param("<<<<<<< a\n" * 20_000 + "[[a]]", 1, id="conflicts without end"),
        pytest.param("%% dlvault-ignore %%\n" * 10_000 + "[[a]]", 1, id="directives"),
    ],
)
def test_shapes_that_invite_to_go_back(text: str, links: int) -> None:
    assert count(parse(text)).links == links


def test_headings_of_blanks_and_hashes() -> None:
    note = parse(
        "# a" + " " * SIZE + "b\n## " + "#" * SIZE + "b\n### " + "# " * (SIZE // 2) + "b\n# " + "#" * SIZE + "\n"
    )
    assert [(heading.level, len(heading.text)) for heading in note.headings] == [
        (1, SIZE + 2),
        (2, SIZE + 1),
        (3, SIZE + 1),
        (1, 0),
    ]


def test_tags_and_ids() -> None:
    assert count(parse("#" + "a" * SIZE)) == Counts(tags=1)
    assert count(parse(fill("#a "))) == Counts(tags=SIZE // 3)
    assert count(parse(fill(" ^a"))) == Counts(blocks=1)
    assert count(parse(fill("a ^b\n\n"))) == Counts(blocks=SIZE // 6)


# -- properties -----------------------------------------------------------------------------------------------

_BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))

INVALID = {
    "lists in lists": "a: " + "[" * 100_000,
    "mappings in mappings": "a: " + "{a: " * 50_000,
    "dashes": "- " * 100_000,
    "question marks": "? " * 100_000,
    "deeper from line to line": "".join(" " * n + "a:\n" for n in range(600)),
    "anchors that double": _BOMB,
    "an anchor in itself": "a: &a [*a]",
    "an anchor in its mapping": "a: &a {b: *a}",
    "an anchor that is none": "a: *b",
    "a key twice": "a: 1\na: 2",
    "a key twice inside": "a: {b: 1, b: 2}",
    "a merge key twice": "<<: 1\n<<: 2",
    "a tab for blanks": "a:\n\tb: c",
    "a quote without end": "a: 'b",
    "quotes": 'a: "' + '"' * 100_000,
    "a NUL": "a: \0",
    "a control character": "a: \a",
    "half a surrogate": "a: \ud800",
    "half a surrogate, escaped": 'a: "\\ud800"',
    "a directive": "%TAG ! tag:x",
    "several documents": "a: 1\n...\nb: 2",
    "a list": "- a",
    "a text": "a",
    "an object by name": "!!python/object:os.system x",
    "a key without end": "x" * SIZE + ": 1",
    "a JSON list": "[1]",
    "broken JSON": '{"a": 1,, "b": [}',
    "deep JSON": '{"a": ' + "[" * 50_000 + "]" * 50_000 + "}",
}


@pytest.mark.parametrize("name", INVALID)
def test_properties_that_cannot_be_read_hide_nothing(name: str) -> None:
    block = f"---\n{INVALID[name]}\n---\n"
    note = parse(f"{block}[[a]] #b\n")
    assert (note.state, note.properties) == (PropertiesState.INVALID, {})
    assert count(note) == Counts(links=1, tags=1)
    (problem,) = note.problems
    assert problem.message
    assert 4 <= problem.offset < len(block)


VALID: dict[str, tuple[str, object]] = {
    "calls by name are lists": ('a: !!python/object/apply:os.system ["x"]', ["x"]),
    "ten thousand digits": ("a: " + "9" * 10_000, "9" * 10_000),
    "a merge key is a key": ("<<: {a: 1}\na: 2", 2),
    "a long text": ("a: " + "x " * 100_000, ("x " * 100_000).strip()),
    "line ends by escape": ('a: "' + "\\n" * 50_000 + '"', "\n" * 50_000),
    "many keys": ("".join(f"k{n}: v\n" for n in range(5_000)) + "a: b", "b"),
    "an anchor used often": ("x: &x [1]\na: [" + "*x, " * 1_000 + "]", [[1]] * 1_000),
    "emoji": ("\U0001f600: 1\na: \U0001f600", "\U0001f600"),
}


@pytest.mark.parametrize("name", VALID)
def test_properties_of_any_size_are_read(name: str) -> None:
    block, value = VALID[name]
    note = parse(f"---\n{block}\n---\n[[a]]\n")
    assert note.state is PropertiesState.OK
    assert note.properties["a"] == value
    assert count(note) == Counts(links=1)


# -- canvases -------------------------------------------------------------------------------------------------


def test_a_canvas_of_a_hundred_thousand_cards() -> None:
    nodes = [{"id": str(at), "type": "file", "file": f"{at}.md"} for at in range(100_000)]
    note = parse_canvas(json.dumps({"nodes": nodes}))
    assert len(note.links) == len(nodes)
    assert {link.kind for link in note.links} == {LinkKind.CARD}


@pytest.mark.parametrize("text", ["[" * 100_000, '{"nodes": ' + "[" * 100_000, '{"a": ' * 50_000, '"' * 100_001])
def test_a_canvas_without_end_has_no_cards(text: str) -> None:
    note = parse_canvas(text)
    assert note.links == ()
    assert len(note.problems) == 1
