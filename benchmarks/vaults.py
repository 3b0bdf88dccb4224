"""Generated vaults: power-law links, tags, typed entries, properties, some of it broken. Same seed, same bytes."""

from __future__ import annotations

import argparse
import os
import random
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = (
    "gradient layer vector update sample batch model weight error signal matrix kernel filter state memory token "
    "entropy margin regret policy reward latent prior bound sparse dense noise scale shift depth width"
)
WORDS = _WORDS.split()
SEED = 7
TYPES = ("PAPER", "CODE", "COURSE", "BOOK", "TALK")


def note_name(number: int) -> str:
    """Vault path of a note: ten folders of ten."""
    return f"area {number % 10}/topic {number // 10 % 10}/Note {number}.md"


def note_text(number: int, count: int, rng: random.Random) -> str:
    """Text of about two kilobytes; one note in fifty has a broken link."""

    def sentence() -> str:
        return " ".join(rng.choices(WORDS, k=rng.randint(8, 18))).capitalize() + "."

    def link() -> str:
        target = int(count * rng.random() ** 3)
        form = rng.randrange(6)
        if form == 0:
            return f"[[Note {target}|{rng.choice(WORDS)}]]"
        if form == 1:
            return f"[[Note {target}#Details]]"
        if form == 2:
            return f"[{rng.choice(WORDS)}](Note%20{target}.md)"
        return f"[[Note {target}]]"

    lines = ["---", f"aliases: [N{number}]", f"tags: [area{number % 10}]", f'up: "[[Note {number // 2}]]"', "---", ""]
    lines += [f"# Note {number}", ""]
    for _ in range(rng.randint(1, 3)):
        lines += [f"{sentence()} {link()} {sentence()} #{rng.choice(WORDS)} {sentence()} {link()}", ""]
    lines += ["## Details", "", f"> [!note] {sentence()}", f"> {sentence()} {link()}", ""]
    lines += ["```python", "print('[[not a link]]')", "```", ""]
    for _ in range(rng.randint(2, 6)):
        year = rng.randint(1990, 2024)
        title = " ".join(rng.choices(WORDS, k=5)).capitalize()
        key = f"{rng.randint(10, 24)}{rng.randint(1, 12):02}.{rng.randint(10000, 19999)}"
        lines.append(f"- #{rng.choice(TYPES)} [{title} (Doe {year})](https://arxiv.org/abs/{key})")
        if rng.random() < 0.3:
            lines.append(f"\t- #CODE https://github.com/doe/{rng.choice(WORDS)}{rng.randint(1, 999)}")
    lines += ["", f"Last words on `code` and $x_{{1}}$. {sentence()} ^end", ""]
    if number % 50 == 49:
        lines += [f"[[Gone {number}]]", ""]
    return "\n".join(lines)


def generate(root: Path, count: int, seed: int = SEED) -> Path:
    """Write a vault of `count` notes and return its folder."""
    rng = random.Random(seed)
    folders = {(root / note_name(number)).parent for number in range(min(count, 100))}
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = root / note_name(number)
        path.write_text(note_text(number, count, rng), encoding="utf-8", newline="\n")
        set_age(path, written(number))
    for folder in {root, *(folder.parent for folder in folders), *folders}:
        set_age(folder, written(0))
    return root


def written(number: int) -> int:
    """Time of the last change of a note in nanoseconds, long ago.

    A cache cannot trust the time of a file that is as young as its own last look: a second write in the same tick
    would not show. It reads such a file again. Notes that were just generated would all be so young, and a warm run
    would be measured reading the whole vault.
    """
    return (1_700_000_000 + number) * 1_000_000_000


def set_age(path: Path, time: int) -> None:
    """Give a file or a folder the time of its last change, in nanoseconds."""
    os.utime(path, ns=(time, time))


@contextmanager
def vault_of(count: int, keep: Path | None) -> Iterator[Path]:
    """A vault of `count` notes; below `keep` it stays, and is used again by the next run.

    Raises:
        SystemExit: the vault below `keep` is not as it was generated.
    """
    if keep is None:
        with TemporaryDirectory() as folder:
            yield generate(Path(folder) / "vault", count)
        return
    root = keep / f"{count} notes, seed {SEED}"
    if not root.exists():
        generate(root, count)
    elif not _is_as_generated(root, count):
        raise SystemExit(f"{root} is not as it was generated; delete it, and it will be made again")
    yield root


def _is_as_generated(root: Path, count: int) -> bool:
    rng = random.Random(SEED)
    try:
        return (
            sum(len(files) for _, _, files in os.walk(root)) == count
            and all((root / note_name(number)).stat().st_mtime_ns == written(number) for number in range(count))
            and all(
                (root / note_name(number)).read_bytes() == note_text(number, count, rng).encode()
                for number in range(min(count, 100))
            )
        )
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--notes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    print(generate(chosen.folder, chosen.notes, chosen.seed))
