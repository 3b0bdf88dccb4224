"""`lint` of a whole vault, and what of it is remembered."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from dlvault.lint.census import FullCensus, is_written
from dlvault.lint.evidence import Evidence
from dlvault.lint.run import Inquiry, hidden_files
from dlvault.load.findings import in_parts, with_lines
from dlvault.load.linted import Found, View
from dlvault.load.listed import Listed
from dlvault.load.memory import STATE
from dlvault.load.mentions import TopicNumbers, mention_rows
from dlvault.load.names import NAMES, pack_names
from dlvault.load.objects import seals_of, write_object
from dlvault.load.open import open_index
from dlvault.load.past_files import Past
from dlvault.model.finding import Severity, Tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dlvault.load.findings import Told
    from dlvault.load.relint import Course
    from dlvault.model.index import VaultIndex

NAMES_RULE = "F502"
"""The rule that looks at the names of all files: what it says stands as long as no file comes or goes."""


def lint_wholly(course: Course) -> Found:
    """Read all, look at all, write all."""
    index = open_index(
        course.root,
        course.read,
        memory=course.memory,
        listing=course.listing,
        jobs=course.jobs,
        settings=course.settings,
    )
    course.troubled = frozenset(problem.path for problem in index.problems)
    past = course.past = Past(course.root)
    hidden = hidden_files(index, course.lint)
    linted = frozenset(index.notes) - hidden
    census = FullCensus(index, linted)
    inquiry = Inquiry(index, course.lint, linted, Evidence(index, past), census)
    notes = [note for path, note in index.notes.items() if path in linted]
    told = with_lines(inquiry.findings(notes, lambda path: path not in hidden), course.lines)
    if course.store is not None and course.memory is not None:
        names = inquiry.said(NAMES_RULE)
        facts = {"git": course.stamp, "past": past.as_json(), "notes": len(notes), "names": names}
        _remember(course, index, census, facts, told)
    return linted_of(told, len(notes))


def linted_of(told: Sequence[Told], notes: int) -> Found:
    """Findings as a value."""
    quiet = tuple(one for one in told if one.finding.severity is Severity.INFO)
    loud = tuple(one for one in told if one.finding.severity is not Severity.INFO)
    return Found(loud, lambda: quiet, Tally.of(one.finding for one in told), notes)


def _remember(
    course: Course, index: VaultIndex, census: FullCensus, facts: dict[str, Any], told: Sequence[Told]
) -> None:
    store, memory = course.store, course.memory
    if store is None or memory is None:
        return
    digests = {path: note.digest for path, note in index.notes.items()}
    state = {
        "revision": new_revision(),
        "base": course.base(),
        "problems": [list(problem) for problem in index.problems],
        "unread": [path for path, note in index.notes.items() if not note.readable],
        "followed": 0,
        "written": sum(is_written(note) for note in index.notes.values()),
        "spellings": spellings_of(index),
    }
    facts["revision"] = state["revision"]
    parts = in_parts(told)
    facts["parts"] = {number: part.tally for number, part in parts.items()}
    view = View(store, course.lint)
    listed = Listed.of(course.listing, digests)
    rows = listed.rows()
    numbers = TopicNumbers(index, census.keys_of)
    rows.update(mention_rows((path, numbers.of(note)) for path, note in index.notes.items()))
    rows[NAMES] = pack_names(course.listing.paths)
    state["seals"] = seals = seals_of(rows)
    rows[STATE] = write_object(state)
    rows.update(view.others())
    rows.update(view.rows(facts, parts, whole=True))
    if store.write(rows, memory.take_learned().items(), keep_facts=memory.stale(digests.values())):
        course.stands(listed, seals)


def spellings_of(index: VaultIndex) -> Mapping[str, Mapping[str, int]]:
    """How often each tag is spelled how, in notes that count."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    hidden = index.excluded | index.templates
    for name, uses in index.tags.items():
        found[name].update([use.name for path, use in uses if path not in hidden])
    return {name: counts for name, counts in found.items() if counts}


def new_revision() -> str:
    """A word that no other state of the vault has."""
    return os.urandom(8).hex()
