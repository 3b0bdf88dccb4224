"""Edits on the bytes of a file: exact outside the edits, whatever stands in it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dlvault.lint.fix import SAFE, WITH_GUESSES, choose, edits_by_note
from dlvault.model.finding import Edit, Finding, Fix, Safety, Severity
from dlvault.model.note import NotePath
from dlvault.model.text import Position, Span
from dlvault.vault.edits import apply_edits, apply_to_bytes, in_order, overlaps
from dlvault.vault.source import SourceText, decode

if TYPE_CHECKING:
    from collections.abc import Sequence

A = NotePath("a.md")
BOM = "\ufeff"
MARK = BOM.encode()


def edit(start: int, end: int, text: str = "", path: str = A) -> Edit:
    return Edit(NotePath(path), Span(start, end), text)


def normalised(data: bytes) -> str:
    source = decode(A, data)
    assert isinstance(source, SourceText)
    return source.text


PIECES = st.sampled_from(
    ["a", " ", "\u00e9", "\u0301", "\U0001f9e0", "\u65e5", BOM, "\u2028", "\x85", "\x0b", "\t", "|", "\\", "\x00"]
)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\r\r\n", "\n\r"])
RAW = st.builds(
    lambda mark, pieces, last: mark + "".join(itertools.chain.from_iterable(pieces)) + last,
    st.sampled_from(["", BOM]),
    st.lists(st.tuples(st.text(PIECES, max_size=4), ENDS), max_size=6),
    st.text(PIECES, max_size=4),
)
NEW = st.sampled_from(["", "x", "\\", "\U0001f600", "one\ntwo", "\n"])


@st.composite
def edited(draw: st.DrawFn) -> tuple[bytes, list[Edit]]:
    """A file, and edits of it that do not touch."""
    data = draw(RAW).encode()
    size = len(normalised(data))
    places = sorted(draw(st.sets(st.integers(0, size), max_size=8)))
    pairs = list(itertools.pairwise(places))[::2]
    return data, [edit(start, end if draw(st.booleans()) else start, draw(NEW)) for start, end in pairs]


@given(edited())
def test_bytes_and_text_agree_on_what_an_edit_is(case: tuple[bytes, list[Edit]]) -> None:
    data, edits = case
    pieces = kept_pieces(data, edits)
    # A lone carriage return before an edit and a line feed behind it could become one line end.
    assume(not any(piece.endswith(b"\r") for piece in pieces[:-1]))
    assume(not any(piece.startswith(b"\n") for piece in pieces[1:]))
    # What an edit brings to the front of the file could read as its byte order mark.
    assume(not apply_edits(normalised(data), edits).startswith("\ufeff"))
    after = apply_to_bytes(data, edits)
    assume(after.startswith(MARK) is data.startswith(MARK))  # a mark within the text is none, at its start it is one
    assert normalised(after) == apply_edits(normalised(data), edits)


@given(edited())
def test_every_byte_outside_the_edits_stays(case: tuple[bytes, list[Edit]]) -> None:
    data, edits = case
    after = apply_to_bytes(data, edits)
    kept = kept_pieces(data, edits)
    at = 0
    for piece in kept[:-1]:
        found = after.find(piece, at)
        assert found >= 0
        at = found + len(piece)
    assert after.startswith(kept[0])
    assert after.endswith(kept[-1])
    assert len(after) - sum(map(len, kept)) == sum(len(new_bytes(data, one)) for one in edits)


def kept_pieces(data: bytes, edits: Sequence[Edit]) -> list[bytes]:
    """What stands between the edits, found by walking the file character by character."""
    raw, places, at = data.decode(), [], 0
    starts = [len(BOM) if raw.startswith(BOM) else 0]
    at = starts[0]
    while at < len(raw):
        at += 2 if raw.startswith("\r\n", at) else 1
        starts.append(at)
    for one in sorted(edits, key=lambda one: one.span):
        places += [starts[one.span.start], starts[one.span.end]]
    bounds = [0, *places, len(raw)]
    return [raw[start:end].encode() for start, end in zip(bounds[::2], bounds[1::2], strict=True)]


def new_bytes(data: bytes, one: Edit) -> bytes:
    raw = data.decode()
    counts = {
        "\r\n": raw.count("\r\n"),
        "\n": raw.count("\n") - raw.count("\r\n"),
        "\r": raw.count("\r") - raw.count("\r\n"),
    }
    usual = max(("\n", "\r\n", "\r"), key=counts.__getitem__) if any(counts.values()) else "\n"
    return one.text.replace("\n", usual).encode()


@given(edited(), st.randoms())
def test_the_order_of_edits_does_not_matter(case: tuple[bytes, list[Edit]], random: Any) -> None:
    data, edits = case
    shuffled = list(edits)
    random.shuffle(shuffled)
    assert apply_to_bytes(data, shuffled) == apply_to_bytes(data, edits)


@given(RAW)
def test_no_edit_changes_nothing(raw: str) -> None:
    assert apply_to_bytes(raw.encode(), []) == raw.encode()


@pytest.mark.parametrize(
    ("before", "one", "after"),
    [
        ("a\r\nb\nc\rd", edit(6, 7, "D"), "a\r\nb\nc\rD"),
        ("a\r\nb\r\nc", edit(1, 2, ""), "ab\r\nc"),
        ("a\r\nb\r\nc\n", edit(5, 5, "\nd"), "a\r\nb\r\nc\r\nd\n"),
        ("a\rb\rc\n", edit(1, 1, "\nx"), "a\rx\rb\rc\n"),
        ("\ufeffa\r\n", edit(0, 0, "x"), "\ufeffxa\r\n"),
        ("\ufeff\ufeffa", edit(0, 1, ""), "\ufeffa"),
        ("\U0001f9e0\r\n\U0001f9e0x", edit(3, 4, "y"), "\U0001f9e0\r\n\U0001f9e0y"),
        ("", edit(0, 0, "x\n"), "x\n"),
        ("a\r\n", edit(2, 2, "b"), "a\r\nb"),
    ],
)
def test_places_count_code_points_and_whole_line_ends(before: str, one: Edit, after: str) -> None:
    assert apply_to_bytes(before.encode(), [one]).decode() == after


def test_bytes_that_are_no_utf8_are_refused() -> None:
    with pytest.raises(UnicodeDecodeError):
        apply_to_bytes(b"caf\xe9", [edit(0, 0, "x")])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (edit(0, 2), edit(2, 4), False),
        (edit(0, 2), edit(1, 4), True),
        (edit(0, 4), edit(1, 2), True),
        (edit(1, 1), edit(1, 1), True),
        (edit(1, 1), edit(1, 3), True),
        (edit(0, 1), edit(1, 1), False),
        (edit(0, 2), edit(1, 4, path="b.md"), False),
    ],
)
def test_which_edits_overlap(one: Edit, other: Edit, *, expected: bool) -> None:
    assert overlaps(one, other) is overlaps(other, one) is expected


def test_overlapping_edits_are_our_bug() -> None:
    with pytest.raises(ValueError, match=r"^edits overlap at a\.md:1$"):
        in_order([edit(1, 4), edit(0, 2)])


def finding(*edits: Edit, safety: Safety = Safety.SAFE, title: str = "fix") -> Finding:
    return Finding(
        "L101", "x", Severity.ERROR, "m", A, Position(1, 1), None, "s", None, Fix(title, tuple(edits), safety)
    )


FIXES = st.lists(
    st.builds(
        lambda spans, safety: finding(*(edit(start, start + size, "x") for start, size in spans), safety=safety),
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)), min_size=1, max_size=3),
        st.sampled_from(list(Safety)),
    ),
    max_size=10,
)


@given(FIXES, st.randoms(), st.sampled_from([SAFE, WITH_GUESSES]))
def test_chosen_fixes_do_not_touch_and_do_not_depend_on_order(
    findings: list[Finding], random: Any, allowed: frozenset[Safety]
) -> None:
    chosen = choose(findings, allowed)
    assert not any(touches_itself(fix) for fix in chosen)
    shuffled = list(findings)
    random.shuffle(shuffled)
    assert choose(shuffled, allowed) == chosen
    assert {fix.safety for fix in chosen} <= allowed
    for one, other in itertools.combinations(chosen, 2):
        for first, second in itertools.product(one.edits, other.edits):
            assert first.span.end < second.span.start or second.span.end < first.span.start
    left_out = {row.fix for row in findings if row.fix and row.fix.safety in allowed} - set(chosen)
    taken = [change.span for fix in chosen for change in fix.edits]
    for fix in left_out:
        assert any(
            change.span.start <= span.end and span.start <= change.span.end for change in fix.edits for span in taken
        ) or touches_itself(fix)


def touches_itself(fix: Fix) -> bool:
    return any(one != other and overlaps(one, other) for one, other in itertools.combinations(fix.edits, 2))


def test_a_fix_of_several_edits_is_taken_whole_or_not_at_all() -> None:
    first, both = finding(edit(0, 3, "x")), finding(edit(2, 4, "y"), edit(9, 9, "z"))
    chosen = choose([both, first], SAFE)
    assert [fix.edits[0].span for fix in chosen] == [Span(0, 3)]
    assert edits_by_note(chosen) == {A: (edit(0, 3, "x"),)}


def test_the_same_fix_of_two_findings_is_applied_once() -> None:
    twice = [finding(edit(0, 3, "x")), finding(edit(0, 3, "x"))]
    assert apply_edits("abcdef", edits_by_note(choose(twice, SAFE))[A]) == "xdef"
