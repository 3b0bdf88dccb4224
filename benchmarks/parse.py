"""Parsing with exact places against mistune's default AST, both measured in turn in this process."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import mistune
from vaults import generate

from dlvault.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROUNDS = 7
DEMO = Path(__file__).parent.parent / "vault"


def texts(place: Path) -> list[str]:
    """Every note below a folder, or one file of any name."""
    files: Iterable[Path] = sorted(place.rglob("*.md")) if place.is_dir() else [place]
    return [file.read_text(encoding="utf-8") for file in files]


def fastest(parsers: list[Callable[[str], object]], notes: list[str]) -> list[float]:
    """CPU seconds of the fastest of several rounds, the parsers taking turns."""
    best = [float("inf")] * len(parsers)
    for _ in range(ROUNDS):
        for at, parser in enumerate(parsers):
            start = time.process_time()
            for note in notes:
                parser(note)
            best[at] = min(best[at], time.process_time() - start)
    return best


def main(places: list[Path]) -> None:
    """Print one row for each corpus."""
    ast = mistune.create_markdown(renderer="ast")
    print("| corpus | notes | kB | mistune AST MB/s | dlvault MB/s | ratio |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        generated = generate(Path(folder) / "generated", 1000)
        for place in (DEMO, generated, *places):
            notes = texts(place)
            size = sum(len(note.encode()) for note in notes)
            repeat = max(1, 200_000 // max(size, 1))
            theirs, ours = fastest([ast, parse], notes * repeat)
            speed = [size * repeat / seconds / 1e6 for seconds in (theirs, ours)]
            print(
                f"| {place.name} | {len(notes)} | {size // 1000} | {speed[0]:.2f} | {speed[1]:.2f} "
                f"| {theirs / ours:.2f} |"
            )


if __name__ == "__main__":
    main([Path(word) for word in sys.argv[1:]])
