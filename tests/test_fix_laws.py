"""Laws of fixing: it ends, leaves nothing to fix, depends on no order and touches nothing else.

The notes are put together from lines with faults of every rule that has a fix. Between them stand lines without
fault, each with a number and an end of line of its own: those must come through to the byte.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlvault.fixing import MAX_PASSES, Plan, plan_fixes, write_fixes
from dlvault.lint.fix import SAFE, WITH_GUESSES
from dlvault.lint.run import run
from dlvault.load.open import open_index
from dlvault.options import ReadOptions
from tests.conftest import write_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from dlvault.model.finding import Finding, Safety
    from dlvault.model.index import VaultIndex

OTHERS = {
    "b.md": "---\naliases: [Bee]\n---\n# Part two\n\ntext ^block\n",
    "Folder/Long name.md": "# One\n## Two\n",
    "one/Twin.md": "text",
    "two/Twin.md": "text",
    "p.png": "",
}
PROPERTIES = (
    "up: [[b]]",
    "see: [[[b]], [[Gone]]]",
    "tags: a, b",
    "tags: '#a #b'",
    "Tags: a\n  b",
    "tag: a",
    "TAG: [a]",
    "alias: One",
    "aliases: One, two",
    "aliases: |\n  One",
    "cssclass: wide",
    "cssclasses: [x]",
    "list:\n  - [[b|x]]\n  - [[b#part-two]]",
    "m: [[1, 2], [3, 4]]",
    "q: &t a b",
    "dlvault_ignore: L101",
    'r: "[[B]]"',
    "# a comment",
)
LINES = (
    "[[B]] [[bee]] [[folder/long name]] [[Long nam]] [[Gone]]",
    "[[b#part-two]] [[b#Part tow]] [[b#^blck]] [t](b.md#part-two)",
    "![[P.png]] ![[p.pn]] ![t](P.PNG)",
    "[[Twin]] [[Twin|x]] [t](Twin.md)",
    "[[b]]] [[b] x [[b",
    "[t](Long name.md) [t](b.md ^id)",
    "[t](b.md ^id)",
    "[t](b.md",
    "[t]() [[ ]] [x][label] [1][2]",
    "| a | b |\n| --- | --- |\n| [[b|x]] | [[B|y]] |\n| ![[p.png|100|x]] | `[[b|x]]` |",
    "| [[b|x]] |\n| --- | --- |\n| y | [[b|z]]",
    "%% dlvault-ignore L101 %%",
    "%% dlvault-ignore L101, L999 -- why %%",
    "text %% dlvault-ignore %%%% dlvault-ignore L107 %%",
    "[[B]] %% dlvault-ignore L107 L108 %%",
    "<!-- dlvault-ignore P304 -->",
    "<!-- dlvault-ignore L101 --> [[Gone]]",
    "- %% dlvault-ignore L1 %%\n- [[Gone]]",
    "```\n[[B]] %% dlvault-ignore L101 %%\n```",
    "<<<<<<< HEAD\n[[B]]\n=======\n[[b|x]\n>>>>>>> x",
    "# Part two",
    "\U0001f9e0 [[B]] e\u0301 [[b]]]",
)
ENDS = ("\n", "\r\n", "\r")
WHOLE = re.compile(r"(?:^|[\r\n\ufeff])(line \d+ ends(?:\r\n|\r|\n))")


@st.composite
def notes(draw: st.DrawFn) -> bytes:
    """A note full of faults, in which every line may end in its own way."""
    parts: list[str] = []
    if draw(st.booleans()):
        keys: dict[str, str] = {}
        for text in draw(st.lists(st.sampled_from(PROPERTIES), max_size=6)):
            keys.setdefault(text.partition(":")[0], text)
        parts += ["---", *keys.values(), "---"]
    for number, text in enumerate(draw(st.lists(st.sampled_from(LINES), max_size=8))):
        parts += [text, *([""] if draw(st.booleans()) else []), f"line {number} ends", ""]
    usual = draw(st.sampled_from(ENDS))
    mixed = draw(st.booleans())
    text = ""
    for line in "\n".join(parts).split("\n"):
        end = draw(st.sampled_from(ENDS)) if mixed else usual
        # An empty line that ended in a line feed alone would come together with a carriage return before it.
        text += line + ("\n\n" if not line and end == "\n" and text.endswith("\r") else end)
    return (draw(st.sampled_from(["", "\ufeff"])) + (text if draw(st.booleans()) else text.rstrip("\r\n"))).encode()


VAULTS = st.dictionaries(st.sampled_from(["a.md", "c.md", "Folder/d.md"]), notes(), min_size=1)
ALLOWED = st.sampled_from([SAFE, WITH_GUESSES])


def plan(root: Path, allowed: Collection[Safety], order: Callable[[list[Finding]], None] | None = None) -> Plan:
    """Plan fixes; the findings of each round may come in another order."""
    rounds = 0

    def lint(index: VaultIndex) -> tuple[Finding, ...]:
        nonlocal rounds
        rounds += 1
        findings = list(run(index))
        if order is not None:
            order(findings)
        return tuple(findings)

    planned = plan_fixes(open_index(root), ReadOptions(), lint, allowed)
    assert rounds < MAX_PASSES, "the fixes do not come to an end"
    return planned


def written(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@settings(max_examples=25)
@given(VAULTS, ALLOWED)
def test_what_is_fixed_once_is_fixed_for_good(vault: Mapping[str, bytes], allowed: frozenset[Safety]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = write_vault(Path(folder), {**OTHERS, **vault})
        first = plan(root, allowed)
        assert written(root) == {**{name: text.encode() for name, text in OTHERS.items()}, **vault}
        assert write_fixes(first) == {}
        assert [row for row in first.findings if row.fix and row.fix.safety in allowed and row.fix.edits] == []
        again = plan(root, allowed)
        assert (again.fixed, again.after, again.refused) == (0, {}, {})
        assert again.findings == first.findings


@settings(max_examples=15)
@given(VAULTS, ALLOWED, st.randoms(use_true_random=False))
def test_fixes_depend_on_no_order(vault: Mapping[str, bytes], allowed: frozenset[Safety], random: object) -> None:
    shuffle = random.shuffle  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        files = {**OTHERS, **vault}
        there = plan(write_vault(Path(one), files), allowed)
        turned = dict(reversed(files.items()))
        back = plan(write_vault(Path(other), turned), allowed, shuffle)
        assert (back.after, back.before, back.fixed) == (there.after, there.before, there.fixed)


@settings(max_examples=25)
@given(VAULTS, ALLOWED)
def test_lines_without_fault_come_through_to_the_byte(vault: Mapping[str, bytes], allowed: frozenset[Safety]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        planned = plan(write_vault(Path(folder), {**OTHERS, **vault}), allowed)
    assert planned.after.keys() <= vault.keys(), "notes without fault change"
    for path, data in planned.after.items():
        before, after = vault[path].decode(), data.decode()
        assert WHOLE.findall(after) == WHOLE.findall(before)
        assert after.startswith("\ufeff") is before.startswith("\ufeff")
        assert after.endswith(("\r", "\n")) is before.endswith(("\r", "\n")) or "dlvault-ignore" in before


@settings(max_examples=25)
@given(VAULTS, ALLOWED)
def test_fixes_bring_no_faults_of_form(vault: Mapping[str, bytes], allowed: frozenset[Safety]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = write_vault(Path(folder), {**OTHERS, **vault})
        before, after = Counter(codes(run(open_index(root)))), Counter(codes(plan(root, allowed).findings))
    for code in ("P301", "P302", "P303", "P304", "L107", "L108", "L109", "L110", "F501", "F506"):
        assert after[code] <= before[code], code


def codes(findings: Collection[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def everything(root: Path) -> Path:
    """One vault with every fault at once."""
    body = "\n\n".join(LINES)
    block = "\n".join(text for text in PROPERTIES if not re.match("(?i)tags?:|alias|cssclass", text))
    old = "tag: a\nalias: One\ncssclass: x"
    return write_vault(
        root,
        {
            **OTHERS,
            "all.md": f"---\n{block}\ntags: a, b\naliases: One\n---\n{body}\n",
            "crlf.md": f"---\n{old}\n---\n{body}\n".replace("\n", "\r\n"),
        },
    )


@pytest.mark.parametrize("allowed", [SAFE, WITH_GUESSES], ids=["safe", "unsafe"])
def test_a_vault_with_every_fault_converges(tmp_path: Path, allowed: frozenset[Safety]) -> None:
    root = everything(tmp_path)
    planned = plan(root, allowed)
    assert planned.fixed > 20
    fixable = {row.code for row in run(open_index(root)) if row.fix and row.fix.safety in allowed}
    assert fixable >= {"L107", "L108", "L109", "P302", "P303", "P304", "X901"}
    write_fixes(planned)
    left = {row.code for row in run(open_index(root)) if row.fix and row.fix.safety in allowed}
    assert left == set()


def test_fixes_that_undo_each_other_come_to_an_end_and_are_still_findings(tmp_path: Path) -> None:
    root = write_vault(tmp_path, {"a.md": "[[b]]]", "b.md": "x"})
    sample = next(row for row in run(open_index(root)) if row.fix)
    assert sample.fix is not None
    edit = sample.fix.edits[0]
    rounds = 0

    def lint(index: VaultIndex) -> tuple[Finding, ...]:
        nonlocal rounds
        rounds += 1
        size = index.notes[edit.path].parsed.lines.starts[-1]
        turned = edit._replace(span=edit.span._replace(start=size, end=size + 1), text="x" if rounds % 2 else "y")
        return (sample._replace(fix=sample.fix._replace(edits=(turned,)) if sample.fix else None),)

    planned = plan_fixes(open_index(root), ReadOptions(), lint, WITH_GUESSES)
    assert rounds == MAX_PASSES + 1
    assert len(planned.findings) == 1
    assert planned.after[edit.path] == b"y[b]]]"
