"""Listings: the same rows as text, JSON, JSON lines, CSV or a Markdown table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dlvault.cli.console import harmless
from dlvault.report.width import cell_width

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Sequence

    from dlvault.cli.console import Console

FORMATS = ("text", "json", "jsonl", "csv", "md")
Row = dict[str, Any]
_WIDEST = 60


def add_format(parser: ArgumentParser, formats: Sequence[str] = FORMATS) -> None:
    """Add `--format` to a command."""
    parser.add_argument("--format", choices=formats, default=formats[0], help=f"default: {formats[0]}")


def print_json(console: Console, value: object) -> None:
    """Print one JSON document."""
    import json

    console.data(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_rows(  # noqa: PLR0913 - one argument for each form of the listing
    console: Console,
    form: str,
    noun: str,
    rows: Sequence[Row],
    text: Callable[[Sequence[Row]], Sequence[str]],
    *,
    keys: Sequence[str] = (),
) -> None:
    """Print rows that share their keys.

    `noun` names the list in JSON; `text` lays the rows out for people; `keys` head a table that has no rows.
    """
    if form == "text":
        for line in text(rows):
            console.line(line)
    elif form == "json":
        print_json(console, {"version": 1, noun: list(rows)})
    elif form == "jsonl":
        import json

        for row in rows:
            console.data(json.dumps(row, ensure_ascii=False) + "\n")
    elif form == "csv":
        console.data(_csv(rows, keys))
    else:
        console.result(_markdown(rows, keys))


def _csv(rows: Sequence[Row], keys: Sequence[str]) -> str:
    import csv
    import io

    out = io.StringIO()
    names = list(rows[0]) if rows else list(keys)
    if names:
        writer = csv.DictWriter(out, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def _markdown(rows: Sequence[Row], keys: Sequence[str]) -> str:
    keys = list(rows[0]) if rows else keys
    if not keys:
        return ""
    lines = ["| " + " | ".join(keys) + " |", "|" + " --- |" * len(keys)]
    lines += ["| " + " | ".join(_escape(_cell(row[key])) for key in keys) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _escape(text: str) -> str:
    """Keep a text from being Markdown: links and tags of a listing would count as links and tags again."""
    flat = harmless(" ".join(text.split()))
    for mark in "\\|[]#*_`<>$~!":
        flat = flat.replace(mark, f"\\{mark}")
    return flat


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 note`, `2 notes`."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def columns(rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """Align cells in columns two blanks apart; the columns of `right` hold numbers.

    A cell wider than `_WIDEST` does not widen its column: it pushes the rest of its own row aside.
    """
    if not rows:
        return []
    sizes = [[cell_width(cell) for cell in row] for row in rows]
    widths = [max((size for size in column if size <= _WIDEST), default=0) for column in zip(*sizes, strict=True)]
    lines = []
    for row, taken in zip(rows, sizes, strict=True):
        gaps = [" " * (width - size) for width, size in zip(widths, taken, strict=True)]
        pairs = enumerate(zip(row, gaps, strict=True))
        lines.append("  ".join(gap + cell if at in right else cell + gap for at, (cell, gap) in pairs).rstrip())
    return lines
