"""`resources` over a reading list of 158 notes and 3 000 entries as a whole process, against parsing its notes."""

from __future__ import annotations

import argparse
import os
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from floor import LISTING, PARSING, parse_only, scan_and_stat
from measure import Run, inside, take_turns
from table import Bound, Row, absent, markdown
from tool import knows, own_tool
from vaults import WORDS, set_age, written

if TYPE_CHECKING:
    from collections.abc import Callable

NOTES, ENTRIES = 158, 3000
ROUNDS = 7
BOUND = Bound(0.5)
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
        set_age(path, written(number))
    return root


def entry(rng: random.Random) -> str:
    """One typed entry."""
    title = " ".join(rng.choices(WORDS, k=rng.randint(3, 9))).capitalize()
    who = rng.choice(["Doe", "Roe et al.", "Doe & Poe", "Jane Doe, PyCon", "van den Doe", "Roe, Poe, J"])
    month, serial = rng.randint(1, 12), rng.randint(1, 3000)
    url = rng.choice([f"https://arxiv.org/abs/17{month:02}.{serial:05}", f"https://example.org/papers/{serial}.pdf"])
    block = f" ^e{serial}" if rng.random() < 0.1 else ""
    return f"- #{rng.choice(TYPES)} [{title} ({who} {rng.randint(1990, 2024)})]({url}){block}"


def library_row(root: Path, cache: Path) -> Row:
    """Building the library alone from an index that is there, in this process."""
    os.environ["XDG_CACHE_HOME"] = str(cache)
    from dlvault import open_vault

    what = "the library alone, the notes being read"
    work = open_vault(root).resources
    return Row(what, take_turns({what: inside(work)}, ROUNDS)[what])


def main() -> None:
    """Print the table."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    cold, warm = "`resources`, nothing remembered", "`resources`, warm, wall time"
    with TemporaryDirectory() as folder, own_tool() as tool:
        root = reading_list(Path(folder) / "vault")
        has_cache = knows("resources", "--no-cache")
        uncached = ("--no-cache",) if has_cache else ()
        works: dict[str, Callable[[], Run]] = {
            LISTING: lambda: scan_and_stat(root),
            PARSING: lambda: parse_only(root),
            cold: lambda: tool.run(root, "resources", *uncached),
        }
        if has_cache:
            tool.run(root, "resources")
            works[warm] = lambda: tool.run(root, "resources")
        runs = take_turns(works, ROUNDS)
        rows = [
            Row(LISTING, runs[LISTING], remark="floor"),
            Row(PARSING, runs[PARSING], remark="floor"),
            Row(f"{cold}, x own parse", runs[cold], runs[cold].cpu / runs[PARSING].cpu),
            Row(warm, runs[warm], runs[warm].wall, " s", BOUND) if has_cache else absent(warm, BOUND, " s"),
            library_row(root, Path(folder) / "cache"),
        ]
    print(markdown(rows))


if __name__ == "__main__":
    main()
