"""Cells of table rows (GFM tables): a bar splits unless a backslash escapes it."""

from __future__ import annotations

from dlvault.syntax.patterns import CELL


def cells_of(src: str, start: int, end: int) -> list[tuple[int, int]]:
    """Trimmed spans of the cells of the row between two offsets."""
    begin = start
    if src.startswith("|", start):
        start += 1
    cells = []
    while start <= end:
        match = CELL.match(src, start, end)
        stop = match.end() if match else end
        if stop >= end and start > begin and not src[start:stop].strip(" \t"):
            break  # behind the closing bar
        cells.append(_trim(src, start, stop))
        start = stop + 1
    return cells


def count_cells(src: str, start: int, end: int) -> int:
    """Number of cells of the row between two offsets."""
    return len(cells_of(src, start, end))


def _trim(src: str, start: int, end: int) -> tuple[int, int]:
    while start < end and src[start] in " \t":
        start += 1
    while end > start and src[end - 1] in " \t":
        end -= 1
    return start, end
