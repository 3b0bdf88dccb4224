"""`lint` with a memory: what has changed since last time, and what of the findings that can touch."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from dlvault.load.gitstate import git_stamp
from dlvault.load.hidden import hidden_from_lint
from dlvault.load.lines import lines_of
from dlvault.load.linted import Found, Linted, LostError, Proof, VaultFiles, View
from dlvault.load.listed import FILES, Listed
from dlvault.load.memory import STATE, Memory, listed_of
from dlvault.load.objects import read_object, seals_of, write_object
from dlvault.load.past_files import Past
from dlvault.model.finding import FileProblem
from dlvault.model.formats import is_canvas, is_note
from dlvault.vault.scan import scan
from dlvault.vault.settings import read_settings
from dlvault.vault.source import digest_of, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dlvault.load.store import Store
    from dlvault.model.note import NotePath
    from dlvault.options import LintOptions, ReadOptions
    from dlvault.vault.scan import Listing

_MOST_CHANGED = 300
"""After more changes than these the whole vault is looked at: it costs less than following each."""
_LEAST_SHARE = 4
"""The same when a quarter of the vault or more has changed."""
_MOST_FOLLOWED = 2_000
"""The same after so many changes in all: then the facts of texts that are long gone can be forgotten."""
_MANY = 50
"""For so many files a table of all places is made."""


def lint_vault(  # noqa: PLR0913 - what was asked, and what is known already
    root: Path,
    read: ReadOptions,
    lint: LintOptions,
    *,
    store: Store | None,
    jobs: int = 1,
    listing: Listing | None = None,
) -> Linted:
    """Find all faults of a vault, or remember them. `listing` has the files where somebody has listed them just now.

    Raises:
        NoVaultError: `root` is no folder that can be listed.
        UsageError: the options name a rule that does not exist.
    """
    course = Course(root, read, lint, store, listing or scan(root), jobs)
    found: Found | None = None
    if store is not None:
        try:
            found = course.from_store()
        except (LostError, ValueError, TypeError, KeyError, IndexError, AttributeError):
            found = None  # whatever the store holds, it is not what was written there
    found = found or course.whole()
    return Linted(found, course.files(), hidden_from_lint(course.settings, lint), course.proof())


class Course:
    """One run: what it is asked, the files as they are now, and what the store knows."""

    def __init__(  # noqa: PLR0913, PLR0917 - what was asked, and where to look
        self,
        root: Path,
        read: ReadOptions,
        lint: LintOptions,
        store: Store | None,
        listing: Listing,
        jobs: int,
    ) -> None:
        """Take the question."""
        self.root = root
        self.read = read
        self.lint = lint
        self.store = store
        self.listing = listing
        self.jobs = jobs
        self.settings = read_settings(root)
        self.memory = None if store is None else Memory(store, read)
        self.state_data: bytes | None = None
        self.state: dict[str, Any] = {}
        self.facts: dict[str, Any] = {}
        self.past: Past | None = None
        """What git was asked."""
        self.touched: Sequence[NotePath] = ()
        """Files whose times have changed, or prove nothing."""
        self.listed: Listed | None = None
        """The files as they stand in the store when the run is over, and the `seals` of what stands there."""
        self.seals: Mapping[str, int] = {}
        self.stamp = git_stamp(root, listing.ignore_files)
        self.troubled: frozenset[NotePath] = frozenset()
        """Paths of files and folders that could not be read as they should."""

    # -- from the store ------------------------------------------------------------------------------------

    def from_store(self) -> Found | None:
        """The findings of last time, brought up to date; None where that is not possible, or not worth it."""
        view = None if self.store is None else View(self.store, self.lint)
        listed = None if view is None else self._recall(view)
        if view is None or listed is None:
            return None
        touched, gone = ([], []) if listed.is_same(self.listing) else listed.suspects(self.listing)
        changed = self._really_changed(listed, touched)
        past = self.past = self._past(self.stamp, gone)
        if not changed and not gone and not self.tells_other(past):
            return self._unchanged(view, listed, touched, past)
        if not self._is_worth_following(len(changed) + len(gone)):
            return None
        from dlvault.load.partly import lint_partly

        self.touched = touched
        return lint_partly(self, view, listed, changed, gone, past)

    def _recall(self, view: View) -> Listed | None:
        """What is known of the vault and its findings; None where it is of another time or vault, or damaged."""
        if self.store is None or self.memory is None:
            return None
        self.state_data, facts_data = self.store.get(STATE, view.name)
        state, facts = read_object(self.state_data), read_object(facts_data)
        if state is None or facts is None or state.get("base") != self.base() or facts["asked"] != view.asked:
            return None
        listed = listed_of(self.store, state) if facts["revision"] == state["revision"] else None
        if listed is not None:
            self.memory.take(listed)
            self.state, self.facts = state, facts
            self.troubled = frozenset(problem[1] for problem in state["problems"])
        return listed

    def _unchanged(self, view: View, listed: Listed, touched: Sequence[NotePath], past: Past) -> Found | None:
        """The findings as they are stored."""
        found = view.linted(self.facts, self.whole)
        if found is not None and (touched or self.facts["git"] != self.stamp):
            self._keep_stamps(view, listed, touched, past)
        elif found is not None:
            self.stands(listed, self.state["seals"])
        return found

    def _is_worth_following(self, changes: int) -> bool:
        """Whether changes are few; and not so many in all that it is time to forget the facts of texts long gone."""
        count = len(self.listing.paths)
        few = changes <= min(_MOST_CHANGED, max(1, count // _LEAST_SHARE))
        return few and int(self.state["followed"]) <= max(_MOST_FOLLOWED, count)

    def base(self) -> list[object]:
        """What else the findings depend on, as a JSON value."""
        return [
            os.path.realpath(self.root),
            self.memory.reader if self.memory else "",
            self.read.max_note_size,
            repr(self.settings),
            [list(problem) for problem in self.listing.problems],
        ]

    def _really_changed(self, listed: Listed, touched: Sequence[NotePath]) -> list[NotePath]:
        """Of files that were touched those that are new or hold something else; of others only the name counts."""
        if len(touched) > _MANY:
            listed.sort_in()
        changed = []
        unlisted = {problem.path for problem in self.listing.problems}
        for path in touched:
            if not listed.has(path):
                changed.append(path)
            elif (is_note(path) or is_canvas(path)) and path not in unlisted:
                data = read_bytes(self.root, path, self.read.max_note_size)
                if isinstance(data, FileProblem):
                    same = not listed.digest(path) and list(data) in self.state["problems"]
                else:
                    same = digest_of(data) == listed.digest(path)
                if not same:
                    changed.append(path)
        return changed

    def _past(self, stamp: str, gone: Sequence[NotePath]) -> Past:
        """What git remembers: as it told last time, unless it may tell something else now.

        A file that is gone may be a lost one; where one is lost already, any file may prove to be what became of it,
        a hidden one too.
        """
        known = self.facts["past"]
        moved = stamp != self.facts["git"] or bool(gone) or bool(known is not None and known["loose"])
        return Past(self.root, None if moved else known)

    def digests_of(self, listed: Listed, touched: Sequence[NotePath]) -> dict[NotePath, str]:
        """Digests of the notes among files that were touched and hold what they held."""
        return {path: listed.digest(path) for path in touched if is_note(path) or is_canvas(path)}

    def tells_other(self, past: Past) -> bool:
        """Whether git tells something else than last time, as far as anybody had asked."""
        known = self.facts["past"]
        return known is not None and {path: [file.commit, file.now] for path, file in past().items()} != known["files"]

    def _keep_stamps(self, view: View, listed: Listed, touched: Sequence[NotePath], past: Past) -> None:
        """Note that files were touched, and what git has done, without any effect."""
        if self.store is None:
            return
        now = listed.updated(self.listing, self.digests_of(listed, touched))
        rows = now.rows_since(listed)
        seals = {**self.state["seals"], **seals_of(rows)}
        rows[view.name] = write_object({**self.facts, "git": self.stamp, "past": past.as_json()})
        rows[STATE] = write_object({**self.state, "seals": seals})
        if self.store.write(rows, instead_of=(STATE, self.state_data or b"")):
            self.stands(now, seals)

    def stands(self, listed: Listed, seals: Mapping[str, int]) -> None:
        """Note which files stand in the store now."""
        self.listed, self.seals = listed, seals

    def proof(self) -> Proof | None:
        """What will show that nothing has changed; None where it is not in the store, or proves nothing yet."""
        loose = self.past is not None and self.past.is_loose
        if self.listed is None or self.listed.young or self.listing.problems or loose:
            return None
        paths, columns, *_ = FILES
        return Proof((self.seals[paths], self.seals[columns]), self.stamp, self.listing.begun_ns)

    # -- anew ----------------------------------------------------------------------------------------------

    def whole(self) -> Found:
        """Look at the whole vault, and remember it."""
        from dlvault.load.wholly import lint_wholly

        return lint_wholly(self)

    def lines(self, path: NotePath) -> Sequence[str]:
        """Lines of a note."""
        return lines_of(self.root, path, self.read.max_note_size)

    def files(self) -> VaultFiles:
        """The files as they are now."""
        return VaultFiles(self.root, self.listing.paths, self.troubled)
