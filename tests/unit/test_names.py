"""Short cuts of the readers of names and headings say what the patterns say that define them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dlvault.syntax import attribution, inferred, names
from dlvault.syntax.entrypieces import take_end
from dlvault.syntax.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

_NAMES = "Jane Doe J. J Jr. McDonald O'Neil von Van LeCun \u0141uk \u01c5o \u24b6. c. Ok3 3D \u212a"
_VENUES = "ICML NeurIPS PyCon EuroPython TEDxBoston SciPy Interspeech GTC TED useR! ODSCon Stanford Springer Press"
_OTHER_WORDS = "University Workshop updated Online May 12th Sept. sep \u017fep Papers Courses books_and code the videos"
_MARKS = "and AND und et al al. & others other\u017f u. a. \u0438 \u0418 , ; . -"
WORDS = f"{_NAMES} {_VENUES} {_OTHER_WORDS} {_MARKS}".split()
texts = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
glued = st.lists(st.sampled_from([*WORDS, " ", "  ", ", "]), max_size=7).map("".join)


@given(st.one_of(texts, glued))
@example("Jane Doe")
@example("J. Roe")
@example("Jane D.")
@example("\u24b6. Doe")
def test_names_of_persons_without_short_cuts(text: str) -> None:
    def judged() -> list[object]:
        by_person = [names.is_name(text, by_person=kind) for kind in (True, False)]
        read = [attribution.read_names(text, certain=certain) for certain in (True, False)]
        return [names.is_full_name(text), *by_person, *read]

    found = judged()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dlvault.syntax.names._is_plain_name", lambda _word: False)
        patch.setattr("dlvault.syntax.names._is_plain_person", lambda _word: False)
        patch.setattr("dlvault.syntax.attribution._ANDS", _MeetsAll())
        patch.setattr("dlvault.syntax.attribution._has_others", _found_by(attribution, "_OTHERS"))
        assert judged() == found


class _MeetsAll:
    """A set that shares a member with every other one."""

    def isdisjoint(self, _words: list[str]) -> bool:
        return False


def _found_by(module: ModuleType, name: str) -> Callable[[str], bool]:
    pattern: re.Pattern[str] = getattr(module, name)
    return lambda text: pattern.search(text) is not None


@given(st.one_of(texts, glued))
@example("May 3")
@example("Sept.")
@example("Papers")
@example("my_papers")
@example("papers2")
def test_what_a_pattern_defines(text: str) -> None:
    assert inferred.hints_at_type(text) == _found_by(inferred, "_HINT")(text)
    month, events, event = (getattr(names, name) for name in ("_MONTH", "_EVENTS", "_EVENT"))
    assert names.is_month(text) == (month.match(text) is not None)
    for word in text.split():
        assert names.is_event(word) == (word in events or event.match(word) is not None)


BLOCK = re.compile(r"(?:\A|\s)\^([A-Za-z0-9-]+)\s*\Z")
STARS = re.compile(r"(?:\A|\s)(\u2605+)\s*\Z")


@given(st.text("ab^-\u2605 \u00a0\n", max_size=9), st.integers(0, 9))
def test_the_end_of_an_item(text: str, start: int) -> None:
    start = min(start, len(text))
    rest, block, stars = text, None, None
    match = BLOCK.search(rest, max(start - 1, 0))
    if match:
        block, rest = match[1], rest[: match.start()]
    match = STARS.search(rest, max(start - 1, 0))
    if match:
        stars, rest = len(match[1]), rest[: match.start()]
    assert take_end(text, start) == (rest.rstrip(), block, stars)


@given(st.text("aB .,\u00a0\t\n", max_size=12))
def test_text_without_marks_is_plain(text: str) -> None:
    assert plain_text(text) == re.sub(r"[ \t\n]+", " ", text.strip())
