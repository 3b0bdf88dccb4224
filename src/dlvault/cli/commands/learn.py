"""`dlvault learn NOTE`: what a note requires, in the order in which to study it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlvault.cli.command import Command, Exit
from dlvault.cli.listing import Row, add_format, columns, print_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Mapping, Sequence

    from dlvault.cli.console import Console
    from dlvault.model.index import VaultIndex
    from dlvault.model.note import NotePath
    from dlvault.vault.study import StudyOrder

_KEYS = ("step", "path", "name", "difficulty", "requires", "needed_by", "status")
_FOR = "needed by "
_NAMED = 5
_CIRCLES = 5
_LONG = 12
_WIDEST_DIFFICULTY = 20


def configure(parser: ArgumentParser) -> None:
    """Take the note."""
    parser.add_argument("note", metavar="NOTE", help="a note or canvas: vault path, path from here, or name")
    add_format(parser)


def run(args: Namespace, console: Console) -> int:
    """List the prerequisites of a note, each before what needs it, and the note itself last."""
    from dlvault.cli.locate import find_note, open_chosen
    from dlvault.vault.study import study_order

    index = open_chosen(args, console).index
    path = find_note(index, args.note, console)
    order = study_order(index, path)
    print_rows(console, args.format, "steps", _rows(order), lambda rows: _text(rows, console.width), keys=_KEYS)
    is_sure = not _tell_unsure(index, order, console)
    if _tell_circles(index, order, console):
        return Exit.FINDINGS
    if len(order.steps) == 1 and not order.unknown and is_sure and args.format == "text":
        _tell_nothing(index, path, console)
    return Exit.OK


def _rows(order: StudyOrder) -> list[Row]:
    """Steps with their numbers, then what the vault has no file for."""
    rows: list[Row] = [
        dict(
            zip(
                _KEYS,
                (at, step.path, step.name, step.difficulty, list(step.requires), list(step.needed_by), "ok"),
                strict=True,
            )
        )
        for at, step in enumerate(order.steps, 1)
    ]
    rows += [
        dict(zip(_KEYS, (None, None, one.name, None, [], list(one.needed_by), one.reason.value), strict=True))
        for one in order.unknown
    ]
    return rows


# -- for people --------------------------------------------------------------------------------------------


def _text(rows: Sequence[Row], width: int) -> list[str]:
    steps = [row for row in rows if row["path"] is not None]
    missing = [row for row in rows if row["path"] is None]
    names = _short_names(row["path"] for row in steps)
    cells = [
        (
            str(row["step"]),
            row["path"],
            row["name"] if row["name"] != _stem(row["path"]) else "",
            _difficulty(row["difficulty"]),
        )
        for row in steps
    ]
    used = [at for at in range(4) if any(row[at] for row in cells)]
    lines = _with_users([[row[at] for at in used] for row in cells], steps, names, width)
    if missing:
        lines += ["", "Not in the vault:"]
        lines += _with_users([("", " ".join(row["name"].split())) for row in missing], missing, names, width)
    return lines


def _with_users(
    cells: Sequence[Sequence[str]], rows: Sequence[Row], names: Mapping[NotePath, str], width: int
) -> list[str]:
    """Align cells and say behind each row what needs it, with a few names, or as many as there is room for."""
    from dlvault.report.width import cell_width

    room = width - max(map(cell_width, columns(cells, right=(0,)))) - len(f"  {_FOR}")
    last = []
    for row in rows:
        users = [names[path] for path in row["needed_by"]]
        kept = min(len(users), _NAMED)
        while kept > 1 and cell_width(_listed(users, kept)) > room:
            kept -= 1
        last.append(_FOR + _listed(users, kept) if users else "")
    return columns([(*row, users) for row, users in zip(cells, last, strict=True)], right=(0,))


def _listed(names: Sequence[str], kept: int) -> str:
    more = len(names) - kept
    return ", ".join(names[:kept]) + (f" and {more} more" if more else "")


def _difficulty(value: object) -> str:
    if value is None:
        return ""
    flat = " ".join(str(value).split())
    return f"difficulty {flat if len(flat) <= _WIDEST_DIFFICULTY else f'{flat[: _WIDEST_DIFFICULTY - 1]}…'}"


def _short_names(paths: Iterable[NotePath]) -> dict[NotePath, str]:
    """Names of files without folder where only one has it, else their paths; without `.md`."""
    from collections import Counter

    from dlvault.model.formats import without_note_extension

    every = list(paths)
    counts = Counter(map(_stem, every))
    shown = {path: _stem(path) if counts[_stem(path)] == 1 else without_note_extension(path) for path in every}
    return {path: " ".join(name.split()) for path, name in shown.items()}


def _stem(path: str) -> str:
    from dlvault.model.formats import without_note_extension

    return without_note_extension(path.rpartition("/")[2])


# -- what there is to say about it -------------------------------------------------------------------------


def _tell_circles(index: VaultIndex, order: StudyOrder, console: Console) -> bool:
    """Write out the circles, as rule F507 does; return whether there are any."""
    from itertools import islice

    from dlvault.vault.study import circles

    found = list(islice(circles(index, order), _CIRCLES + 1))
    names = _short_names(step.path for step in order.steps)
    for circle in found[:_CIRCLES]:
        way = [names[path] for path in circle]
        if len(way) > _LONG:
            way[_LONG // 2 : -2] = [f"({len(way) - _LONG // 2 - 2} more)"]
        console.complain(f"dlvault: the prerequisites run in a circle: {' -> '.join(way)}")
    if found:
        every = "; `dlvault lint --select F507` lists every circle" if len(found) > _CIRCLES else ""
        console.complain(f"  help: drop the link that is least needed (rule F507){every}")
    return bool(found)


def _tell_unsure(index: VaultIndex, order: StudyOrder, console: Console) -> bool:
    """Say of which notes nobody knows what they require; return whether there are any."""
    from dlvault.cli.locate import tell_unread

    paths = {step.path for step in order.steps}
    found = [problem for problem in index.problems if problem.path in paths and problem.code in ("F501", "P301")]
    for problem in found:
        if problem.code == "F501":
            tell_unread(index, problem.path, console)
            continue
        console.complain(f"dlvault: what {problem.path} requires is not known: {problem.message}")
        if problem.hint:
            console.complain(f"  help: {problem.hint}")
    return bool(found)


def _tell_nothing(index: VaultIndex, path: NotePath, console: Console) -> None:
    """Say that a note requires nothing; where its property is no link, what to write."""
    from dlvault.model.prerequisites import is_requirement

    console.note(f"{path} has no prerequisites.")
    values = index.notes[path].parsed.properties
    if any(is_requirement(key) and value for key, value in values.items()):
        console.note('  help: its property "requires" holds no link; write each as "[[Note]]", in quotes')


COMMAND = Command("learn", "what a note requires, in the order in which to study it", configure, run)
