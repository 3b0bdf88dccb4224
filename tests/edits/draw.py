"""Draws the next edit of a world: where the files that are there make others interesting, those are preferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.edits import notes, settings, ties, words
from tests.edits.world import PUT_AWAY, VAULT, Edit, World

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_OLD = 1_700_000_000
"""Files of this time and thereabouts are long settled; those written now are not."""


def beginning(rng: Random, *, git: bool) -> list[Edit]:
    """Edits that make a world of nothing."""
    edits = [_fresh_note(rng) for _ in range(14)]
    edits += [_write(rng, f"{VAULT}/{words.file_path(rng)}") for _ in range(3)]
    edits += [_write(rng, f"elsewhere/{name}") for name in ("Beer.md", "in/Bread.md", "in/img.png")]
    edits.append(settings.obsidian(rng))
    if git:
        edits += [_git("init", "-q", "-b", "main"), _git("add", "-A"), _git("commit", "-q", "-m", "first")]
        edits.append(_git("branch", "other"))
    return edits


def edit(rng: Random, world: World) -> list[Edit]:
    """Draw what is done next, one edit or a few that belong together."""
    held = [deed for deed in DEEDS if (deed is not _repository or (world.top / ".git").exists())]
    for _ in range(20):
        edits = rng.choice(held)(rng, world)
        if edits:
            return edits
    return [_fresh_note(rng)]


def _path(rng: Random, world: World, *endings: str) -> str | None:
    """A file of the vault with one of some endings."""
    paths = [path for path in world.paths() if path.startswith(f"{VAULT}/") and not path.startswith(f"{VAULT}/.")]
    found = [path for path in paths if path.lower().endswith(endings)]
    return rng.choice(found) if found else None


def _time(rng: Random) -> int:
    return rng.choice((0, 0, _OLD, _OLD, _OLD + rng.randrange(1000), _OLD * 2))


def _write(rng: Random, path: str) -> Edit:
    return Edit("write", (path, notes.content(rng, path), _time(rng)))


def _fresh_note(rng: Random) -> Edit:
    return _write(rng, f"{VAULT}/{words.note_path(rng)}")


def _git(*command: str) -> Edit:
    return Edit("git", command)


def _new_note(rng: Random, _: World) -> list[Edit]:
    return [_fresh_note(rng)]


def _new_file(rng: Random, _: World) -> list[Edit]:
    return [_write(rng, f"{VAULT}/{words.file_path(rng)}")]


def _change(rng: Random, world: World) -> list[Edit]:
    path = _path(rng, world, ".md")
    text = None if path is None else world.text(path)
    if path is None or text is None:
        return []
    return [Edit("write", (path, notes.changed(rng, text).encode(), _time(rng)))]


def _change_in_place(rng: Random, world: World) -> list[Edit]:
    path = _path(rng, world, ".md", ".canvas")
    text = None if path is None else world.text(path)
    if path is None or text is None:
        return []
    change = notes.changed if rng.random() < 0.2 and path.lower().endswith(".md") else notes.changed_in_place
    return [Edit("in_place", (path, change(rng, text).encode()))]


def _append(rng: Random, world: World) -> list[Edit]:
    path = _path(rng, world, ".md")
    text = None if path is None else world.text(path)
    if path is None or text is None:
        return []
    return [Edit("write", (path, f"{text}\n{notes.part(rng)}\n".encode(), _time(rng)))]


def _rewrite(rng: Random, world: World) -> list[Edit]:
    path = _path(rng, world, ".md", ".canvas", ".png")
    return [] if path is None else [_write(rng, path)]


def _touch(rng: Random, world: World) -> list[Edit]:
    path = _path(rng, world, "")
    return [] if path is None else [Edit("touch", (path, _OLD + rng.randrange(100)))]


def _delete(rng: Random, world: World) -> list[Edit]:
    path = _path(rng, world, "")
    return [] if path is None else [Edit("delete", (path,))]


def _rename(rng: Random, world: World) -> list[Edit]:
    path = _path(rng, world, "")
    if path is None:
        return []
    folder, _, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return [Edit("rename", (path, path.swapcase()))]
    ending = f".{ending}"
    kind = rng.randrange(4)
    if kind == 0:
        return [Edit("rename", (path, f"{folder}/{stem.swapcase()}{ending}"))]
    if kind == 1:
        return [Edit("rename", (path, f"{VAULT}/{words.in_folder(rng, name)}"))]
    return [Edit("rename", (path, f"{VAULT}/{words.in_folder(rng, rng.choice(words.STEMS) + ending)}"))]


def _exchange(rng: Random, world: World) -> list[Edit]:
    one, other = _path(rng, world, ".md"), _path(rng, world, ".md")
    if one is None or other is None or one == other:
        return []
    return [Edit("touch", (one, _OLD)), Edit("touch", (other, _OLD)), Edit("exchange", (one, other))]


def _folder(rng: Random, _: World) -> list[Edit]:
    old, new = (
        rng.choice(("A", "A/B", "B", "X", "T", "tmp")),
        rng.choice(("A", "B", "X", "T", "tmp", "a", "A/B", ".hidden")),
    )
    if rng.random() < 0.3:
        return [Edit("delete", (f"{VAULT}/{old}",))]
    return [
        Edit("rename", (f"{VAULT}/{old}", f"{VAULT}/{new}")),
        Edit("rename", (f"{VAULT}/.hidden", f"{VAULT}/{old}")),
    ]


def _permission(rng: Random, world: World) -> list[Edit]:
    """Take a right away, or give it back; root reads on."""
    path = _path(rng, world, ".md", ".canvas") if rng.random() < 0.8 else f"{VAULT}/A"
    return [] if path is None else [Edit("chmod", (path, rng.choice((0, 0o755)))), Edit("chmod", (f"{VAULT}/A", 0o755))]


def _link(rng: Random, world: World) -> list[Edit]:
    path = _path(rng, world, ".md", ".png")
    depth = "../"
    here = (path or "/nothing").rpartition("/")[2]
    targets = (*("elsewhere/Beer.md", "elsewhere/in/img.png"), f"{VAULT}/{here}", "elsewhere/none.md")
    if rng.random() < 0.5:
        name = rng.choice(words.STEMS) + rng.choice((".md", ".png", ".canvas"))
        return [Edit("link", (f"{VAULT}/{name}", depth + rng.choice(targets)))]
    return [
        Edit("link", (f"{VAULT}/{rng.choice(('L', 'B', 'X'))}", depth + rng.choice(("elsewhere/in", "elsewhere", "."))))
    ]


def _outside(rng: Random, _: World) -> list[Edit]:
    """Change what links out of the vault lead to."""
    path = rng.choice(("elsewhere/Beer.md", "elsewhere/in/Bread.md", "elsewhere/in/Plan.md", "elsewhere/in/img.png"))
    return [Edit("delete", (path,))] if rng.random() < 0.3 else [_write(rng, path)]


def _settings(rng: Random, world: World) -> list[Edit]:
    return settings.change(rng, world)


def _repository(rng: Random, world: World) -> list[Edit]:
    path = _path(rng, world, ".md")
    moved = f"{VAULT}/{words.in_folder(rng, rng.choice(words.STEMS))}.md"
    kind = rng.randrange(11)
    if kind < 3:
        return [_git("add", "-A"), _git("commit", "-q", "-m", "more")]
    if kind == 3:
        return [_git("checkout", "-q", "-f", rng.choice(("main", "other", "other", "HEAD~1")))]
    if kind == 4 and path is not None:
        return [_git("mv", "-f", path, moved)]
    if kind == 5 and path is not None:
        return [_git("rm", "-q", "-f", path), *((_git("commit", "-q", "-m", "less"),) if rng.random() < 0.5 else ())]
    return {
        6: [_git("reset", "-q", rng.choice(("--soft", "--hard", "--mixed")), "HEAD~1")],
        7: [_git("branch", "-f", "other")],
        8: [Edit("write", (".gitignore", rng.choice((b"", b"*.md\n", b"vault/A/\n", b"vault/Bread.md\n")), 0))],
        9: [_git("merge", "-q", "-m", "both", "other")],
        10: [Edit("rename", (".git", PUT_AWAY)), Edit("rename", (PUT_AWAY, rng.choice((".git", PUT_AWAY))))],
    }.get(kind, [])


def _bring_back(_: Random, world: World) -> list[Edit]:
    return [Edit("rename", (PUT_AWAY, ".git"))] if (world.top / PUT_AWAY).exists() else []


DEEDS: tuple[Callable[[Random, World], list[Edit]], ...] = (
    *(
        ties.tie,
        ties.tie,
        ties.tie,
        ties.tie,
        _new_note,
        _new_note,
        _new_note,
        _new_file,
        _new_file,
        _change,
        _change,
        _change,
        _change,
        _change,
        _append,
        _rewrite,
    ),
    *(_change_in_place, _change_in_place, _touch, _delete, _delete, _rename, _rename, _rename, _exchange),
    *(_folder, _permission, _link, _outside, _settings, _settings, _repository, _repository, _repository),
    _bring_back,
)
