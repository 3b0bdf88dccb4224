"""Into which of the parts of a vault a file belongs: tables of all files are cut, so that a change rewrites little."""

from __future__ import annotations

from zlib import crc32

BUCKETS = 64


def bucket_of(path: str) -> int:
    """The part to which a file belongs."""
    return crc32(path.encode("utf-8", "surrogatepass")) % BUCKETS
