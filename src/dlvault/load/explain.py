"""Why a link means what it means: its candidates, the rule that decides, what would change it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from dlvault.errors import UsageError
from dlvault.model.folding import fold
from dlvault.model.formats import without_note_extension
from dlvault.model.index import Ambiguous, Missing, MissingReason
from dlvault.model.note import Link, LinkKind, subpath_parts
from dlvault.model.text import Span
from dlvault.syntax.parse import parse
from dlvault.syntax.targets import read_wikilink
from dlvault.vault.names import NameTable
from dlvault.vault.resolve import Resolver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dlvault.model.index import Resolution, VaultIndex
    from dlvault.model.note import NotePath
    from dlvault.vault.names import Found


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one link was resolved. `path` is the winner; `candidates` the files of that name, best first."""

    link: str
    source: str
    status: str
    path: str | None
    verdict: str
    rule: str
    candidates: tuple[str, ...]
    changes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def explain(index: VaultIndex, text: str, source: NotePath) -> Explanation:
    """Explain a link as it would be read in the note `source`.

    Raises:
        UsageError: the text holds no link, or one that leaves the vault.
    """
    link = _read_link(text)
    table = NameTable.of([*index.notes, *index.attachments])
    resolution = Resolver(table, index.notes).resolve(link, source)
    rule = _rule(link, source, table, (*index.notes, *index.attachments))
    verdict, path, status = _verdict(link, resolution)
    candidates = _candidates(index, link, resolution, path)
    changes = _changes(index, link, resolution, candidates, path)
    return Explanation(text, source, status, path, verdict, rule, candidates, changes)


def _read_link(text: str) -> Link:
    found = parse(text).links
    if len(found) == 1 and not found[0].is_external:
        return found[0]
    if found or not text.strip():
        raise UsageError(f"{text!r} is not one link inside the vault", "write it as in a note: '[[Note#Part]]'")
    target = read_wikilink(text)
    return Link(LinkKind.WIKILINK, target.path, target.subpath, target.label, Span(0, len(text)), Span(0, len(text)))


_FORMS = (
    ("./", "a leading dot means the folder of the note; only that exact path counts"),
    ("../", "leading dots mean a folder above the note; only that exact path counts"),
    ("/", "a leading slash means the root of the vault; only that exact path counts"),
)


def _rule(link: Link, source: NotePath, table: NameTable, files: Iterable[NotePath]) -> str:
    target = link.target
    if not target:
        return "a link without a name means its own note"
    for start, rule in _FORMS:
        if target.startswith(start):
            return rule
    found = table.find(target, source)
    if found is None:
        return "no file has that path, and no path in the vault ends with it (aliases resolve no link)"
    if fold(found.path) in (fold(target), fold(f"{target}.md")):
        return "a file at that exact path from the root wins over every other, even over one beside the note"
    return _ending_rule(found, target, files)


def _ending_rule(found: Found, target: str, files: Iterable[NotePath]) -> str:
    if found.candidates:
        return "several paths end with it and not exactly one lies beside the note: the shortest path wins"
    last = target.rpartition("/")[2]
    ending = fold(f"/{target}" if fold(found.path.rpartition("/")[2]) == fold(last) else f"/{target}.md")
    if sum(fold(path).endswith(ending) for path in files) > 1:
        return "several paths end with it: the one in the folder of the note wins"
    return "it is the only file whose path ends with it"


def _verdict(link: Link, resolution: Resolution) -> tuple[str, str | None, str]:
    match resolution:
        case Missing(reason=MissingReason.NO_HEADING, path=path):
            heading = " > ".join(subpath_parts(link.subpath))
            return f'finds {path}, which has no heading "{heading}"', path, resolution.reason.value
        case Missing(reason=MissingReason.NO_BLOCK, path=path):
            block = subpath_parts(link.subpath)[-1]
            return f'finds {path}, which has no block "{block}"', path, resolution.reason.value
        case Missing():
            return "finds nothing", None, resolution.reason.value
        case Ambiguous(winner=winner):
            return f"opens {winner.path}, but is ambiguous", winner.path, "ambiguous"
    path = getattr(resolution, "path", None)
    return f"opens {path}", path, "ok"


def _candidates(index: VaultIndex, link: Link, resolution: Resolution, winner: str | None) -> tuple[str, ...]:
    """Files of the same last name, wherever they are: those that fit first, before them the one that is opened."""
    fitting = resolution.candidates if isinstance(resolution, Ambiguous) else ()
    name = fold(link.target.rpartition("/")[2])
    if not name:
        return ()
    same = [
        path
        for path in (*index.notes, *index.attachments)
        if _is_named(fold(path.rpartition("/")[2]), name) and path not in fitting
    ]
    return (
        *fitting,
        *sorted(same, key=lambda path: (path != winner, not _ends_with(path, link.target), len(path), path)),
    )


def _ends_with(path: str, target: str) -> bool:
    """Whether a path ends with the target at the border of a folder, with or without its extension."""
    return f"/{fold(path)}".endswith((f"/{fold(target)}", f"/{fold(target)}.md"))


def _is_named(file: str, name: str) -> bool:
    """Whether a file has a name, with or without its extension: a link to a picture often lacks it."""
    return file == name or file.rpartition(".")[0] == name


def _changes(
    index: VaultIndex, link: Link, resolution: Resolution, candidates: tuple[str, ...], path: str | None
) -> tuple[str, ...]:
    mark = "!" if link.kind is LinkKind.EMBED else ""
    owners = index.aliases.get(fold(link.target), ())[:3]
    match resolution:
        case Missing(path=None) if owners:
            return tuple(
                f"write {mark}[[{without_note_extension(owner)}|{link.target}]]: {owner} has that alias"
                for owner in owners
            )
        case Missing(path=None) if candidates:
            return tuple(f"write {mark}[[{without_note_extension(candidate)}]]" for candidate in candidates[:3])
        case Missing(path=None):
            where = "" if "/" in link.target else " anywhere in the vault"
            if resolution.reason is MissingReason.NO_FILE:
                return (f"add {link.target}{where}, or correct the name",)
            return (f"create {without_note_extension(link.target)}.md{where}, or correct the name",)
        case Missing(reason=reason):
            thing = "heading" if reason is MissingReason.NO_HEADING else "block id"
            return (f"add the {thing} to {path}, or correct it in the link",)
    return _others(candidates, path, mark)


def _others(candidates: tuple[str, ...], path: str | None, mark: str) -> tuple[str, ...]:
    others = [candidate for candidate in candidates if candidate != path][:3]
    return tuple(f"write {mark}[[{without_note_extension(other)}]] to open {other}" for other in others)
