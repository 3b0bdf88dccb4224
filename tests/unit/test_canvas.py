"""File cards of canvases: which they are, what they say, where they stand; what is no canvas has none."""

from __future__ import annotations

import json

import pytest

from dlvault.model.note import LinkKind
from dlvault.syntax.canvas import parse_canvas

CARDS: list[tuple[str, str, list[tuple[str, str, str]]]] = [
    # what it shows, text, the cards: file as written, target, subpath
    ("a card", '{"nodes":[{"type":"file","file":"a.md"}],"edges":[]}', [("a.md", "a.md", "")]),
    ("a subpath", '{"nodes":[{"subpath":"#A#B","type":"file","file":"a.md"}]}', [("a.md", "a.md", "#A#B")]),
    (
        "order of the file",
        '{"nodes":[{"type":"file","file":"b"},{"file":"a","type":"file"}]}',
        [("b", "b", ""), ("a", "a", "")],
    ),
    ("escapes", '{"nodes":[{"type":"file","file":"a\\/\\u00e9\\"b.md"}]}', [('a\\/\\u00e9\\"b.md', 'a/é"b.md', "")]),
    ("escapes in names of members", '{"nodes":[{"\\u0074ype":"file","f\\u0069le":"a"}]}', [("a", "a", "")]),
    ("composed letters", '{"nodes":[{"type":"file","file":"e\u0301.md"}]}', [("e\u0301.md", "\u00e9.md", "")]),
    (
        "pairs of surrogates",
        '{"nodes":[{"type":"file","file":"\\ud83d\\ude00"}]}',
        [("\\ud83d\\ude00", "\U0001f600", "")],
    ),
    ("half a pair", '{"nodes":[{"type":"file","file":"\\ud800"}]}', [("\\ud800", "\ufffd", "")]),
    ("wide characters before", '{"a":"\U0001f600","nodes":[{"type":"file","file":"b"}]}', [("b", "b", "")]),
    ("blanks and tabs", '{\n\t"nodes" : [ {\n"type" :\t"file" , "file" : "a" } ] }', [("a", "a", "")]),
    ("the last of two values counts", '{"nodes":[{"type":"file","file":"a","file":"b"}]}', [("b", "b", "")]),
    ("even if it is none", '{"nodes":[{"type":"file","file":"a","file":null}]}', []),
    ("the last of two types counts", '{"nodes":[{"type":"file","file":"a","type":"text"}]}', []),
    (
        "the last of two lists counts",
        '{"nodes":[{"type":"file","file":"a"}],"nodes":[{"type":"file","file":"b"}]}',
        [("b", "b", "")],
    ),
    ("even if it is empty", '{"nodes":[{"type":"file","file":"a"}],"nodes":[]}', []),
    (
        "cards of other types",
        '{"nodes":[{"type":"text","text":"[[a]]"},{"type":"link","url":"b"},{"type":"group"}]}',
        [],
    ),
    (
        "text that looks like a card",
        '{"nodes":[{"type":"text","text":"\\"type\\":\\"file\\",\\"file\\":\\"a\\""}]}',
        [],
    ),
    ("a file in a text card", '{"nodes":[{"type":"text","file":"a"}]}', []),
    ("no type", '{"nodes":[{"file":"a"}]}', []),
    ("no file", '{"nodes":[{"type":"file"}]}', []),
    (
        "no text for a file",
        '{"nodes":[{"type":"file","file":null},{"type":"file","file":3},{"type":"file","file":["a"]}]}',
        [],
    ),
    ("a type that is no text", '{"nodes":[{"type":["file"],"file":"a"}]}', []),
    ("no text for a subpath", '{"nodes":[{"type":"file","file":"a","subpath":3}]}', [("a", "a", "")]),
    ("a card too deep", '{"nodes":[{"type":"file","x":{"type":"file","file":"a"}},[{"type":"file","file":"b"}]]}', []),
    ("members behind a deeper object", '{"nodes":[{"type":"file","x":{"file":"a"},"file":"b"}]}', [("b", "b", "")]),
    (
        "cards elsewhere",
        '{"edges":[{"type":"file","file":"a"}],"x":{"nodes":[{"type":"file","file":"b"}]},"nodes":[]}',
        [],
    ),
    ("nodes that are no list", '{"nodes":{"a":{"type":"file","file":"b"}}}', []),
    ("no object", '[{"nodes":[{"type":"file","file":"a"}]}]', []),
    ("null", "null", []),
    ("a text", '"nodes"', []),
    ("nothing", "", []),
    ("blanks", " \n", []),
]


@pytest.mark.parametrize(("text", "cards"), [case[1:] for case in CARDS], ids=[case[0] for case in CARDS])
def test_a_canvas_links_to_the_files_of_its_cards(text: str, cards: list[tuple[str, str, str]]) -> None:
    note = parse_canvas(text)
    assert [(text[slice(*link.span)], link.target, link.subpath) for link in note.links] == cards
    assert all(link.kind is LinkKind.CARD and link.span == link.target_span for link in note.links)
    assert note.problems == ()


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ('{"nodes":[{"type":"file","file":"a"}]', 37),
        ('{"nodes":[{"type":"file","file":"a"},]}', 37),
        ('{"nodes":[{"type":"file","file":"a}]}', 32),
        ("{'nodes': []}", 1),
        ('{"nodes":[{"type":"file","file":"a\nb"}]}', 34),
        ("x", 0),
        ("{} {}", 3),
        ('{"nodes":' + "[" * 100_000, 0),
        ('{"nodes":' + "[" * 100_000 + "]" * 100_000 + "}", 0),
        ('{"nodes":[{"x":' + "1" * 5_000 + ',"type":"file","file":"a"}]}', 0),
    ],
)
def test_what_is_no_json_has_a_problem_and_no_cards(text: str, offset: int) -> None:
    note = parse_canvas(text)
    assert note.links == ()
    (problem,) = note.problems
    assert problem.message.startswith("the canvas is ")
    assert abs(problem.offset - offset) <= 1  # Python releases differ by one


def test_places_of_cards_survive_any_layout() -> None:
    nodes = [{"id": f"n{at}", "type": "file", "file": f'd/"{at}"\n.md', "x": -at, "y": 1e3} for at in range(50)]
    board = {"nodes": nodes, "edges": [{"id": "e", "fromNode": "n1", "toNode": "n2", "label": '"file":"x"'}]}
    for indent in (None, 0, 2, "\t"):
        text = json.dumps(board, indent=indent, ensure_ascii=False)
        links = parse_canvas(text).links
        assert [link.target for link in links] == [node["file"] for node in nodes]
        assert [json.loads(f'"{text[slice(*link.span)]}"') for link in links] == [node["file"] for node in nodes]
