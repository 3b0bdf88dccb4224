"""What a rule is, and what it is given to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from dlvault.model.finding import Finding, Severity

if TYPE_CHECKING:
    from dlvault.model.finding import Fix
    from dlvault.model.index import Edge, VaultIndex
    from dlvault.model.note import Note
    from dlvault.model.text import Span


class Scope(StrEnum):
    """What a rule is called for: every note, or the vault once."""

    NOTE = "note"
    VAULT = "vault"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its stable code, its name, how bad its findings are and the function that finds them."""

    code: str
    name: str
    scope: Scope
    check: Check
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class RuleContext:
    """One rule looking at an index: at one of its notes, or at the vault as a whole."""

    index: VaultIndex
    rule: Rule
    at: Note | None = None

    @property
    def note(self) -> Note:
        """The note at hand.

        Raises:
            TypeError: a rule for the whole vault has none (our bug).
        """
        if self.at is None:
            message = f"{self.rule.code} looks at the whole vault, not at a note"
            raise TypeError(message)
        return self.at

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

    def edges(self) -> tuple[Edge, ...]:
        """Links of the note with what they mean."""
        return self.index.outgoing.get(self.note.path, ())


Check: TypeAlias = Callable[[RuleContext], Iterator[Finding]]
