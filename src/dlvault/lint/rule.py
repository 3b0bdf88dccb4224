"""What a rule is, and what it is given to look at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from dlvault.lint.links import NO_LINKS
from dlvault.model.finding import Edit, Finding, Fix, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping, Sequence

    from dlvault.lint.census import Census
    from dlvault.lint.evidence import Evidence
    from dlvault.lint.links import Links
    from dlvault.lint.suppress import Idle
    from dlvault.model.finding import Safety
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import Heading, Note, NotePath
    from dlvault.model.text import Span
    from dlvault.options import LintOptions


class Scope(StrEnum):
    """What a rule is called for: every note, the vault once, or every note after all other rules."""

    NOTE = "note"
    VAULT = "vault"
    AFTER = "after"


class Trait(IntEnum):
    """Something that a note may have. Most notes lack most of it, and rules that need it are not even called."""

    BROKEN = 0
    """Links that find no file, or not the place in it."""
    AMBIGUOUS = 1
    FOUND = 2
    """Links that mean one file."""
    EXTERNAL = 3
    """Links that leave the vault."""
    NAMELESS = 4
    """Links that name no file."""
    PROPERTY_LINKS = 5
    ODDITIES = 6
    HEADINGS = 7
    """Several headings."""
    BLOCKS = 8
    """Several block ids."""
    ENTRIES = 9
    ALIASES = 10
    TAGS = 11


def traits_of(note: Note, links: Links) -> tuple[object, ...]:
    """What a note has, by trait: a value that is true, or one that is not."""
    parsed = note.parsed
    return (
        bool(links.broken),
        bool(links.ambiguous),
        bool(links.found),
        bool(links.external),
        bool(links.nameless),
        links.has_properties,
        bool(parsed.oddities),
        len(parsed.headings) > 1,
        len(parsed.blocks) > 1,
        bool(parsed.entries),
        bool(parsed.aliases),
        bool(parsed.tags),
    )


class Rule(NamedTuple):
    """One rule: its stable code, its name, how bad its findings are and the function that finds them.

    A rule that is not `default` speaks only when it is selected. One that names traits is asked only about notes that
    have one of them.
    """

    code: str
    name: str
    scope: Scope
    check: Check
    severity: Severity = Severity.ERROR
    default: bool = True
    about: tuple[Trait, ...] = ()

    def may_speak(self, traits: Sequence[object]) -> bool:
        """Whether there is anything for it to look at in a note with these traits."""
        return not self.about or any(traits[one] for one in self.about)


class RuleContext:
    """One rule looking at an index: at the vault as a whole, or at the note that was handed to it last.

    `evidence` answers what a broken link may have meant, `census` what all notes together tell; `linted` are the notes
    that this run looks at, and `only` those files among them whose findings are asked for, if not all are. `idle` are
    the suppressions of the note that hid nothing, for rules that come after the others.
    """

    __slots__ = ("_note", "census", "evidence", "idle", "index", "links", "linted", "only", "options", "rule")

    def __init__(  # noqa: PLR0913, PLR0917 - one argument for each thing that a rule may ask
        self,
        index: VaultIndex,
        rule: Rule,
        evidence: Evidence,
        census: Census,
        options: LintOptions,
        linted: Container[NotePath],
        only: Collection[NotePath] | None = None,
    ) -> None:
        """Look at the vault as a whole."""
        self.index = index
        self.rule = rule
        self.evidence = evidence
        self.census = census
        self.options = options
        self.linted = linted
        self.only = only
        self.idle: Sequence[Idle] = ()
        self._note: Note | None = None
        self.links: Links = NO_LINKS

    def look_at(self, note: Note, links: Links) -> None:
        """Take up a note with its links. A context goes from note to note: a new one would cost as much as a rule."""
        self._note = note
        self.links = links

    def wanted(self, paths: Mapping[NotePath, object]) -> Iterable[NotePath]:
        """Those of several paths of whose findings somebody wants to know, for rules on the whole vault."""
        only = self.only
        return paths if only is None else [path for path in sorted(only) if path in paths]

    @property
    def note(self) -> Note:
        """The note at hand.

        Raises:
            TypeError: a rule for the whole vault has none (our bug).
        """
        if self._note is None:
            message = f"{self.rule.code} looks at the whole vault, not at a note"
            raise TypeError(message)
        return self._note

    def fix(self, title: str, safety: Safety, *edits: tuple[Span, str]) -> Fix:
        """Offer a fix: spans of the note at hand and the text that replaces each."""
        return Fix(title, tuple(Edit(self.note.path, span, text) for span, text in edits), safety)

    def in_heading(self, span: Span) -> bool:
        """Whether a span stands in a heading of the note: links to it name its text, so no fix may change that."""
        headings = self.note.parsed.headings
        at = bisect_right(headings, span.start, key=_start) - 1
        return at >= 0 and span.start < headings[at].span.end

    def finding(
        self, span: Span, message: str, *, subject: str, hint: str | None = None, fix: Fix | None = None
    ) -> Finding:
        """Make a finding of this rule at a span of the note.

        `subject` names the fault without its place, so that a baseline survives edits around it.
        """
        position = self.note.parsed.lines.position
        return Finding(
            self.rule.code,
            self.rule.name,
            self.rule.severity,
            message,
            self.note.path,
            position(span.start),
            position(span.end),
            subject,
            hint,
            fix,
        )


def _start(heading: Heading) -> int:
    return heading.span.start


Check: TypeAlias = Callable[[RuleContext], Iterator[Finding]]
