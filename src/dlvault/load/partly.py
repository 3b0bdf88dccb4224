"""`lint` after a change of few notes: only what the change can reach is looked at again."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from dlvault.lint.census import Variants
from dlvault.lint.run import Inquiry
from dlvault.load import topics
from dlvault.load.buckets import bucket_of
from dlvault.load.findings import Part, decode_finding, decode_problems, in_parts, order, with_lines
from dlvault.load.hidden import Hidden, hidden_from_lint
from dlvault.load.linted import Found, LostError, View, total
from dlvault.load.looked import PartialCensus, PartialEvidence
from dlvault.load.memory import STATE
from dlvault.load.mentions import Mentions, TopicNumbers
from dlvault.load.names import NAMES, Names, number_of, pack_names
from dlvault.load.objects import seals_of, write_object
from dlvault.load.open import note_problems
from dlvault.load.partial import partial_index
from dlvault.load.read import kind_of, read_note, unreadable
from dlvault.load.ripple import Reach, Side, resolved_anew
from dlvault.load.wholly import NAMES_RULE, new_revision
from dlvault.model.finding import FileProblem, Tally
from dlvault.model.note import Note
from dlvault.resources.library import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dlvault.load.findings import Told
    from dlvault.load.listed import Listed
    from dlvault.load.memory import Memory
    from dlvault.load.past_files import Past
    from dlvault.load.relint import Course
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import NotePath

_MOST_REACHED = 2000
"""When a change reaches more files than these, looking at all costs no more."""


def lint_partly(  # noqa: PLR0913, PLR0917 - what was found so far
    course: Course,
    view: View,
    listed: Listed,
    changed: Sequence[NotePath],
    gone: Sequence[NotePath],
    past: Past,
) -> Found | None:
    """Look at what a change reaches, and remember it; None where that is more than is worth following.

    Raises:
        LostError: what was remembered is damaged.
    """
    change = _Change(course, listed, changed, gone, past)
    if not change.follow():
        return None
    return change.finish(view)


class _Notes:
    """Facts of single notes, as they were and as they are."""

    def __init__(self, course: Course, memory: Memory, listed: Listed, changed: Iterable[NotePath]) -> None:
        self.course = course
        self.memory = memory
        self.listed = listed
        self.changed = frozenset(changed)
        self.unread = frozenset(course.state["unread"])
        self.problems: list[FileProblem] = []
        self.unread_now: set[NotePath] = set()
        self._same: dict[NotePath, Note] = {}

    def before(self, path: NotePath) -> Note:
        """A note as it was."""
        if path not in self._same:
            digest = self.listed.digest(path)
            if path in self.unread:
                self._same[path] = unreadable((path, 0, 0), digest)
            else:
                parsed = self.memory.facts({path: (digest, kind_of(path))}).get(path)
                if parsed is None:
                    raise LostError
                self._same[path] = Note(path, kind_of(path), parsed, 0, 0, digest=digest)
        return self._same[path]

    def after(self, path: NotePath) -> Note:
        """A note as it is; whoever asks keeps it."""
        if path not in self.changed:
            return self.before(path)
        note: Note | None = None
        for read in read_note(self.course.root, (path, 0, 0), self.course.read, memory=self.memory):
            if isinstance(read, FileProblem):
                self.problems.append(read)
            else:
                note = read
        if note is None:
            raise LostError
        if not note.readable:
            self.unread_now.add(path)
        self.problems += note_problems(note)
        return note


class _Change:
    """The vault on both sides of a change, and how far it reaches."""

    def __init__(
        self, course: Course, listed: Listed, changed: Sequence[NotePath], gone: Sequence[NotePath], past: Past
    ) -> None:
        store, memory = course.store, course.memory
        if store is None or memory is None:
            raise LostError
        self.course = course
        self.store = store
        self.memory = memory
        self.listed = listed
        self.changed = [*changed, *gone]
        self.past = past
        self.notes = _Notes(course, memory, listed, changed)
        (columns,) = store.get(NAMES, seals=course.state["seals"])
        if columns is None:
            raise LostError
        self.moves = bool(gone) or any(not listed.has(path) for path in changed)
        now = course.listing.paths
        then = listed.paths if self.moves else now
        names_then = Names(then, columns)
        self.columns = pack_names(now) if self.moves else columns
        names_now = Names(now, self.columns) if self.moves else names_then
        self.mentions = Mentions(store, course.state["seals"], names_then)
        every = frozenset(now)
        every_then = frozenset(then) if self.moves else every
        problems = decode_problems(course.state["problems"])
        self.fresh: dict[NotePath, set[int]] = {}
        old = partial_index(
            course.root,
            every_then,
            self.notes.before,
            self._mentioning_then,
            self.mentions.each,
            course.settings,
            problems,
            names_then.table(),
        )
        new = partial_index(
            course.root,
            every,
            self.notes.after,
            self._mentioning_now,
            self._each_now,
            course.settings,
            problems,
            names_now.table(),
        )
        self.before = Side(old, self._mentioning_then, PartialEvidence(old, dict, self._mentioning_then, names_then))
        self.after = Side(new, self._mentioning_now, PartialEvidence(new, past, self._mentioning_now, names_now))
        self.reach = Reach(self.before, self.after)
        self.spellings: dict[str, dict[str, int]] = course.state["spellings"]
        self.written: int = course.state["written"]

    def _mentioning_then(self, topic: str) -> list[NotePath]:
        return self.mentions.of(topic)

    def _mentioning_now(self, topic: str) -> list[NotePath]:
        return sorted(self._each_now(topic))

    def _each_now(self, topic: str) -> Iterator[NotePath]:
        number = number_of(topic)
        yield from (path for path, own in self.fresh.items() if number in own)
        for path in self.mentions.each(topic):
            if path not in self.fresh and path in self.after.vault.notes:
                yield path

    def follow(self) -> bool:
        """Find all files that the change reaches; False when they are too many."""
        anew = {*self.changed, *resolved_anew(self.before, self.after, self.changed)}
        if len(anew) > _MOST_REACHED:
            return False
        self.fresh.update(_topics(self.after.vault, anew))
        self.reach.follow(anew)
        if self.course.tells_other(self.past):
            self.reach.files.update(self._mentioning_now(topics.BROKEN))
        written = self.written + self.reach.written
        if (self.written > 1) != (written > 1):
            return False
        self.written = written
        self._count_tags()
        return len(self.reach.files) <= _MOST_REACHED

    def _count_tags(self) -> None:
        """Bring the counts of spellings up to date; reach the notes in which a tag is spelled unusually."""
        by_name: dict[str, Counter[str]] = {}
        for spelling, count in self.reach.spellings.items():
            if count:
                by_name.setdefault(spelling.lower(), Counter())[spelling] = count
        for name, delta in by_name.items():
            old = self.spellings.get(name, {})
            new = Counter(old)
            new.update(delta)
            counts = {spelling: count for spelling, count in sorted(new.items()) if count > 0}
            before, after = Variants.of(old), Variants.of(counts)
            if before != after:
                for spelling in {*old, *counts}:
                    if before is None or after is None or not spelling == before.usual == after.usual:
                        self.reach.files.update(self._mentioning_now(topics.tag_topic(spelling)))
            if counts:
                self.spellings[name] = counts
            else:
                self.spellings.pop(name, None)

    def finish(self, view: View) -> Found | None:
        """Look at the files that were reached, put the rest to what is found, and remember all."""
        course, index, files = self.course, self.after.vault, self.reach.files
        for path in self.changed:  # their problems are noted while they are read
            index.notes.get(path)
        kept = [problem for problem in index.problems if problem.path not in self.changed]
        problems = sorted([*kept, *self.notes.problems])
        index = index._replace(problems=tuple(problems))
        course.troubled = frozenset(problem.path for problem in problems)
        hidden = hidden_from_lint(course.settings, course.lint)
        linted = Hidden.by(lambda path: path in index.notes and path not in hidden)
        census = PartialCensus(self.after, self.spellings, self.written)
        names = [decode_finding(row) for row in course.facts["names"]]
        if self.moves:
            inquiry = Inquiry(index, course.lint, linted, self.after.evidence, census, only=())
            said = inquiry.said(NAMES_RULE)
            files |= {finding.path for finding in {*names} ^ {*said}}
            names = list(said)
        inquiry = Inquiry(
            index, course.lint, linted, self.after.evidence, census, only=files, known={NAMES_RULE: names}
        )
        notes = [index.notes[path] for path in sorted(files) if path in index.notes and path in linted]
        found = inquiry.findings(notes, lambda path: path in files and path not in hidden)
        count = course.facts["notes"]
        count += sum(path in linted for path in self.changed if path in index.notes)
        count -= sum(path not in hidden for path in self.changed if path in self.before.vault.notes)
        facts = {
            **course.facts,
            "git": course.stamp,
            "past": self.past.as_json() or course.facts["past"],
            "notes": count,
        }
        facts["names"] = names
        return self._remember(view, facts, problems, with_lines(found, course.lines))

    def _remember(
        self, view: View, facts: dict[str, Any], problems: Sequence[FileProblem], found: Sequence[Told]
    ) -> Found:
        course, files = self.course, self.reach.files
        numbers = sorted({bucket_of(path) for path in files})
        tallies = {int(number): Tally(*row) for number, row in facts["parts"].items()}
        loud_numbers = [number for number, tally in tallies.items() if tally.errors or tally.warnings]
        loud = view.parts(loud_numbers, facts["seals"], loud=True)
        reached = [number for number in numbers if number in tallies and tallies[number].infos]
        quiet = view.parts(reached, facts["seals"], loud=False)
        if loud is None or quiet is None:
            raise LostError
        new = in_parts(found)
        parts: dict[int, Part] = {}
        for number in numbers:
            fresh = new.get(number, Part((), ()))
            parts[number] = part = Part(
                _merged(loud.get(number, ()), files, fresh.loud), _merged(quiet.get(number, ()), files, fresh.quiet)
            )
            loud[number] = list(part.loud)
            tallies[number] = part.tally
        tallies = {number: tally for number, tally in tallies.items() if any(tally)}
        facts["parts"] = tallies
        digests = course.digests_of(self.listed, [path for path in course.touched if path not in self.changed])
        for path in self.changed:
            if path in self.after.vault.notes:
                digests[path] = self.after.vault.notes[path].digest
        state = {
            **course.state,
            "revision": new_revision(),
            "problems": [list(problem) for problem in problems],
            "unread": sorted((self.notes.unread - set(self.changed)) | self.notes.unread_now),
            "followed": course.state["followed"] + len(self.changed),
            "written": self.written,
            "spellings": self.spellings,
        }
        facts["revision"] = state["revision"]
        listed = self.listed.updated(course.listing, digests)
        rows = listed.rows_since(self.listed)
        rows.update(self._mention_rows())
        state["seals"] = {**course.state["seals"], **seals_of(rows)}
        rows[STATE] = write_object(state)
        rows.update(view.rows(facts, parts, whole=False))
        learned = self.memory.take_learned().items()
        if self.store.write(rows, learned, instead_of=(STATE, course.state_data or b"")):
            course.stands(listed, state["seals"])
        every = sorted((one for part in loud.values() for one in part), key=order)
        infos = [number for number, tally in tallies.items() if tally.infos]
        # What was written names all parts; whoever reads those that did not change needs their old seals.
        quiet_ones = view.quiet(infos, parts, facts["seals"], course.whole)
        return Found(tuple(every), quiet_ones, total(tallies), facts["notes"])

    def _mention_rows(self) -> dict[str, bytes | None]:
        """What has to be written of the topics of notes, and of the names of files."""
        rows = self.mentions.changed(_topics(self.before.vault, self.fresh), self.fresh)
        if self.moves:
            rows[NAMES] = self.columns
        return rows


def _topics(index: VaultIndex, paths: Iterable[NotePath]) -> dict[NotePath, set[int]]:
    """The numbers of the topics of some notes; those of a file that is not there are none."""
    numbers = TopicNumbers(index, partial(keys_of, index))
    return {path: numbers.of(index.notes[path]) if path in index.notes else set() for path in sorted(paths)}


def _merged(old: Iterable[Told], gone: Iterable[NotePath], new: Iterable[Told]) -> tuple[Told, ...]:
    """Findings of a part without those of some files, and with new ones, in order."""
    return tuple(sorted((*(one for one in old if one.finding.path not in gone), *new), key=order))
