"""Values of properties after the YAML 1.2 core schema, and the places of links, tags and aliases in them."""

from __future__ import annotations

import math

import pytest

from dlvault.model.note import PropertiesState
from dlvault.syntax.frontmatter import read_properties
from dlvault.syntax.yamlproperties import MAX_NESTING, MAX_VALUES

VALUES: list[tuple[str, object]] = [
    # written, read; what YAML 1.1 would make of the first ones is another story
    *((word, word) for word in ("yes", "no", "on", "off", "y", "n", "Yes", "NO", "tRue", "nuLL", "=", "<<")),
    *((word, word) for word in ("12:30", "1:20:30", "2024-01-01", "2024-01-01T10:00:00Z", "2024-1-1")),
    *(
        (word, word)
        for word in ("1_000", "0b11", "-0x1f", "0o8", "1e", "1e+", ".", "+", "-.", ".nana", "0x", "1,5", "1.2.3")
    ),
    *((word, True) for word in ("true", "True", "TRUE")),
    *((word, False) for word in ("false", "False", "FALSE")),
    *((word, None) for word in ("null", "Null", "NULL", "~", "")),
    *[("0", 0), ("010", 10), ("-3", -3), ("+5", 5), ("0o7", 7), ("0x1F", 31), ("00", 0)],
    *[("1.5", 1.5), ("1e3", 1000.0), ("1.", 1.0), (".5", 0.5), ("-1.5E-2", -0.015), ("+.5e1", 5.0)],
    *[(".inf", math.inf), ("-.INF", -math.inf), ("+.Inf", math.inf), ("1e999", math.inf)],
    *[
        ('"1"', "1"),
        ("'true'", "true"),
        ('""', ""),
        ("''", ""),
        ('"a\\nb"', "a\nb"),
        ("'it''s'", "it's"),
        ('"\\u00e9\\x41"', "éA"),
    ],
    *[("|\n  b\n   c", "b\n c\n"), (">-\n  b\n  c", "b c"), ("|+\n  b\n", "b\n\n"), ("b\n  c", "b c")],
    *[("[]", []), ("{}", {}), ("[b, 1, [c]]", ["b", 1, ["c"]]), ("{b: 1, c: {d: 2}}", {"b": 1, "c": {"d": 2}})],
    *[
        ("\n- b\n- c", ["b", "c"]),
        ("\n  b: 1", {"b": 1}),
        ("[[b]]", [["b"]]),
        ("&x b", "b"),
        ("b # c", "b"),
        ("b#c", "b#c"),
    ],
    *[("!!str 1", "1"), ("!!int '3'", 3), ("!!float 1", 1.0), ("!!int x", "x"), ("!!null x", None), ("!foo x", "x")],
    *[("!!timestamp 2001-01-01", "2001-01-01"), ("!!binary aGk=", "aGk="), ("!!set {b}", {"b": None})],
    ("9" * 5_000, "9" * 5_000),
]


@pytest.mark.parametrize(("written", "value"), VALUES)
def test_a_value_is_read_after_the_core_schema(written: str, value: object) -> None:
    read = read_properties(f"---\na: {written}\n---\n")
    assert read.state is PropertiesState.OK
    assert read.values == {"a": value}
    assert type(read.values["a"]) is type(value)


def test_not_a_number_is_none() -> None:
    (value,) = read_properties("---\na: .nan\n---\n").values.values()
    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize(
    ("block", "values"),
    [
        ("1: b", {"1": "b"}),
        ("true: b", {"true": "b"}),
        ('"a b": c', {"a b": "c"}),
        ("? a\n: b", {"a": "b"}),
        ("? [a, b]\n: c", {"[a, b]": "c"}),
        ("? a", {"a": None}),
        ("<<: {a: 1}\nb: 2", {"<<": {"a": 1}, "b": 2}),
        ("&x a: b", {"a": "b"}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("!!map {a: b}", {"a": "b"}),
        ('{"a": "b", "c": [1, null, "\\/"]}', {"a": "b", "c": [1, None, "/"]}),
        ('{\n\t"a":\t"b"\n}', {"a": "b"}),
        ('{"a": " \\ud83d\\ude00 b\\\\\\uD83D\\uDE00"}', {"a": " \U0001f600 b\\\U0001f600"}),
        ('{"a": "\\\\ud83d\\\\ude00"}', {"a": "\\ud83d\\ude00"}),
        ("a: 1\n...", {"a": 1}),
        ("# only this", {}),
        ("a: b\u2028c\nd: [e\x85f, \u2029]", {"a": "b\u2028c", "d": ["e\x85f", "\u2029"]}),
        ("", {}),
        ("~", {}),
        ("{}", {}),
    ],
)
def test_a_block_is_a_mapping_by_text(block: str, values: object) -> None:
    read = read_properties(f"---\n{block}\n---\n")
    assert (read.state, read.values) == (PropertiesState.OK, values)


@pytest.mark.parametrize(
    ("text", "state", "body"),
    [
        ("---\na: b\n---\nc", PropertiesState.OK, "c"),
        ("---\n---\nc", PropertiesState.OK, "c"),
        ("---\n---", PropertiesState.OK, ""),
        ("--- \t\na: b\n---  \nc", PropertiesState.OK, "c"),
        ("---\na: |\n ---\n---\nc", PropertiesState.OK, "c"),
        ("---\na\n---\nc", PropertiesState.INVALID, "c"),
        ("---\na: b\n----\n", PropertiesState.ABSENT, "---\na: b\n----\n"),
        ("---\na: b\n --- \n", PropertiesState.ABSENT, "---\na: b\n --- \n"),
        ("---", PropertiesState.ABSENT, "---"),
        ("--- a\n---\n", PropertiesState.ABSENT, "--- a\n---\n"),
        ("----\na: b\n----\n", PropertiesState.ABSENT, "----\na: b\n----\n"),
        (" ---\na: b\n---\n", PropertiesState.ABSENT, " ---\na: b\n---\n"),
        ("\n---\na: b\n---\n", PropertiesState.ABSENT, "\n---\na: b\n---\n"),
    ],
)
def test_the_block_ends_at_a_line_of_three_dashes(text: str, state: PropertiesState, body: str) -> None:
    read = read_properties(text)
    assert (read.state, text[read.body :]) == (state, body)


LINKS: list[tuple[str, list[tuple[str, str]]]] = [
    # block, key and text of each link
    ('a: "[[b]]"', [("a", "[[b]]")]),
    ("a: '[[b#c|d]]'", [("a", "[[b#c|d]]")]),
    ("a: [ \"[[b]]\" , '[[c]]' ]", [("a.0", "[[b]]"), ("a.1", "[[c]]")]),
    ('a:\n- "[[b]]"\n- c\n- "[[d]]"', [("a.0", "[[b]]"), ("a.2", "[[d]]")]),
    ('a:\n  b:\n  - c: "[[d]]"', [("a.b.0.c", "[[d]]")]),
    ('a: "[[b\\"c]]"', [("a", '[[b\\"c]]')]),
    ("a: '[[b''c]]'", [("a", "[[b''c]]")]),
    ('a: "\\x5b[b]]"', [("a", "\\x5b[b]]")]),
    ("a: |\n  [[b]]", [("a", "[[b]]")]),
    ("a: |-\n    [[b]]\n\nc: d", [("a", "[[b]]")]),
    ("a: |-\n\n    [[b]]", []),
    ("a: >\n  [[b\n  c]]\n\n", [("a", "[[b\n  c]]")]),
    ('a: "[[b\n  c]]"', [("a", "[[b\n  c]]")]),
    ('a: &x "[[b]]"\nc: *x', [("a", "[[b]]"), ("c", "[[b]]")]),
    ('a: !!str "[[b]]"', [("a", "[[b]]")]),
    ('a: &x !!str\n  "[[b]]"', [("a", "[[b]]")]),
    ('\U0001f600: "\U0001f600"\na: "[[b]]" # [[c]]', [("a", "[[b]]")]),
    ('"a\u2028": "[[b]]"', [("a\u2028", "[[b]]")]),
    ('{"a": "[[b]]",\n\t"c": "[[d]]"}', [("a", "[[b]]"), ("c", "[[d]]")]),
    ('{"a": "\\ud83d\\ude00", "c": "[[d]]"}', [("c", "[[d]]")]),
    ("a: [[b]]", []),
    ("a: [[[b]]]", []),
    ('a: "b [[c]]"', []),
    ('a: "[[b]] [[c]]"', []),
    ('a: " [[b]]"', []),
    ('a: "![[b]]"', []),
    ('a: "[[]]"', []),
    ('a: "[b](c.md)"', []),
    ('"[[a]]": b', []),
]


@pytest.mark.parametrize(("block", "links"), LINKS)
def test_a_value_that_is_a_link_has_its_place(block: str, links: list[tuple[str, str]]) -> None:
    text = f"---\n{block}\n---\n"
    read = read_properties(text)
    assert read.state is PropertiesState.OK
    assert [(link.key, text[slice(*link.span)]) for link in read.links] == links


def test_escapes_are_resolved_in_what_a_link_says() -> None:
    read = read_properties("---\na: \"[[b\\u00e9]]\"\nc: '[[d''e]]'\nf: >-\n  [[g\n  h]]\n---\n")
    assert [link.content for link in read.links] == ["b\u00e9", "d'e", "g h"]


WORDS: list[tuple[str, list[str], list[str]]] = [
    # block, tags as written, aliases as written
    ("tags: a", ["a"], []),
    ('tags: "#a"', ["#a"], []),
    ("tags: [a, 'b', \"c\"]", ["a", "b", "c"], []),
    ("tags:\n- a\n- &x b\n- !!str 1", ["a", "b", "1"], []),
    ("tags: |\n  a", ["a"], []),
    ("TAGS: a\nTags: b", ["a", "b"], []),
    ("tags: a,b", [], []),
    ("tags: [1, 1.5, true, null, [a], {b: c}]", [], []),
    ("tag: a\nalias: b\ncssclass: c", [], []),
    ("a: {tags: b, aliases: c}", [], []),
    ("aliases: a b, c", [], ["a b, c"]),
    ("Aliases: [a b, 'c', 1, null, 2024-01-01]", [], ["a b", "c", "2024-01-01"]),
    ("tags: &x [a]\naliases: *x", ["a"], ["a"]),
]


@pytest.mark.parametrize(("block", "tags", "aliases"), WORDS)
def test_tags_and_aliases_have_their_places(block: str, tags: list[str], aliases: list[str]) -> None:
    text = f"---\n{block}\n---\n"
    read = read_properties(text)
    assert [text[slice(*word.span)] for word in read.tags] == tags
    assert [text[slice(*word.span)] for word in read.aliases] == aliases
    assert [word.text.strip() for word in read.tags] == tags


@pytest.mark.parametrize(
    ("block", "message", "rest"),
    [
        ("a: 1\na: 2", 'the key "a" stands twice', "a: 2"),
        ("a: {b: 1, b: 2}", 'the key "b" stands twice', "b: 2}"),
        ('1: a\n"1": b', 'the key "1" stands twice', '"1": b'),
        ("- a", "the block is no list of `key: value` lines", "- a"),
        ("a", "the block is no list of `key: value` lines", "a"),
        ("a: b: c", "mapping values are not allowed in this context", ": c"),
        ("a: \ud800", "half of a surrogate pair stands here", "\ud800"),
        ("a: \0b", "control characters are not allowed", "\0b"),
        (f"a: {'[' * (MAX_NESTING + 1)}", "the values are nested too deeply", "[" * 2),
        ("a: &a [*a]", "the anchors repeat too many values", "[*a]"),
    ],
)
def test_a_problem_has_a_place(block: str, message: str, rest: str) -> None:
    text = f"---\n{block}\n---\n[[a]]"
    read = read_properties(text)
    assert (read.state, read.values, read.links) == (PropertiesState.INVALID, {}, ())
    assert text[read.body :] == "[[a]]"
    assert read.problem is not None
    assert read.problem.message == message
    assert text[read.problem.offset :].removeprefix("&a ").startswith(rest)


def test_values_are_counted_as_if_anchors_were_written_out() -> None:
    def block(times: int) -> str:
        return f"---\na: &a [{'1, ' * 999}]\nb: [{'*a, ' * times}]\n---\n"

    assert read_properties(block(MAX_VALUES // 1000 - 2)).state is PropertiesState.OK
    assert read_properties(block(MAX_VALUES // 1000 + 1)).state is PropertiesState.INVALID


def test_depth_up_to_the_limit_is_read() -> None:
    deep = MAX_NESTING - 1
    assert read_properties(f"---\na: {'[' * deep}{']' * deep}\n---\n").state is PropertiesState.OK
    lines = "".join(f"{' ' * n}a:\n" for n in range(deep))
    assert read_properties(f"---\n{lines}---\n").state is PropertiesState.OK
