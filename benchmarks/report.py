"""Run all benchmarks and write what they measured to docs/speed.md.

The words stand in speed.md.in; a line `$name` there becomes what the benchmark of that name prints.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
from pathlib import Path
from string import Template

from measure import PYTHON, tell
from table import ABSENT, HOLDS, MISSED

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "speed.md"


def benchmarks(chosen: argparse.Namespace) -> dict[str, list[str]]:
    """Command lines of all benchmarks by the names they have in the template."""
    keep = ["--keep", str(chosen.keep)] if chosen.keep else []
    peers_env = ["--peers-env", str(chosen.peers_env)] if chosen.peers_env else []
    return {
        "start_up": ["start_up.py"],
        "parse": ["parse.py", *map(str, chosen.corpora)],
        "lint": ["lint.py", *keep, *(["--large"] if chosen.large else [])],
        "resources": ["resources.py"],
        "commands": ["commands.py", *keep],
        "peers": ["peers.py", *keep, *peers_env],
    }


def printed(command: list[str]) -> str:
    """What one benchmark prints.

    Raises:
        SystemExit: it failed; what it said of that is on standard error.
    """
    tell(f"== {' '.join(command)}")
    done = subprocess.run([PYTHON, *command], check=False, cwd=HERE, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed, nothing is written")
    return done.stdout.strip()


def summary(tables: str) -> str:
    """How many of the bounds hold, counted from the tables."""
    verdicts = [line.rsplit("|", 2)[1].strip() for line in tables.splitlines() if "| >= " in line or "| <= " in line]
    held = sum(verdict.startswith(HOLDS) for verdict in verdicts)
    missed, absent = verdicts.count(MISSED), verdicts.count(ABSENT)
    other = len(verdicts) - held - missed - absent
    parts = [f"{held} hold", f"{missed} are missed", f"{absent} belong to what is not there"]
    parts += [f"{other} could not be measured"] if other else []
    return f"Of {len(verdicts)} bounds {', '.join(parts[:-1])} and {parts[-1]}."


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also a vault of 100 000 notes")
    parser.add_argument("--keep", type=Path, help="folder in which the vaults stay, to be used again")
    parser.add_argument("--peers-env", type=Path, help="virtual environment for the peers, made if it is not there")
    parser.add_argument("--corpora", type=Path, nargs="*", default=[], help="more folders of notes for the parser")
    parser.add_argument("--output", type=Path, default=PAGE, help="the page to write (default: docs/speed.md)")
    chosen = parser.parse_args()
    for name in ("keep", "peers_env", "output"):
        setattr(chosen, name, getattr(chosen, name) and getattr(chosen, name).absolute())
    chosen.corpora = [corpus.absolute() for corpus in chosen.corpora]
    tables = {name: printed(command) for name, command in benchmarks(chosen).items()}
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    page = Template((HERE / "speed.md.in").read_text(encoding="utf-8"))
    text = page.substitute(tables, machine=machine, summary=summary("\n".join(tables.values())))
    chosen.output.write_text(text, encoding="utf-8", newline="\n")
    tell(f"written: {chosen.output}")


if __name__ == "__main__":
    main()
