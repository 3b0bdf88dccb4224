"""Other readers and linters of vaults from the package index, over the same vault as `lint`.

They go into a virtual environment of their own. What cannot be installed or does not run is a row that says so.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from floor import LISTING, scan_and_stat
from measure import PYTHON, Run, UnexpectedExitError, run, take_turns, tell
from table import Bound, Row, markdown, spaced
from tool import own_tool
from vaults import vault_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 600  # seconds for pip to install one peer
OBSIDIANTOOLS = (
    "import pathlib, sys; from obsidiantools.api import Vault; Vault(pathlib.Path(sys.argv[1])).connect().gather()"
)


class Peer(NamedTuple):
    """A package, and the commands that read a vault with it, by what they do.

    In a command `{bin}` is the folder of the environment's programs, `{vault}` that of the vault and `{cache}` one
    for what the peer remembers; the second command that names `{cache}` finds what the first left. Of the exit
    codes, 1 is among those of success where it tells of findings.
    """

    package: str
    commands: dict[str, tuple[str, ...]]
    exit_codes: tuple[int, ...] = (0,)
    bound: Bound | None = None


_RUMDL = ("{bin}/rumdl", "check", "--quiet", "--no-config", "--flavor", "obsidian")
PEERS = (
    Peer(
        "obsidiantools",
        {"connect and gather": ("{bin}/python", "-c", OBSIDIANTOOLS, "{vault}")},
        bound=Bound(20, at_least=True),
    ),
    Peer("obsidian-wiki", {"lint": ("{bin}/obsidian-wiki", "lint", "{vault}")}, exit_codes=(0, 1)),
    Peer(
        "rumdl",
        {
            "check, without cache": (*_RUMDL, "--no-cache", "{vault}"),
            "check, first": (*_RUMDL, "--cache-dir", "{cache}", "{vault}"),
            "check, again": (*_RUMDL, "--cache-dir", "{cache}", "{vault}"),
        },
        exit_codes=(0, 1),
    ),
)


@contextmanager
def environment_in(keep: Path | None) -> Iterator[Path]:
    """The programs of a virtual environment; below `keep` it stays, and is used again."""
    with TemporaryDirectory() as folder:
        root = keep or Path(folder) / "environment"
        if not (root / "bin" / "python").exists():
            subprocess.run([PYTHON, "-m", "venv", str(root)], check=True)
        yield root.absolute() / "bin"


def install(programs: Path, package: str) -> tuple[str, str]:
    """Version of a package that is there now, and if it is not, the reason."""
    command = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return "", f"not installed: pip was not done after {PATIENCE} s"
    if done.returncode:
        # Only what pip says of the package: other complaints name the places where it looked.
        reason = re.search(rf"No matching distribution found for {re.escape(package)}", done.stderr)
        return "", f"not installed: {reason[0] if reason else f'pip left with {done.returncode}'}"
    code = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"
    version = subprocess.run([programs / "python", "-c", code, package], check=True, capture_output=True, text=True)
    return version.stdout.strip(), ""


def peer_rows(peer: Peer, programs: Path, vault: Path, ours: Callable[[], Run], rounds: int) -> list[Row]:
    """The CPU of a peer as a multiple of ours, which takes turns with it."""
    tell(f"installing {peer.package}")
    version, reason = install(programs, peer.package)
    if reason:
        return [Row(peer.package, bound=peer.bound, remark=reason)]
    rows = []
    with TemporaryDirectory() as folder:
        for does, template in peer.commands.items():
            what = f"{peer.package} {version}: {does}"
            tell(what)
            places = {"bin": programs, "vault": vault, "cache": Path(folder) / "cache"}
            command = [word.format(**places) for word in template]
            # Settings and caches of the user are not for a benchmark.
            once = partial(run, command, exit_codes=peer.exit_codes, environment={"HOME": folder})
            try:
                runs = take_turns({"ours": ours, what: once}, 1 if does.endswith("first") else rounds)
            except UnexpectedExitError as error:
                rows.append(Row(what, bound=peer.bound, remark=str(error).partition(":")[0]))
            else:
                rows.append(Row(what, runs[what], runs[what].cpu / runs["ours"].cpu, bound=peer.bound))
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=1_000, help="notes of the vault (default: 1000)")
    parser.add_argument("--vault", type=Path, help="a vault of yours instead")
    parser.add_argument("--rounds", type=int, default=2, help="how often each is run (default: 2)")
    parser.add_argument("--keep", type=Path, help="folder in which the vault stays, to be used again")
    parser.add_argument("--peers-env", type=Path, help="virtual environment for the peers, made if it is not there")
    chosen = parser.parse_args()
    with own_tool() as tool, vault_of(chosen.notes, chosen.keep) as generated, environment_in(chosen.peers_env) as bin_:
        vault = chosen.vault or generated
        cold = partial(tool.run, vault, "lint", *tool.uncached, *tool.alone)
        warm = partial(tool.run, vault, "lint")
        names = {"dlvault: `lint --no-cache`": cold} | ({"dlvault: `lint`, warm": warm} if tool.has_cache else {})
        for work in names.values():
            work()  # compiles what is imported, fills the cache
        runs = take_turns({LISTING: partial(scan_and_stat, vault), **names}, chosen.rounds)
        floor = next(runs[name] for name in names)
        rows = [Row(name, cost, cost.cpu / floor.cpu) for name, cost in runs.items()]
        for peer in PEERS:
            rows += peer_rows(peer, bin_, vault, cold, chosen.rounds)
    what = "A vault of the machine" if chosen.vault else f"{spaced(chosen.notes)} notes"
    print(f"{what}; figures are multiples of the CPU of `lint --no-cache`.\n\n{markdown(rows)}")


if __name__ == "__main__":
    main()
