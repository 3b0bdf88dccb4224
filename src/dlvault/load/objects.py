"""JSON objects in the store, and the seals by which they name other blobs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dlvault.load.store import seal_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_object(data: bytes | None) -> dict[str, Any] | None:
    """A JSON object from the store."""
    try:
        value = None if data is None else json.loads(data.decode("utf-8", "surrogatepass"))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def write_object(value: Mapping[str, Any]) -> bytes:
    """A JSON object for the store."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def seals_of(rows: Mapping[str, bytes | None]) -> dict[str, int]:
    """Seals of blobs by name."""
    return {name: seal_of(name, data) for name, data in rows.items() if data is not None}
