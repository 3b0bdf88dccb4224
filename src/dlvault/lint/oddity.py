"""The oddities of a note as rules report them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dlvault.model.finding import Edit, Fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.lint.rule import RuleContext
    from dlvault.model.finding import Safety
    from dlvault.model.note import NotePath, Oddity, OddityKind
    from dlvault.model.text import Span


class Noted(NamedTuple):
    """One oddity of a note, with the edit that would mend it as a fix."""

    path: NotePath
    oddity: Oddity
    subject: str
    """Names it without its place: its kind and its word."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.oddity.span

    @property
    def kind(self) -> OddityKind:
        """What it is."""
        return self.oddity.kind

    @property
    def detail(self) -> str:
        """A label or key, else its text."""
        return self.oddity.detail

    def fix(self, title: str, safety: Safety) -> Fix | None:
        """The edit of the oddity, if it has one."""
        if self.oddity.edit is None:
            return None
        span, text = self.oddity.edit
        return Fix(title, (Edit(self.path, span, text),), safety)


def oddities_of(ctx: RuleContext, *kinds: OddityKind) -> Iterator[Noted]:
    """Oddities of some kinds in the note at hand, in the order of the text."""
    for oddity in ctx.note.parsed.oddities:
        if oddity.kind in kinds:
            yield Noted(ctx.note.path, oddity, f"{oddity.kind.value} {oddity.detail}".strip())
