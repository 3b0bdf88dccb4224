"""Git facts as plain values: where the repository is, what changed, which files are gone."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from dlvault.load.git import Git, HistoryError, index_file
from dlvault.model.history import PastFile
from dlvault.model.note import NotePath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

PAST_COMMITS = 5000
"""How many commits `past_files` looks back."""
PAST_SECONDS = 30.0
"""How long it may take: it is evidence, and nobody waits long for evidence."""
_NAMES = ("--name-status", "-z", "-M", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=all")
_MAX_SUGGESTED = 1000
_SHORT = 7


@dataclass(frozen=True, slots=True)
class Repository:
    """The git repository around a vault. `prefix` is the path of the vault in it: ``""``, or ending in a slash."""

    git: Git
    prefix: str

    @property
    def top(self) -> Path:
        """The folder of its working tree."""
        return self.git.folder

    @property
    def pathspec(self) -> tuple[str, ...]:
        """Words that limit a command to the vault."""
        return ("--", self.prefix) if self.prefix else ("--",)

    def vault_path(self, path: str) -> NotePath | None:
        """Turn a path of the repository into one of the vault; None outside of it, and where a dot hides it."""
        if not path.startswith(self.prefix) or path.endswith("/"):
            return None
        inside = path[len(self.prefix) :]
        return None if "/." in f"/{inside}" else NotePath(inside)


class Rename(NamedTuple):
    """A file that has another path now."""

    old: NotePath
    new: NotePath


@dataclass(frozen=True, slots=True)
class Changes:
    """Files of the vault that differ between `base` and a later state, in order of their paths.

    `base` is the id of a commit (of the empty tree in a repository without commits), or None for the index.
    """

    base: str | None
    added: tuple[NotePath, ...] = ()
    modified: tuple[NotePath, ...] = ()
    deleted: tuple[NotePath, ...] = ()
    renamed: tuple[Rename, ...] = ()

    @property
    def present(self) -> frozenset[NotePath]:
        """Paths of the later state that are new or changed."""
        return frozenset((*self.added, *self.modified, *(rename.new for rename in self.renamed)))

    @property
    def gone(self) -> frozenset[NotePath]:
        """Paths that the later state has no more, or has given to another file."""
        return frozenset((*self.deleted, *(rename.old for rename in self.renamed)))

    @property
    def renames(self) -> Mapping[NotePath, NotePath]:
        """New path by old path."""
        return MappingProxyType(dict(self.renamed))


def find_repository(folder: Path) -> Repository | None:
    """Find the repository around a folder; None where there is none, or no git."""
    try:
        return open_repository(folder)
    except HistoryError:
        return None


def open_repository(folder: Path) -> Repository:
    """Find the repository around a folder.

    Raises:
        HistoryError: there is none, git is missing, or git refuses it.
    """
    answer = Git(folder).ask("rev-parse", "--is-inside-work-tree", "--show-cdup", "--show-prefix")
    if "dubious ownership" in answer.complaint:
        hint = f"if you trust it: git config --global --add safe.directory {folder.resolve()}"
        raise HistoryError(f"git refuses the repository of {folder}: it belongs to another user", hint)
    inside, _, rest = os.fsdecode(answer.output).partition("\n")
    if answer.code or inside != "true":
        raise HistoryError(f"{folder} is not in the working tree of a git repository", "run git init there first")
    up, _, prefix = rest.partition("\n")
    top = Path(os.path.normpath(os.path.join(os.path.realpath(folder), up)))  # noqa: PTH118
    return Repository(Git(top).without_filters(), prefix.removesuffix("\n"))


def resolve(repository: Repository, revision: str) -> str:
    """Id of the commit that a revision names; that of the empty tree, which stands for no commit at all, is kept.

    Raises:
        HistoryError: it names none.
    """
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise HistoryError(f"{revision!r} is not a revision", "give a branch, a tag or a commit")
    answer = repository.git.ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if answer.code and revision == _nothing(repository.git):
        return revision
    if answer.code:
        raise HistoryError(f"git knows no revision {revision!r}", _revision_hint(repository.git, revision))
    return os.fsdecode(answer.output).strip()


def changed_since(repository: Repository, revision: str) -> Changes:
    """What differs between a revision and the working tree; untracked files count, ignored ones do not.

    Raises:
        HistoryError: there is no such revision.
    """
    base = resolve(repository, revision)
    with _seeing_untracked(repository, base) as git:
        return _changes(repository, base, git.tell("diff", *_NAMES, base, *repository.pathspec))


def unstaged_changes(repository: Repository) -> Changes:
    """What differs between the index, which will be committed, and the working tree.

    Untracked files count as added; what they were renamed from is not looked for.
    """
    git = replace(repository.git, index=index_file(repository.git))
    rows = list(_rows(git.tell("diff", *_NAMES, *repository.pathspec)))
    rows += [("A", path) for path in _untracked(repository, git)]
    return _sorted_out(repository, None, rows)


def staged_changes(repository: Repository) -> Changes:
    """What differs between HEAD and the index: what a commit would change."""
    base = head(repository)
    git = replace(repository.git, index=index_file(repository.git))
    return _changes(repository, base, git.tell("diff", "--cached", *_NAMES, base, *repository.pathspec))


def changes_between(repository: Repository, old: str, new: str) -> Changes:
    """What `new` changed since it left `old`, as pre-commit compares its two refs (``old...new``).

    Raises:
        HistoryError: one of them does not exist.
    """
    first, last = resolve(repository, old), resolve(repository, new)
    answer = repository.git.ask("merge-base", first, last)
    base = first if answer.code else os.fsdecode(answer.output).split("\n", 1)[0]
    return _changes(repository, base, repository.git.tell("diff", *_NAMES, base, last, *repository.pathspec))


def head(repository: Repository) -> str:
    """Id of the commit of HEAD; of the empty tree where nothing was committed yet."""
    answer = repository.git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return _nothing(repository.git) if answer.code else os.fsdecode(answer.output).strip()


def _nothing(git: Git) -> str:
    return git.line("hash-object", "-t", "tree", "--stdin")


def past_files(
    repository: Repository, changes: Sequence[Changes] = (), limit: int = PAST_COMMITS
) -> Mapping[str, PastFile]:
    """Every file of the vault that was deleted or renamed in the last `limit` commits of HEAD, by its old path.

    Chains of renames are followed to their end. `changes` add what no commit tells: those since HEAD, which nobody
    committed yet, and those since a revision whose history the clone lacks. This is evidence, nothing that anybody
    asked for: where git cannot tell, there is none.
    """
    past: dict[str, PastFile] = {}
    newest, length, commits = _past_commits(repository, limit)
    told = [(one.base, one) for one in changes if one.base is not None]
    for base, one in (*((base, one) for base, one in told if base == newest), *commits, *told):
        _remember(past, base[:length], one)
    return MappingProxyType(past)


def _past_commits(repository: Repository, limit: int) -> tuple[str, int, list[tuple[str, Changes]]]:
    """Id of HEAD, length of a short id, and what each commit took away with the id of its parent, newest first."""
    words = ("diff-tree", "--stdin", "-r", "--diff-filter=DR", *_NAMES, *repository.pathspec)
    try:
        listed = repository.git.tell("rev-list", f"--max-count={limit}", "--parents", "HEAD", seconds=PAST_SECONDS)
        length = len(repository.git.line("rev-parse", "--short", "HEAD"))
        output = repository.git.tell(*words, data=listed, seconds=PAST_SECONDS)
    except HistoryError:
        return "", _SHORT, []
    rows = [line.split() for line in listed.decode().splitlines()]
    parents = {commit: others[0] for commit, *others in rows if others}
    return rows[0][0], length, [(parents[commit], changes) for commit, changes in _by_commit(repository, output)]


def _remember(past: dict[str, PastFile], last: str, changes: Changes) -> None:
    """Add what one commit took away. Commits come newest first, so what is known already happened later."""
    found = [PastFile(path, last, None) for path in changes.deleted]
    for old, new in changes.renamed:
        found.append(PastFile(old, last, past[new].now if new in past else new))
    for file in found:
        past.setdefault(file.path, file)


def _by_commit(repository: Repository, output: bytes) -> Iterator[tuple[str, Changes]]:
    """Split what `diff-tree --stdin -z` says: a commit is in lower case, the letter of a change is not."""
    commit, words = "", []
    for word, *paths in _rows(output):
        if paths:
            words.append((word, *paths))
            continue
        if words:
            yield commit, _sorted_out(repository, commit, words)
        commit, words = word, []
    if words:
        yield commit, _sorted_out(repository, commit, words)


def _rows(output: bytes) -> Iterator[tuple[str, ...]]:
    """Rows of `--name-status -z`: a status and its one or two paths, or a commit alone."""
    words = iter(os.fsdecode(output).split("\0"))
    for word in words:
        if word[:1] in ("R", "C"):
            yield word, next(words), next(words)
        elif word[:1].isupper():
            yield word, next(words)
        elif word:
            yield (word,)


def _changes(repository: Repository, base: str | None, output: bytes) -> Changes:
    return _sorted_out(repository, base, _rows(output))


def _sorted_out(repository: Repository, base: str | None, rows: Iterable[tuple[str, ...]]) -> Changes:
    """Changes of the vault from rows of git; a file that crosses its border, or a leading dot, comes or goes."""
    found: dict[str, set[NotePath]] = {"A": set(), "D": set(), "M": set()}
    renamed: set[Rename] = set()
    for status, *names in rows:
        old, new = repository.vault_path(names[0]), repository.vault_path(names[-1])
        if status[0] in found or len(names) == 1:
            if new is not None:
                found.get(status[0], found["M"]).add(new)
        elif old is not None and new is not None:
            renamed.add(Rename(old, new))
        elif old is not None:
            found["D"].add(old)
        elif new is not None:
            found["A"].add(new)
    modified = found["M"] - found["A"] - found["D"]  # a file in conflict is told twice
    added, deleted = tuple(sorted(found["A"])), tuple(sorted(found["D"]))
    return Changes(base, added, tuple(sorted(modified)), deleted, tuple(sorted(renamed)))


def _untracked(repository: Repository, git: Git) -> list[str]:
    """Paths of the repository below the vault that git neither keeps nor ignores."""
    listed = git.tell("ls-files", "--others", "--exclude-standard", "-z", *repository.pathspec)
    return [path for path in os.fsdecode(listed).split("\0") if repository.vault_path(path)]


@contextmanager
def _seeing_untracked(repository: Repository, base: str) -> Iterator[Git]:
    """Give a git that takes untracked files for added ones, so that it finds what they were renamed from.

    They are announced in a copy of the index; the repository itself is only read.
    """
    index = index_file(repository.git)
    git = replace(repository.git, index=index)
    untracked = _untracked(repository, git)
    if not untracked:
        yield git
        return
    with tempfile.TemporaryDirectory(prefix="dlvault-") as folder:
        copy = Path(folder) / "index"
        if Path(index).exists():
            shutil.copy2(index, copy)  # with its time, by which git knows whose state it must look up
        git = replace(git, index=str(copy))
        unknown = "1" * len(base)  # the blob of no file, so that git looks at the file itself
        rows = "".join(f"100644 {unknown} 0\t{path}\0" for path in untracked)
        git.tell("update-index", "--add", "--replace", "-z", "--index-info", data=os.fsencode(rows))
        yield git


def _revision_hint(git: Git, revision: str) -> str:
    if git.ask("rev-parse", "--verify", "--quiet", "HEAD").code:
        return "nothing has been committed yet"
    listed = git.ask("for-each-ref", f"--count={_MAX_SUGGESTED}", "--format=%(refname:short)")
    names = os.fsdecode(listed.output).split()
    same = [name for name in names if name.rpartition("/")[2] == revision]
    if not same:
        import difflib

        same = difflib.get_close_matches(revision, names, 1)
    if same:
        return f"did you mean {same[0]}?"
    if git.ask("rev-parse", "--is-shallow-repository").output.startswith(b"true"):
        return "the clone holds only the newest commits: git fetch --unshallow brings the others"
    return "give a branch, a tag or a commit; git log lists them"
