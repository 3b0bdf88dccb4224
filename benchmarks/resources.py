"""`resources` over a reading list of 158 notes and 3 000 entries, against parsing the same notes."""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from vaults import WORDS

from dlvault import open_vault
from dlvault.cli.console import Console
from dlvault.cli.main import main as command_line
from dlvault.syntax.parse import parse
from vault import measure

if TYPE_CHECKING:
    from collections.abc import Callable

NOTES, ENTRIES = 158, 3000
ROUNDS = 7
TYPES = ("PAPER", "PAPER", "PAPER", "CODE", "COURSE", "BOOK", "TALK")


def reading_list(root: Path, seed: int = 7) -> Path:
    """Write the vault: entries under headings, a third of them with children, some in several notes."""
    rng = random.Random(seed)
    left = ENTRIES
    for number in range(NOTES):
        lines = [
            "---",
            f"tags: [area{number % 10}]",
            "---",
            f"# Note {number}",
            "",
            f"See [[Note {rng.randrange(NOTES)}]].",
            "",
        ]
        wanted = left // (NOTES - number)
        left -= wanted
        made = 0
        while wanted > 0:
            if made % 6 == 0:
                lines += ["", f"## {rng.choice(WORDS).capitalize()}", ""]
            made += 1
            wanted -= 1
            lines.append(entry(rng))
            if wanted > 0 and rng.random() < 0.2:
                wanted -= 1
                lines.append(f"\t- #CODE https://github.com/doe/{rng.choice(WORDS)}{rng.randint(1, 400)}")
            if rng.random() < 0.3:
                lines.append(f"\t- [Slides](https://example.org/{rng.randint(1, 999)}) from the talk")
            if rng.random() < 0.3:
                lines.append("\t- " + " ".join(rng.choices(WORDS, k=9)))
        lines.append("")
        path = root / f"area {number % 10}" / f"Note {number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return root


def entry(rng: random.Random) -> str:
    """One typed entry."""
    title = " ".join(rng.choices(WORDS, k=rng.randint(3, 9))).capitalize()
    who = rng.choice(["Doe", "Roe et al.", "Doe & Poe", "Jane Doe, PyCon", "van den Doe", "Roe, Poe, J"])
    month, serial = rng.randint(1, 12), rng.randint(1, 3000)
    url = rng.choice([f"https://arxiv.org/abs/17{month:02}.{serial:05}", f"https://example.org/papers/{serial}.pdf"])
    block = f" ^e{serial}" if rng.random() < 0.1 else ""
    return f"- #{rng.choice(TYPES)} [{title} ({who} {rng.randint(1990, 2024)})]({url}){block}"


def fastest(work: Callable[[], object]) -> float:
    """CPU seconds of the fastest of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print one row for each kind of work."""
    with tempfile.TemporaryDirectory() as folder:
        root = reading_list(Path(folder) / "vault")
        texts = [file.read_text(encoding="utf-8") for file in sorted(root.rglob("*.md"))]
        entries = sum(len(note.parsed.entries) for note in open_vault(root).index.notes.values())

        def resources() -> None:
            out = io.StringIO()
            command_line(["--vault", str(root), "resources", "--format", "json"], Console(out, io.StringIO()))

        parsing = fastest(lambda: [parse(text) for text in texts])
        rows = {
            "parse": parsing,
            "open the vault": fastest(lambda: open_vault(root)),
            "library": fastest(open_vault(root).resources),
            "resources --format text": fastest(
                lambda: command_line(["--vault", str(root), "resources"], Console(io.StringIO(), io.StringIO()))
            ),
            "resources --format json": fastest(resources),
        }
        print(f"{NOTES} notes, {entries} entries, {sum(map(len, texts)) / 1e3:.0f} kB")
        print("| work | CPU ms | x parse |")
        print("| --- | ---: | ---: |")
        for name, seconds in rows.items():
            print(f"| {name} | {seconds * 1000:.0f} | {seconds / parsing:.2f} |")
        tool = [sys.executable, "-m", "dlvault", "--vault", str(root), "resources", "--format", "json"]
        cpu, wall, memory = measure(tool, ROUNDS)
        bare, _, _ = measure([sys.executable, "-c", ""], ROUNDS)
        print(f"\nWhole process: {cpu:.2f} CPU s, {wall:.2f} s, {memory:.0f} MiB; bare Python {bare:.2f} CPU s")


if __name__ == "__main__":
    main()
