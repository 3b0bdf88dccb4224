"""`lint`, asked again: of an unchanged vault the same question has the same answer, word for word.

What a run has printed is kept together with all that it depended on. The next run looks whether any of that has
changed, and if not, prints it again: no argument is parsed, no setting read, no finding looked up.
"""

from __future__ import annotations

import os
from zlib import crc32

from dlvault.cli.cache_folder import cache_folder
from dlvault.load.gitstate import git_stamp, stamp_of
from dlvault.version import RULES_VERSION, SYNTAX_VERSION, VERSION

TYPE_CHECKING = False  # on the road of a warm run; see docs/adr/0013
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Mapping, Sequence

    from dlvault.cli.answer import Answer
    from dlvault.cli.console import Console

ENDING = ".answer"
_PATHS, _COLUMNS = "files/paths", "files/columns"
_SETTINGS = ("dlvault.toml", "pyproject.toml")
_OF_OBSIDIAN = ("app.json", "templates.json")
_FIELDS = 10
_MOST = 16
_LONGEST = 8_000_000
_CHECK = 8


def question(argv: Sequence[str], console: Console) -> str:
    """All that an answer depends on but files: the words, the folder, the look of the terminal, this program."""
    look = console.out.isatty(), console.width, *(console.environ.get(name, "") for name in ("NO_COLOR", "TERM"))
    return "\n".join(map(repr, (VERSION, SYNTAX_VERSION, RULES_VERSION, console.cwd, look, list(argv))))


def replay(argv: Sequence[str], console: Console) -> int | None:
    """Print what the same command line printed last time and return its exit code; None where it has to run."""
    folder = cache_folder(console.environ)
    if folder is None or "--no-cache" in argv:
        return None
    asked = question(argv, console)
    fields = _read(os.path.join(folder, _name(asked)), asked)
    if fields is None:
        return None
    root, git, witnesses, file, paths_seal, columns_seal, words, code, out, err = fields
    console.recalled = words  # should the run have to look further, it need not take the command line apart again
    for line in witnesses.split("\n"):
        stamp, _, path = line.partition("\t")
        if stamp_of(path) != stamp:
            return None
    if not _is_same(root, git, file, {_PATHS: int(paths_seal), _COLUMNS: int(columns_seal)}, console):
        return None
    console.err.write(err)
    console.result(out)
    return int(code)


def _is_same(root: str, git: str, file: str, seals: Mapping[str, int], console: Console) -> bool:
    """Whether the files of a vault, and what git would say of it, are what they were."""
    from dlvault.errors import NoVaultError
    from dlvault.load.store import Store
    from dlvault.vault.scan import scan

    store = Store(file, root)
    paths, columns = store.get(_PATHS, _COLUMNS, seals=seals)
    store.close()
    try:
        listing = scan(root)
    except NoVaultError:
        return False
    console.listed = root, listing  # should the run have to look further, it need not list them again
    same = listing.packed_columns() == columns and listing.packed_paths() == paths and not listing.problems
    return same and git_stamp(root, listing.ignore_files) == git


class Recorder:
    """Keeps what a run prints, and files it away under its question when the run is over."""

    def __init__(self, argv: Sequence[str], console: Console) -> None:
        """Listen to a console."""
        self._console = console
        self._asked = question(argv, console)
        self._streams = console.out, console.err
        self._out, self._err = _Copy(console.out), _Copy(console.err)
        console.out, console.err = self._out, self._err  # type: ignore[assignment] # all that a console asks of them

    def stop(self) -> None:
        """Give the console its streams back."""
        self._console.out, self._console.err = self._streams

    def keep(self, args: Namespace, code: int, answer: Answer, others: Iterable[str]) -> None:
        """File the answer to a command line away, if it can be proved later; `others` are more files that were read."""
        proof = answer.proof
        if proof is None:
            return
        root, folder = os.fspath(answer.root), os.path.dirname(answer.store)
        named = _witnesses(self._console.cwd, root, others)
        lines = [f"{stamp_of(path, proof.since)}\t{path}" for path in named if "\n" not in path]
        out, err = "".join(self._out.parts), "".join(self._err.parts)
        words = words_of(vars(args))
        fields = root, proof.git, "\n".join(lines), answer.store, *map(str, proof.seals), words, str(code), out, err
        text = "\0".join((self._asked, *fields))
        if len(lines) < len(named) or len(text) > _LONGEST or text.count("\0") != _FIELDS:
            return
        data = text.encode("utf-8", "surrogatepass")
        place = os.path.join(folder, _name(self._asked))
        try:
            _make_room(folder, place)
            handle = os.open(f"{place}.{os.getpid()}", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(f"{crc32(data):0{_CHECK}x}".encode() + data)
            os.replace(f"{place}.{os.getpid()}", place)
        except OSError:
            return  # the next run is slower, and that is all


def words_of(args: dict[str, object]) -> str:
    """The command line as it was taken apart."""
    import json

    return json.dumps(args)


class _Copy:
    """A stream that remembers what was written to it."""

    def __init__(self, stream: object) -> None:
        self._stream = stream
        self.parts: list[str] = []

    def write(self, text: str) -> None:
        self.parts.append(text)
        self._stream.write(text)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def _name(asked: str) -> str:
    data = asked.encode("utf-8", "surrogatepass")
    return f"{crc32(data):08x}{crc32(data[::-1]):08x}{ENDING}"


def _read(place: str, asked: str) -> list[str] | None:
    """The fields of an answer to a question; None where there is none, or it is damaged."""
    try:
        with open(place, "rb") as stream:
            data = stream.read()
        if f"{crc32(data[_CHECK:]):0{_CHECK}x}".encode() != data[:_CHECK]:
            return None
        known, *fields = data[_CHECK:].decode("utf-8", "surrogatepass").split("\0")
    except (OSError, ValueError):
        return None
    return fields if known == asked and len(fields) == _FIELDS else None


def _witnesses(cwd: str, root: str, others: Iterable[str]) -> list[str]:
    """Files and folders on which it depends which vault is meant, and how it is read: those that do not exist too."""
    top = os.path.join(cwd, root)
    found = [os.path.join(cwd, "vault", ""), *others]
    for start in dict.fromkeys((cwd, os.path.normpath(top))):
        folder = start
        while True:
            found += [os.path.join(folder, name) for name in _SETTINGS]
            found.append(os.path.join(folder, ".obsidian", ""))
            parent = os.path.dirname(folder)
            if parent == folder:
                break
            folder = parent
    usual = os.path.join(top, ".obsidian")
    if os.path.isdir(usual):
        return [*found, *(os.path.join(usual, name) for name in _OF_OBSIDIAN)]
    # Another hidden folder may hold the settings of Obsidian: any of them, or a new one.
    hidden = [name for name in os.listdir(top) if name.startswith(".") and os.path.isdir(os.path.join(top, name))]
    return [*found, top, *(os.path.join(top, name, file) for name in hidden for file in _OF_OBSIDIAN)]


def _make_room(folder: str, place: str) -> None:
    """Let no more than a few answers pile up: the oldest go."""
    if os.path.exists(place):
        return
    answers = [os.path.join(folder, name) for name in os.listdir(folder) if ENDING in name]  # unfinished ones too
    for old in sorted(answers, key=os.path.getmtime)[: max(0, len(answers) - _MOST + 1)]:
        os.unlink(old)
