"""Cells of table rows (GFM tables): a bar splits unless a backslash escapes it."""

from __future__ import annotations

from dlvault.syntax.patterns import CELL


def cells_of(src: str, start: int, end: int) -> list[tuple[int, int]]:
    """Trimmed spans of the cells of the row between two offsets."""
    begin = start
    if src.startswith("|", start):
        start += 1
    cells = []
    for cell in _parts(src, start, end):
        stop = start + len(cell)
        shown = cell.strip(" \t")
        if stop >= end and start > begin and not shown:
            break  # behind the closing bar
        first = stop - len(cell.lstrip(" \t"))
        cells.append((first, first + len(shown)))
        start = stop + 1
    return cells


def _parts(src: str, start: int, end: int) -> list[str]:
    """What stands between the bars of a row."""
    row = src[start:end]
    if "\\" not in row:
        return row.split("|")
    parts = []
    while start <= end:
        match = CELL.match(src, start, end)
        stop = match.end() if match else end
        parts.append(src[start:stop])
        start = stop + 1
    return parts


def count_cells(src: str, start: int, end: int) -> int:
    """Number of cells of the row between two offsets."""
    return len(cells_of(src, start, end))
