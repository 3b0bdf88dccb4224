"""Citation keys: what they are made of, that no two are equal, and that nothing but the library moves them."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlvault import open_vault
from dlvault.resources import keys as module
from dlvault.resources.keys import citation_keys, plain_text, read_name, safe_address, venue_kind
from tests.conftest import TESTS, Ran, write_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dlvault.resources.library import Resource

KEY = re.compile(r"[a-z0-9]+(?:-[0-9a-f]{4,64})?\Z")
ANY = st.text(st.characters(), max_size=40)


def library_of(*lines: str) -> Mapping[str, Resource]:
    with TemporaryDirectory() as folder:
        return open_vault(write_vault(Path(folder), {"List.md": "\n".join(lines) + "\n"})).resources()


ONE = next(iter(library_of("- #PAPER [One (Doe 2017)](https://x.org/one)").values()))


def key_of(line: str) -> str:
    (key,) = citation_keys(library_of(line)).values()
    return key


def made(changes: Mapping[str, Any], identity: str = "url:x.org/one") -> dict[str, Resource]:
    return {identity: ONE._replace(identity=identity, **changes)}


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (
            "- #PAPER [Attention Is All You Need (Vaswani 2017)](https://arxiv.org/abs/1706.03762)",
            "vaswani2017attention",
        ),
        ("- #PAPER [On the Origin of Deep Learning (Wang 2017)](https://x.org/a)", "wang2017origin"),
        ("- #PAPER [What is this? (Doe 2017)](https://x.org/a)", "doe2017what"),
        ("- #BOOK [1984 (Orwell 1949)](https://x.org/a)", "orwell19491984"),
        ("- #BOOK [2001: A Space Odyssey (Clarke 1968)](https://x.org/a)", "clarke1968space"),
        ("- #PAPER [U-Net: biomedical images (Ronneberger 2015)](https://x.org/a)", "ronneberger2015unet"),
        ("- #PAPER [Deep sets (2017)](https://x.org/a)", "2017deep"),
        ("- #CODE [Deep sets](https://x.org/a)", "deep"),
        ("- #CODE https://github.com/Karpathy/MicroGrad", "micrograd"),
        ("- #PAPER https://arxiv.org/abs/1706.03762", "arxiv170603762"),
        ("- #PAPER https://doi.org/10.1145/3065386", "doi1011453065386"),
        ("- #TALK https://youtu.be/abc123XYZ_0", "youtubeabc123xyz0"),
        ("- #COURSE https://www.example.org/lists/learning-theory.html?x=1#part", "learningtheory"),
        ("- #COURSE https://www.example.org/", "example"),
        ("- #COURSE https://93.184.216.34/", "9318421634"),
        ("- #PAPER [Über Maß und Zahl (Łukasiewicz 1929)](https://x.org/a)", "lukasiewicz1929uber"),
        ("- #PAPER [Straße (Þórðarson 1929)](https://x.org/a)", "thordarson1929strasse"),
        ("- #PAPER [딥러닝 입문 (김 2020)](https://x.org/a)", "gim2020dibreoning"),
        ("- #PAPER [がくしゅう (2020)](https://x.org/a)", "2020gakusiyuu"),
        ("- #PAPER [٣ أيام (2020)](https://x.org/a)", "20203"),
        ("- #PAPER [机器学习 (2020)](https://x.org/a)", "2020"),
        ("- #PAPER [机器学习](https://x.org/ml)", "ml"),
        ("- #PAPER 机器学习", "untitled"),
    ],
)
def test_a_key_says_who_when_and_what(line: str, key: str) -> None:
    assert key_of(line) == key


@pytest.mark.parametrize(
    ("author", "given", "particle", "family", "suffix", "surname"),
    [
        ("Vaswani", "", "", "Vaswani", "", "vaswani"),
        ("Poe, J", "J", "", "Poe", "", "poe"),
        ("van den Doe", "", "van den", "Doe", "", "doe"),
        ("van den Doe, J.", "J.", "van den", "Doe", "", "doe"),
        ("Jane de la Cruz Smith", "Jane", "de la", "Cruz Smith", "", "cruzsmith"),
        ("Cruz Smith, Jane", "Jane", "", "Cruz Smith", "", "cruzsmith"),
        ("Bas van 't Hoff", "Bas", "van 't", "Hoff", "", "hoff"),
        ("Ana Maria Roe", "Ana Maria", "", "Roe", "", "roe"),
        ("J. R. R. Roe", "J. R. R.", "", "Roe", "", "roe"),
        ("Roe J", "J", "", "Roe", "", "roe"),
        ("Roe J.K.", "J.K.", "", "Roe", "", "roe"),
        ("Jane Roe Jr.", "Jane", "", "Roe", "Jr.", "roe"),
        ("Roe Jr.", "", "", "Roe", "Jr.", "roe"),
        ("Roe, Jr., A.", "A.", "", "Roe", "Jr.", "roe"),
        ("Roe, A., B.", "A. B.", "", "Roe", "", "roe"),
        ("O'Neil", "", "", "O'Neil", "", "oneil"),
        ("Allen-Zhu", "", "", "Allen-Zhu", "", "allenzhu"),
        ("Günter Öçal", "Günter", "", "Öçal", "", "ocal"),
        ("李明", "", "", "李明", "", ""),
        ("Doe,", "", "", "Doe", "", "doe"),
    ],
)
def test_persons_are_taken_apart_as_bibtex_does(  # noqa: PLR0913, PLR0917 - one name, five parts
    author: str, given: str, particle: str, family: str, suffix: str, surname: str
) -> None:
    assert read_name(author) == (given, particle, family, suffix, True)
    assert list(citation_keys(made({"authors": (author,)})).values()) == [f"{surname}2017one"]


@pytest.mark.parametrize(
    ("author", "surname"),
    [
        ("MIT", "mit"),
        ("Google Brain Team", "googlebrainteam"),
        ("University of Somewhere", "universityofsomewhere"),
        ("Jane Doe (MIT)", "janedoemit"),
        ("3Blue1Brown", "3blue1brown"),
        ("Roe and Sons", "roeandsons"),
        ("others", "others"),
        ("A & B", "ab"),
    ],
)
def test_whoever_is_no_person_stays_whole(author: str, surname: str) -> None:
    assert read_name(author) == ("", "", author, "", False)
    assert list(citation_keys(made({"authors": (author,)})).values()) == [f"{surname}2017one"]


def test_authors_without_a_letter_do_not_count() -> None:
    assert list(citation_keys(made({"authors": ("--", "\x00", "Doe")})).values()) == ["doe2017one"]


def test_resources_that_would_share_a_key_get_the_hash_of_their_identity() -> None:
    lines = [f"- #PAPER [Deep sets (Doe 2017)](https://x.org/{name})" for name in "abc"]
    keys = citation_keys(library_of(*lines, "- #PAPER [Deep nets (Doe 2018)](https://x.org/d)"))
    for identity, key in keys.items():
        shared = not identity.endswith("d")
        assert key == (f"doe2017deep-{sha256(identity.encode()).hexdigest()[:4]}" if shared else "doe2018deep")


def test_a_longer_hash_tells_apart_what_a_short_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hash:
        def __init__(self, data: bytes) -> None:
            self.data = data

        def hexdigest(self) -> str:
            return {b"x:a": "0" * 64, b"x:b": "0" * 63 + "1", b"x:c": "0" * 7 + "1" + "0" * 56}[self.data]

    monkeypatch.setattr(module, "sha256", Hash)
    library = made({}, "x:a") | made({}, "x:b") | made({}, "x:c")
    ends = [key.partition("-")[2] for key in citation_keys(library).values()]
    assert ends == ["0" * 64, "0" * 63 + "1", "0" * 7 + "1"]


def test_no_resources_no_keys() -> None:
    assert citation_keys({}) == {}


def test_keys_of_the_demo_vault_fit_and_differ() -> None:
    library = open_vault(TESTS.parent / "vault").resources()
    keys = citation_keys(library)
    assert list(library) == sorted(keys)
    assert all(map(KEY.match, keys.values()))
    assert len(set(keys.values())) == len(library)


@given(
    st.dictionaries(
        ANY,
        st.tuples(
            st.none() | st.sampled_from(("A day", "The day")) | ANY,
            st.lists(st.sampled_from(("Doe", "van Doe", "MIT")) | ANY, max_size=3),
            st.none() | st.integers(1900, 2099),
        ),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_keys_are_unique_and_know_no_order(rows: Mapping[str, tuple[Any, list[str], Any]], random: Any) -> None:
    library: dict[str, Resource] = {}
    for identity, (title, authors, year) in rows.items():
        library |= made({"title": title, "authors": tuple(authors), "year": year}, identity)
    keys = citation_keys(library)
    assert set(keys) == set(library)
    assert all(map(KEY.match, keys.values()))
    assert len(set(keys.values())) == len(library)
    shuffled = list(library.items())
    random.shuffle(shuffled)
    assert citation_keys(dict(shuffled)) == keys


@given(st.text(st.sampled_from("ABCDoe12 .,'-&é\u0301\u202e\ud800")) | ANY)
def test_a_name_loses_no_word(author: str) -> None:
    name = read_name(plain_text(author))
    words = re.findall(r"[^\s,]+", plain_text(author))
    assert sorted(re.findall(r"[^\s,]+", " ".join(name[:4]))) == sorted(words)


@given(ANY)
def test_plain_text_is_one_line_that_a_file_can_hold(text: str) -> None:
    plain = plain_text(text)
    assert plain.encode("utf-8").decode("utf-8") == plain
    assert len(plain.splitlines()) <= 1
    assert plain_text(plain) == plain == " ".join(plain.split())


def test_plain_text_keeps_what_is_text() -> None:
    assert plain_text(" a\tb\r\n\x00c \u202ed\u2066 \ud800\uffff ") == "a b c d \ufffd\ufffd"
    kept = "\u05d0\u200f e\u0301 \U0001f469\u200d\U0001f4bb { } \\ % \u00ad"
    assert plain_text(kept) == kept


@given(ANY)
def test_an_address_holds_nothing_that_ends_a_field(url: str) -> None:
    safe = safe_address(url)
    assert not set(safe) & set(' {}\\"<>^`|\n\t')
    assert safe.isprintable()
    assert safe_address(safe) == safe


def test_an_address_keeps_its_marks() -> None:
    url = "https://x.org/a_b/%7Ec~d;e,f(g)[h]?i=j&k=l#m\u00e9"
    assert safe_address(url) == url
    assert safe_address(" https://x.org/{a} \\\u202e\ud800") == "https://x.org/%7Ba%7D%20%5C%E2%80%AE\ufffd"


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("ACL", "conference"),
        ("NeurIPS 2018", "conference"),
        ("ICML '18", "conference"),
        ("Summer School on Logic", "conference"),
        ("Nature", "journal"),
        ("JMLR", "journal"),
        ("IEEE Transactions on Computers", "journal"),
        ("Journal of the ACM", "journal"),
        ("J. Math.", "journal"),
        ("MIT", None),
        ("SPRINGER", None),
        ("Manning", None),
        ("Best Paper", None),
        ("", None),
    ],
)
def test_what_a_venue_seems_to_be(venue: str, kind: str | None) -> None:
    assert venue_kind(venue) == kind


def test_the_command_gives_a_work_one_key_whatever_is_chosen(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(
        tmp_path,
        {
            "a.md": "- #PAPER [Deep nets (Roe 2020)](https://arxiv.org/abs/2001.00001)\n",
            "Archive/b.md": "- #PAPER [Deep learning (Roe 2020)](https://arxiv.org/abs/2001.00002)\n",
            ".obsidian/app.json": '{"userIgnoreFilters": ["Archive/"]}',
        },
    )
    alone = dlvault("resources", "--format", "bibtex", cwd=tmp_path).out
    both = dlvault("resources", "--format", "bibtex", "--note", "a", "--note", "Archive/b", cwd=tmp_path).out
    (key,) = re.findall(r"@\w+\{([^,]+),", alone)
    assert key in re.findall(r"@\w+\{([^,]+),", both)


def test_only_addresses_of_the_web_go_into_a_bibliography(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    write_vault(tmp_path, {"a.md": "- #CODE [x](javascript:alert(1))\n- #CODE [y](file:///etc/passwd)\n"})
    for form in ("bibtex", "csl"):
        out = dlvault("resources", "--format", form, cwd=tmp_path).out
        assert "javascript" not in out.lower()
        assert "passwd" not in out
