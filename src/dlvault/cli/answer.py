"""Findings of a `lint` run with what reports need beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dlvault.load.linted import Proof
    from dlvault.model.finding import Finding, Tally
    from dlvault.model.note import NotePath
    from dlvault.model.text import Position


class Answer(NamedTuple):
    """What `lint` has found.

    `findings` are in the order of reports; those that are only counted may be left out, for `tally` counts all.
    `notes` is how many notes were looked at, `has_notes` whether the vault has any. `line` gives the line on which a
    finding stands, `position` turns an offset in a note into a place. `proof` shows a later run that nothing has
    changed, with the file of the `store` in which that is to be looked up.
    """

    root: Path
    findings: tuple[Finding, ...]
    tally: Tally
    notes: int
    has_notes: bool
    line: Callable[[Finding], str | None]
    position: Callable[[NotePath, int], Position]
    store: str = ""
    proof: Proof | None = None
