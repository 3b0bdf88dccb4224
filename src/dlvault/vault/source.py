"""Bytes of a note to text: encoding, byte order mark, line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.finding import FileProblem

try:
    from _blake2 import blake2b  # hashlib loads OpenSSL first, which takes as long as a warm run may
except ImportError:
    from hashlib import blake2b

if TYPE_CHECKING:
    from pathlib import Path

    from dlvault.model.note import NotePath

_MEBIBYTE = 2**20
_CHUNK = 2**16
_BOM = "\ufeff"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "save it as UTF-8"


class SourceText(NamedTuple):
    """The normalised text of a file: no byte order mark, every line end one ``\\n``; `digest` names its bytes."""

    text: str
    digest: str


def digest_of(data: bytes) -> str:
    """Name the content of a file."""
    return blake2b(data, digest_size=16).hexdigest()


def read_source(root: Path, path: NotePath, max_size: int) -> SourceText | FileProblem:
    """Read a note; what keeps it from being read is a problem, never an exception."""
    data = read_bytes(root, path, max_size)
    return decode(path, data) if isinstance(data, bytes) else data


def read_bytes(root: Path | str, path: NotePath, max_size: int) -> bytes | FileProblem:
    """Read the bytes of a note."""
    try:
        # pathlib takes longer than the disk.
        with open(f"{root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
            # A buffer of the largest size allowed would cost more than all else: most notes fit into one chunk.
            data = file.read(min(_CHUNK, max_size + 1))
            while (room := max_size + 1 - len(data)) and (more := file.read(min(room, max(_CHUNK, len(data))))):
                data += more
    except FileNotFoundError:
        return _problem(path, "the file vanished while the vault was read", "run again")
    except OSError as error:
        return _problem(path, f"the file cannot be read: {error.strerror}", "check its permissions")
    if len(data) > max_size:
        return _problem(path, f"the file is larger than {_size(max_size)}", "split it, or raise max-note-size")
    return data


def decode(path: NotePath, data: bytes, digest: str | None = None) -> SourceText | FileProblem:
    """Decode UTF-8 and normalise line ends (spec/obsidian.md, section 2); `digest` where somebody has it already."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if data.startswith(_UTF16):
            return _problem(path, "the file is UTF-16, not UTF-8", _SAVE_AS)
        before = data[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").removeprefix(_BOM)
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        message = f"the file is not UTF-8: byte 0x{data[error.start]:02x} at line {line}, column {column}"
        return _problem(path, message, _SAVE_AS)
    text = text.removeprefix(_BOM)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return SourceText(text, digest or digest_of(data))


def _size(count: int) -> str:
    """A number of bytes for people."""
    return f"{count / _MEBIBYTE:g} MiB" if count >= _MEBIBYTE else f"{count} bytes"


def _problem(path: NotePath, message: str, hint: str) -> FileProblem:
    return FileProblem("F501", path, 1, 1, message, hint)
