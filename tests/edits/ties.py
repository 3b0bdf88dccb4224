"""Draws edits that tie two notes of a world together, so that what is found in one hangs on the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tests.edits import notes, words
from tests.edits.world import VAULT, Edit, World

if TYPE_CHECKING:
    from random import Random

_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"\^([\w-]+)$", re.MULTILINE)
_PROPERTIES = re.compile(r"\A---\n.*?\n---(?:\n|\Z)", re.DOTALL)


class Pair(NamedTuple):
    """Two notes by path and text, and the name of each."""

    one: str
    text: str
    other: str
    other_text: str

    @property
    def names(self) -> tuple[str, str]:
        one, other = (path.rpartition("/")[2].removesuffix(".md") for path in (self.one, self.other))
        return one, other


def tie(rng: Random, world: World) -> list[Edit]:
    """Let one note name a heading, a block, the name or the need of another one, or share something with it."""
    texts = {path: text for path in world.paths() if _is_note(path) and (text := world.text(path)) is not None}
    if len(texts) <= 1:
        return []
    one, other = rng.sample(sorted(texts), 2)
    return rng.choice(_TIES)(rng, Pair(one, texts[one], other, texts[other]))


def _place(rng: Random, pair: Pair) -> list[Edit]:
    return [_append(pair.one, pair.text, _naming(rng, pair.names[1], pair.other_text))]


def _slip(rng: Random, pair: Pair) -> list[Edit]:
    name = pair.names[1]
    return [_append(pair.one, pair.text, f"[[{name}]] [[{_misspelt(rng, name)}]]")]


def _alias(rng: Random, pair: Pair) -> list[Edit]:
    return [_with(pair.one, pair.text, f"aliases: [{pair.names[1]}, {rng.choice(words.ALIASES)}]")]


def _need(_: Random, pair: Pair) -> list[Edit]:
    """Each of the two requires the other."""
    one, other = (f'requires: "[[{name}]]"' for name in pair.names)
    return [_with(pair.one, pair.text, other), _with(pair.other, pair.other_text, one)]


def _plan(rng: Random, pair: Pair) -> list[Edit]:
    """Both name a note that most likely is not there."""
    link = f"[[{rng.choice(words.MISSING)}]]"
    return [_append(pair.one, pair.text, link), _append(pair.other, pair.other_text, link)]


def _double(rng: Random, pair: Pair) -> list[Edit]:
    """A heading that one of them names stands twice in the other."""
    found = _HEADING.findall(pair.other_text)
    if not found:
        return []
    heading = rng.choice(found)
    link = f"[[{pair.names[1]}#{heading}]]"
    return [_append(pair.other, pair.other_text, f"## {heading}"), _append(pair.one, pair.text, link)]


_TIES = (_place, _place, _place, _slip, _alias, _need, _plan, _double)


def _is_note(path: str) -> bool:
    return path.startswith(f"{VAULT}/") and path.endswith(".md")


def _naming(rng: Random, name: str, text: str) -> str:
    """A link to a heading or block of a note, sometimes kept quiet if it breaks."""
    headings, blocks = _HEADING.findall(text), _BLOCK.findall(text)
    places = [f"#{heading}" for heading in headings]
    places += ["#" + heading.lower().replace(" ", "-") for heading in headings if " " in heading] * 2
    places += [f"#^{block}" for block in blocks * 2]
    link = f"{rng.choice(('', '', '!'))}[[{name}{rng.choice(places or [''])}]]"
    return (
        link if rng.random() < 0.6 else f"{link} %% dlvault-ignore {rng.choice(('L101', 'L102 L103', 'L108', ''))} %%"
    )


def _misspelt(rng: Random, name: str) -> str:
    at = rng.randrange(max(len(name), 1))
    return rng.choice((name.swapcase(), name[:at] + name[at + 1 :], f"{name}s", name + name[-1:]))


def _append(path: str, text: str, part: str) -> Edit:
    return Edit("write", (path, f"{text}{notes.PART}{part}\n".encode(), 0))


def _with(path: str, text: str, line: str) -> Edit:
    """Write a note with no property but one."""
    body = _PROPERTIES.sub("", text)
    return Edit("write", (path, f"---\n{line}\n---\n{body}".encode(), 0))
