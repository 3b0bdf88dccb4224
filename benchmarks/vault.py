"""`lint` and `graph` of a generated vault as whole processes, against listing its folder."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from vaults import generate

LISTING = """
import os, sys
def walk(folder):
    for entry in os.scandir(folder):
        if entry.is_dir(): walk(entry.path)
        else: entry.stat()
walk(sys.argv[1])
"""


def measure(command: list[str], rounds: int) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak memory in MiB of the fastest round of a command."""
    best = (float("inf"), float("inf"), 0.0)
    for _ in range(rounds):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = 0
        best = min(best, (usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024))
    return best


def main() -> None:
    """Print one row for each command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    tool = [sys.executable, "-m", "dlvault"]
    with tempfile.TemporaryDirectory() as folder:
        root = generate(Path(folder) / "vault", chosen.notes)
        out = str(Path(folder) / "graph.html")
        rows = {
            "bare Python": [sys.executable, "-c", ""],
            "list and stat": [sys.executable, "-c", LISTING, str(root)],
            "dlvault --help": [*tool, "--help"],
            "dlvault lint, cold": [*tool, "lint", "--vault", str(root)],
            "dlvault graph": [*tool, "graph", "--vault", str(root), "-o", out],
        }
        print(f"{chosen.notes} notes, {sum(file.stat().st_size for file in root.rglob('*.md')) / 1e6:.1f} MB")
        print("| command | CPU s | wall s | memory MiB | x bare Python |")
        print("| --- | ---: | ---: | ---: | ---: |")
        bare = 0.0
        for name, command in rows.items():
            cpu, wall, memory = measure(command, chosen.rounds)
            bare = bare or cpu
            print(f"| {name} | {cpu:.3f} | {wall:.3f} | {memory:.0f} | {cpu / bare:.1f} |")


if __name__ == "__main__":
    main()
