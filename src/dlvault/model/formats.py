"""File formats that Obsidian accepts (help: Accepted file formats)."""

from __future__ import annotations

_NO_STEM = ("", "/")
"""What stands before the dot of a name that is nothing but an extension."""
_DATA = ("base", "canvas", "pdf")
_PICTURES = ("avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp")
_SOUNDS = ("flac", "m4a", "mp3", "ogg", "wav", "webm", "3gp")
_FILMS = ("mkv", "mov", "mp4", "ogv", "webm")
_SHOWN = tuple(
    f".{ending}"
    for ending in (
        *("avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"),
        *("flac", "m4a", "mp3", "ogg", "wav", "3gp"),
        *("mkv", "mov", "mp4", "ogv", "webm", "pdf"),
    )
)
_OTHERS = frozenset((*_DATA, *_PICTURES, *_SOUNDS, *_FILMS))


def extension(path: str) -> str:
    """Extension of a file name in lower case, without the dot; ``""`` where there is none."""
    name = path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def is_note(path: str) -> bool:
    """Whether a file is a Markdown note."""
    return path[-3:].lower() == ".md" and path[-4:-3] not in _NO_STEM


def is_attachable(path: str) -> bool:
    """Whether a file is a picture, a sound, a film or a PDF: what notes show, and has no use but that."""
    return path.lower().endswith(_SHOWN)


def is_canvas(path: str) -> bool:
    """Whether a file is a canvas."""
    return path[-7:].lower() == ".canvas" and path[-8:-7] not in _NO_STEM


def is_accepted_file(name: str) -> bool:
    """Whether a name ends in an accepted format other than ``.md``."""
    return extension(name) in _OTHERS


def without_note_extension(name: str) -> str:
    """Drop a final ``.md``."""
    return name[:-3] if name.lower().endswith(".md") else name
