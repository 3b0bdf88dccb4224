"""Bytes to text: byte order mark, line ends, encodings that are not UTF-8, files that cannot be read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, ClassVar

import pytest

from dlvault.model.finding import FileProblem
from dlvault.model.note import NotePath
from dlvault.vault.source import SourceText, decode, digest_of, read_source

if TYPE_CHECKING:
    from pathlib import Path

NOTE = NotePath("n.md")

TEXTS: dict[str, tuple[bytes, str]] = {
    "plain": (b"a\nb\n", "a\nb\n"),
    "empty": (b"", ""),
    "byte order mark": (b"\xef\xbb\xbf# a", "# a"),
    "byte order mark alone": (b"\xef\xbb\xbf", ""),
    "only the first of two marks": (b"\xef\xbb\xbf\xef\xbb\xbfa", "\ufeffa"),
    "mark inside the text": (b"a\xef\xbb\xbfb", "a\ufeffb"),
    "CRLF": (b"a\r\nb\r\n", "a\nb\n"),
    "lone CR": (b"a\rb\r", "a\nb\n"),
    "mixed line ends": (b"a\r\nb\rc\nd\r\r\ne\n\rf", "a\nb\nc\nd\n\ne\n\nf"),
    "other separators stay": ("a\u2028b\x0bc\x85d".encode(), "a\u2028b\x0bc\x85d"),
    "NUL": (b"a\x00b", "a\x00b"),
    "not composed": ("e\u0301".encode(), "e\u0301"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_decoded_and_its_line_ends_are_one(name: str) -> None:
    data, text = TEXTS[name]
    assert decode(NOTE, data) == SourceText(text, digest_of(data))


FAULTS: dict[str, tuple[bytes, str]] = {
    "first byte": (b"\xe9t\xe9", "byte 0xe9 at line 1, column 1"),
    "after characters of several bytes": ("é\U0001f9e0x".encode() + b"\xe9", "byte 0xe9 at line 1, column 4"),
    "third line": (b"a\nb\ncaf\xe9", "byte 0xe9 at line 3, column 4"),
    "CRLF counts once": (b"a\r\nb\r\ncaf\xe9", "byte 0xe9 at line 3, column 4"),
    "lone CR counts": (b"a\rb\r\xe9", "byte 0xe9 at line 3, column 1"),
    "byte order mark is no column": (b"\xef\xbb\xbfab\xff", "byte 0xff at line 1, column 3"),
    "cut character": ("aé".encode()[:-1], "byte 0xc3 at line 1, column 2"),
    "encoded surrogate": (b"x\xed\xa0\x80", "byte 0xed at line 1, column 2"),
    "overlong": (b"\xc0\xaf", "byte 0xc0 at line 1, column 1"),
    "UTF-16, little end first": ("a".encode("utf-16-le").join([b"\xff\xfe", b""]), "is UTF-16"),
    "UTF-16, big end first": ("é".encode("utf-16-be").join([b"\xfe\xff", b""]), "is UTF-16"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_not_utf8_is_named_with_its_place(name: str) -> None:
    data, words = FAULTS[name]
    problem = decode(NOTE, data)
    assert isinstance(problem, FileProblem)
    assert words in problem.message
    assert (problem.code, problem.path, problem.line, problem.column) == ("F501", NOTE, 1, 1)
    assert problem.hint == "save it as UTF-8"


@pytest.mark.parametrize(("size", "readable"), [(9, True), (10, True), (11, False)])
def test_the_limit_is_the_last_size_that_is_read(tmp_path: Path, size: int, *, readable: bool) -> None:
    (tmp_path / NOTE).write_bytes(b"x" * size)
    assert isinstance(read_source(tmp_path, NOTE, 10), SourceText) is readable


@pytest.mark.parametrize(("limit", "words"), [(10, "larger than 10 bytes"), (3 * 2**19, "larger than 1.5 MiB")])
def test_a_file_over_the_limit_says_the_limit_and_the_setting(tmp_path: Path, limit: int, words: str) -> None:
    (tmp_path / NOTE).write_bytes(b"x" * (limit + 1))
    problem = read_source(tmp_path, NOTE, limit)
    assert isinstance(problem, FileProblem)
    assert words in problem.message
    assert problem.hint == "split it, or raise max-note-size"


class Watched(io.BytesIO):
    """A file that tells how much of it was asked for."""

    asked: ClassVar[list[int | None]] = []

    def read(self, size: int | None = -1, /) -> bytes:
        self.asked.append(size)
        return super().read(size)


def test_no_more_than_the_limit_is_read_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlvault.vault.source.open", lambda *_, **__: Watched(b"x" * 5000), raising=False)
    assert isinstance(read_source(tmp_path, NOTE, 100), FileProblem)
    assert Watched.asked == [101]


def test_a_file_that_vanished_is_a_problem(tmp_path: Path) -> None:
    problem = read_source(tmp_path, NOTE, 10)
    assert isinstance(problem, FileProblem)
    assert problem.message == "the file vanished while the vault was read"


def test_a_file_that_became_a_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / NOTE).mkdir()
    problem = read_source(tmp_path, NOTE, 10)
    assert isinstance(problem, FileProblem)
    assert problem.message == "the file cannot be read: Is a directory"


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")])
def test_a_file_that_may_not_be_read_is_a_problem(
    tmp_path: Path, error: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / NOTE).write_text("text")

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("dlvault.vault.source.open", refuse, raising=False)
    problem = read_source(tmp_path, NOTE, 10)
    assert isinstance(problem, FileProblem)
    assert problem.message == f"the file cannot be read: {error.strerror}"
