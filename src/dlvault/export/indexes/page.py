"""Markdown index pages: what one is, how it links to notes and siblings, how text is kept from being Markdown."""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from dlvault.model.folding import composed, fold, heading_key
from dlvault.model.formats import without_note_extension
from dlvault.model.index import ToBlock, ToHeading
from dlvault.model.note import Enclosing, NotePath
from dlvault.syntax.targets import read_destination, read_wikilink
from dlvault.vault.anchors import Anchors
from dlvault.vault.names import NameTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dlvault.model.index import VaultIndex
    from dlvault.model.note import Heading, Note

_MARKS = re.compile(r"([\\`*_\[\]<>#|~$^=%!&{}])")
_NO_LABEL = re.compile(r"[\x00-\x1f\x7f\[\]|<>&]|%%|\\")
_NO_LINK = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029#^\[\]|\\<>&]|%%")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NO_FILE = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*#^\[\]%]|^\.+|[. ]+$')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)
_ROOT = NotePath("")
"""A source at the root of the vault: no other note lies beside it."""
_MOST = 120
"""Longer names are cut and get a mark of what was cut; file systems hold 255 bytes."""


@dataclass(frozen=True, slots=True)
class Page:
    """One index page: its path below the output folder, its title and the lines of its generated block."""

    path: str
    title: str
    lines: tuple[str, ...]


class Links:
    """Writes links from index pages to notes, and from page to page.

    `folder` is the vault path of the output folder where that lies in the vault; then notes are linked as Obsidian
    does, by their whole vault path. Elsewhere it is None, and `way` leads from the output folder to the vault.
    """

    def __init__(self, index: VaultIndex, folder: str | None, way: str) -> None:
        """Take the vault and the place of the pages."""
        self._index = index
        self._folder = folder
        self._way = way
        self._names = NameTable.of([*index.notes, *index.attachments])
        self._anchors: dict[NotePath, Anchors] = {}
        self._enclosing: dict[NotePath, Enclosing] = {}

    def note(self, page: str, path: NotePath, *, subpath: str = "", label: str = "") -> str:
        """A link from a page to a note; the label is the name of the note if none is given.

        A note that no link can mean (blanks at the end of its name, no UTF-8, a twin in another Unicode form) is named
        without one.
        """
        name = label or without_note_extension(path.rpartition("/")[2])
        if _SURROGATE.search(path):
            return escaped(name)
        if self._folder is None:
            up = "../" * page.count("/")
            return f"[{escaped(name)}](<{quote(f'{up}{self._way}/{path}', safe='/')}>)"
        target = self._target(path)
        if target is not None:
            return f"[[{target}{subpath}|{_label(name)}]]"
        encoded = quote(path, safe="/")
        found = self._means(read_destination(encoded)[0])
        return f"[{escaped(name)}](<{encoded}>)" if found == path else escaped(name)

    def _target(self, path: NotePath) -> str | None:
        """The shortest spelling of a whole path that means just this file in a wikilink, if any does."""
        full = composed(path)
        for target in (without_note_extension(full), full, f"/{full}"):
            plain = not _NO_LINK.search(target) and read_wikilink(f"{target}|x").path == target
            if plain and self._means(target) == path:
                return target
        return None

    def _means(self, target: str) -> NotePath | None:
        found = self._names.find(target, _ROOT) if target else None
        return None if found is None or found.candidates else found.path

    def headings(self, note: Note, offset: int) -> tuple[Heading, ...]:
        """Headings that enclose a place of a note, outermost first."""
        if note.path not in self._enclosing:
            self._enclosing[note.path] = Enclosing(note.parsed.headings)
        return self._enclosing[note.path].of(offset)

    def place(self, note: Note, headings: Sequence[Heading], block: str | None) -> str:
        """The subpath that leads nearest to a place: its block id, else its heading, else nothing."""
        if self._folder is None:
            return ""
        anchors = self._anchors.get(note.path)
        if anchors is None:
            anchors = self._anchors[note.path] = Anchors(note)
        if block is not None and isinstance(anchors.resolve(f"#^{block}"), ToBlock):
            return f"#^{block}"
        for depth in range(1, len(headings) + 1):
            texts = [" ".join(_NO_LABEL.sub(" ", heading.text.replace("#", " ")).split()) for heading in headings]
            parts = texts[-depth:]
            if not all(heading_key(part) for part in parts) or parts[-1].startswith("^"):
                return ""
            subpath = "".join(f"#{part}" for part in parts)
            found = anchors.resolve(subpath)
            if isinstance(found, ToHeading) and found.heading is headings[-1]:
                return subpath
        return ""

    def page(self, page: str, other: str, label: str) -> str:
        """A link from one index page to another."""
        way = posixpath.relpath(other, posixpath.dirname(page) or ".")
        way = way if way.startswith("../") else f"./{way}"
        return f"[{escaped(label)}]({quote(way, safe='/.')})"


def escaped(text: str) -> str:
    """Keep a text from being Markdown, a tag, a link or a comment."""
    flat = " ".join(_CONTROL.sub("\ufffd", text).split())
    return _MARKS.sub(r"\\\1", flat).replace("://", ":\\//")


def code(text: str) -> str:
    """A text as code: it is neither a tag nor a link."""
    flat = " ".join(_CONTROL.sub("\ufffd", text).split())
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", flat)), default=0) + 1)
    blank = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{ticks}{blank}{flat}{blank}{ticks}"


def address(text: str, url: str) -> str:
    """A link to a web address; anything else is text, for a page must not run scripts or open files."""
    if not url[:8].lower().startswith(("http://", "https://")):
        return escaped(text)
    safe = "".join(
        char if char.isprintable() and char not in "<>\\ " else quote(char, errors="replace") for char in url
    )
    return f"[{escaped(text)}](<{safe}>)"


def _label(text: str) -> str:
    return " ".join(_NO_LABEL.sub(" ", _CONTROL.sub(" ", text)).split()) or "note"


def file_name(name: str) -> str:
    """A name that every file system can hold and every link can name; what was changed is marked by a hash."""
    safe = _NO_FILE.sub("-", name).strip() or "-"
    stem, dot, rest = safe.partition(".")
    if _DEVICE.match(stem):
        safe = f"{stem}-{dot}{rest}"
    if len(safe.encode("utf-8", "replace")) > _MOST:
        safe = safe.encode("utf-8", "replace")[: _MOST - 8].decode("utf-8", "ignore").rstrip()
    safe = _CONTROL.sub("-", safe)
    return (
        safe
        if safe == name
        else f"{safe}-{hashlib.blake2b(name.encode('utf-8', 'replace'), digest_size=3).hexdigest()}"
    )


def file_path(name: str) -> str:
    """A name with slashes as a path of safe names."""
    return "/".join(file_name(part) for part in name.split("/"))


def unique_paths(names: Sequence[str], folder: str, kind: str) -> Mapping[str, str]:
    """Paths of pages by the names they are for.

    The kind stands in the name, so that no link of a note can mean a page: `[[Python]]` is never `Python (tag).md`.
    Two names that some file system takes for one get a hash.
    """
    taken: dict[str, str] = {}
    found = {}
    for name in names:
        path = f"{folder}/{file_path(name)} ({kind}).md"
        if taken.setdefault(fold(path), name) != name:
            mark = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=3).hexdigest()
            path = f"{folder}/{file_path(name)}-{mark} ({kind}).md"
        found[name] = path
    return found
