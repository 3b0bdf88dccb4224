"""Parsing with exact places against mistune's default AST, both measured in turn in this process.

A corpus is a folder of notes or one file. Both parsers get its texts, read before; the figure is how many times
faster ours is.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import mistune
from measure import Run, inside, take_turns
from table import Bound, Row, absent, markdown
from vaults import generate

from dlvault.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROUNDS = 7
DEMO = Path(__file__).parent.parent / "vault"
LARGE = 5_000_000  # bytes of a vault that is called large
EACH_BOUND = Bound(1.3, 1.8, at_least=True)
LARGE_BOUND = Bound(1.9, 3, at_least=True)


def texts(place: Path) -> list[str]:
    """Every note below a folder, or one file of any name."""
    files: Iterable[Path] = sorted(place.rglob("*.md")) if place.is_dir() else [place]
    return [file.read_text(encoding="utf-8") for file in files]


def all_of(parser: Callable[[str], object], notes: list[str]) -> Callable[[], Run]:
    """Parse every note and keep nothing."""

    def work() -> None:
        for note in notes:
            parser(note)

    return inside(work)


def rows_of(place: Path) -> list[Row]:
    """How much faster ours is over one corpus; a small one is parsed several times in a round."""
    notes = texts(place)
    size = sum(len(note.encode()) for note in notes)
    repeated = notes * max(1, 200_000 // max(size, 1))
    ast = mistune.create_markdown(renderer="ast")
    runs = take_turns({"theirs": all_of(ast, repeated), "ours": all_of(parse, repeated)}, ROUNDS)
    megabytes = size * len(repeated) / max(len(notes), 1) / 1e6
    theirs, ours = runs["theirs"], runs["ours"]
    what = f"{place.name}, {len(notes)} notes, {size // 1000} kB"
    return [
        Row(f"{what}: mistune, {megabytes / theirs.cpu:.1f} MB/s", theirs, remark="floor"),
        Row(
            f"{what}: dlvault, {megabytes / ours.cpu:.1f} MB/s",
            ours,
            theirs.cpu / ours.cpu,
            bound=LARGE_BOUND if size >= LARGE else EACH_BOUND,
        ),
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, nargs="*", help="folders and files beside the demo and a generated vault")
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        generated = generate(Path(folder) / "generated", 4000)  # large: more than five megabytes
        rows = [row for place in (DEMO, generated, *chosen.corpora) for row in rows_of(place)]
    if all(row.bound != LARGE_BOUND for row in rows):
        rows.append(absent("a large vault that people wrote: none was named", LARGE_BOUND))
    print(markdown(rows))


if __name__ == "__main__":
    main()
