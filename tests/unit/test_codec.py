"""Facts of notes come back from the store as they were, whatever stands in the note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvault.load.codec import decode_facts, encode_facts
from dlvault.syntax.parse import parse
from tests.documents import NOTE_LINES, PREFIXES

VALUES = [
    *(
        "1",
        "-7",
        "123456789012345678901234567890",
        "1.5",
        "1e400",
        ".nan",
        ".inf",
        "-.inf",
        "true",
        "null",
        "2024-05-31",
    ),
    *('"\\ud800"', '"\\U0001f600"', '"\u00e9 \u4e2d"', '"[[N#H|l]]"', "[a, [b, 2], {c: .nan}]", "{a: {b: [1, null]}}"),
]
LINES = st.sampled_from(NOTE_LINES) | st.builds(str.__add__, st.sampled_from(PREFIXES), st.sampled_from(NOTE_LINES))
PROPERTIES = st.lists(
    st.tuples(st.sampled_from(["tags", "aliases", "up", "dlvault", "x", "\u00fc"]), st.sampled_from(VALUES))
)


def comes_back(text: str) -> bool:
    parsed = parse(text)
    data = encode_facts(parsed)
    return data is not None and repr(decode_facts(data)) == repr(parsed)  # NaN equals nothing, but is written alike


@given(PROPERTIES, st.lists(LINES | st.text(max_size=20), max_size=25))
def test_facts_come_back_as_they_were(properties: list[tuple[str, str]], lines: list[str]) -> None:
    block = [f"{name}: {value}" for name, value in dict(properties).items()]
    assert comes_back("\n".join(["---", *block, "---", *lines] if block else lines))


@pytest.mark.parametrize("value", VALUES)
def test_a_property_comes_back_with_its_type(value: str) -> None:
    assert comes_back(f"---\nx: {value}\n---\n")


def test_keys_that_are_no_texts_are_kept_or_refused() -> None:
    parsed = parse("---\nx: {1: a, null: b}\n---\n")
    data = encode_facts(parsed)
    assert data is None or repr(decode_facts(data)) == repr(parsed)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"null", b"\xff", b"[1,2,3]", b'["ok",{},[],[[1]]]'])
def test_what_is_no_facts_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of any sort
        decode_facts(data)
