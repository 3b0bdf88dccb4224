"""Texts of notes and canvases, put together from parts of which each provokes some rule, alone or with other notes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.edits import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

PART = "\n\n"
"""What stands between two parts of a text."""


def _heading(rng: Random) -> str:
    return f"{'#' * rng.choice((1, 1, 2, 2, 3, 4))} {rng.choice(words.HEADINGS)}"


def _months(_: Random) -> str:
    return "# May\n\n## Costs\n\nLittle.\n\n# June\n\n## Costs\n\nMuch."


def _block(rng: Random) -> str:
    return f"Mix well. ^{rng.choice(words.BLOCKS)}"


def _links(rng: Random) -> str:
    made = [rng.choice((words.wikilink, words.wikilink, words.markdown_link))(rng) for _ in range(rng.randint(1, 4))]
    return "See " + " and ".join(made) + "."


def _anchored(rng: Random) -> str:
    return " ".join(f"[[{rng.choice(words.STEMS[:8])}{rng.choice(words.ANCHORS)}]]" for _ in range(3))


def _tags(rng: Random) -> str:
    return " ".join(f"#{rng.choice(words.TAGS)}" for _ in range(rng.randint(1, 3)))


def _entry(rng: Random) -> str:
    title, name, url = rng.choice(words.TITLES), rng.choice(words.NAMES), rng.choice(words.URLS)
    blank = " " if rng.random() < 0.8 else ""
    form = rng.choice(
        (
            f"[{title} ({name})]({url})",
            f"[{title} ({name})]({url})",
            f"[{title} ({name})]({url})",
            f"[[{rng.choice(words.STEMS)}]]",
            f"[{title} ({name})]",
            f"{title} alone",
        )
    )
    before = rng.choice(("- ", "- ", "- ", "", "- item\n        "))
    below = f"\n\t- #CODE [implementation]({rng.choice(words.URLS)})" if rng.random() < 0.2 else ""
    return f"{before}#{rng.choice(words.TYPES)}{blank}{form}{below}"


def _twice(rng: Random) -> str:
    return rng.choice(
        (
            f"- #PAPER [Adam]({words.URLS[0]})\n- #PAPER [Adam]({words.URLS[1]})",
            f"- #PAPRE [Adam]({words.URLS[0]})\n- #COURSE Alone",
            f"{_block(rng)}\n\n{_block(rng)}",
            f"- #PAPER[Adam (Kingma 2016)]({words.URLS[0]})\n\n# One\n\n### Two",
        )
    )


def _inferred(rng: Random) -> str:
    return f"## Papers\n\n- [{rng.choice(words.TITLES)} ({rng.choice(words.NAMES)})]({rng.choice(words.URLS)})"


def _ignore(rng: Random) -> str:
    line = rng.choice((_links, _entry, _tags, _block))(rng)
    comment = f"%% dlvault-ignore {rng.choice(words.CODES)} -- so it is %%"
    return f"{comment}\n{line}" if rng.random() < 0.6 else f"{line} {comment}"


def _oddity(rng: Random) -> str:
    return rng.choice(
        (
            f"| a | b |\n|---|---|\n| [[{rng.choice(words.STEMS)}|x]] | y |",
            "[[ ]] and [t]() and [Adam](My Note.md) and [[Bread",
            "[the paper][adam] and [Bread][bread]",
            "[the paper][home]\n\n[home]: Home.md",
            "[Budget](file:///home/me/budget.pdf) [[/tmp/plan]] [[../../up]]",
            "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> other",
            "[Slides](www.example.org/slides) [two](https://a.org/x,https://a.org/y) [blank]( https://a.org/x )",
            "<!-- dlvault:begin tags -->\n- [[Fermentation]] #Paper\n<!-- dlvault:end tags -->",
            "```\n[[Nowhere]] #paper\n```",
        )
    )


PARTS: tuple[Callable[[Random], str], ...] = (
    *(
        _heading,
        _heading,
        _block,
        _links,
        _links,
        _anchored,
        _tags,
        _entry,
        _entry,
        _entry,
        _ignore,
        _oddity,
        _oddity,
        _oddity,
    ),
    *(_months, _months, _inferred, _twice),
)


def _link_text(rng: Random) -> str:
    return json.dumps(f"[[{words.target(rng)}{words.anchor(rng)}]]")


PROPERTIES: tuple[Callable[[Random], str], ...] = (
    lambda rng: f"aliases: [{rng.choice(words.ALIASES)}, {rng.choice(words.ALIASES)}]",
    lambda rng: f"aliases: [{rng.choice(words.ALIASES)}]",
    lambda rng: f"aliases: {rng.choice(words.ALIASES)}",
    lambda rng: f"tags: [{rng.choice(words.TAGS)}]",
    lambda rng: f"tags: {rng.choice(words.TAGS)}, todo",
    lambda rng: f"tag: {rng.choice(words.TAGS)}",
    lambda rng: f'requires: "[[{rng.choice(words.STEMS[:8])}]]"',
    lambda rng: f'requires: ["[[{rng.choice(words.STEMS)}]]", "[[{rng.choice(words.STEMS)}]]"]',
    lambda rng: f"up: {_link_text(rng)}",
    lambda rng: f"next: [[{rng.choice(words.STEMS)}]]",
    lambda rng: f"see: [[{rng.choice(words.STEMS)}]]",
    lambda rng: f"cover: {rng.choice(words.FILES)}",
    lambda rng: f"year: {rng.choice(('2014', 'last summer', '2015'))}",
    lambda rng: f"status: {rng.choice(('open', 'done', 'else'))}",
    lambda rng: f"dlvault_ignore: [{rng.choice(words.CODES[:6])}]",
    lambda _: "dlvault: generated",
    lambda _: "title: Deep learning: an overview",
    lambda _: "status: open",
)


def properties(rng: Random) -> str:
    """A property block, sometimes with a key twice, now and then no valid one."""
    lines = [rng.choice(PROPERTIES)(rng) for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.7:  # a block is seldom invalid, for then nothing else in it counts
        lines = [line for line in lines if not line.startswith("title: Deep")]
        lines = list({line.partition(":")[0]: line for line in lines}.values())
    return "\n".join(("---", *lines, "---"))


def part(rng: Random) -> str:
    """One part of a text."""
    return rng.choice(PARTS)(rng)


def note(rng: Random) -> str:
    """The text of a note."""
    if rng.random() < 0.06:
        return rng.choice(("", "\n", "---\nstatus: open\n---\n", "\ufeff"))
    parts = [part(rng) for _ in range(rng.randint(1, 9))]
    if rng.random() < 0.5:
        parts.insert(0, properties(rng))
    return PART.join(parts) + "\n"


def canvas(rng: Random) -> str:
    """The text of a canvas, now and then broken."""
    if rng.random() < 0.1:
        return rng.choice(("", '{"nodes": [', "[]"))
    nodes: list[dict[str, object]] = []
    for number in range(rng.randint(0, 4)):
        kind = rng.randrange(3)
        box: dict[str, object] = {"id": f"n{number}", "x": 0, "y": number * 50, "width": 40, "height": 40}
        if kind < 2:
            make = words.note_path if kind else words.file_path
            nodes.append({**box, "type": "file", "file": make(rng), "subpath": words.anchor(rng)})
        else:
            nodes.append({**box, "type": "text", "text": part(rng)})
    return json.dumps({"nodes": nodes, "edges": []})


def content(rng: Random, path: str) -> bytes:
    """The bytes of a new file of that name; a note is sometimes no text at all."""
    if path.lower().endswith(".canvas"):
        return canvas(rng).encode()
    if not path.lower().endswith(".md"):
        return bytes(rng.randrange(256) for _ in range(rng.randrange(6)))
    if rng.random() < 0.04:
        return rng.choice((b"caf\xe9 [[Home]]", "text".encode("utf-16"), b"\xff\xfe\x00", b"\x00[[Bread]]\n"))
    text = note(rng)
    return (text.replace("\n", "\r\n") if rng.random() < 0.06 else text).encode()


def changed(rng: Random, text: str) -> str:
    """A text with one small change: a word for another of its kind, or one part more, less or instead."""
    if rng.random() < 0.5:
        found = [(word, pool) for pool in words.POOLS for word in pool if word in text]
        if found:
            word, pool = rng.choice(found)
            at = rng.choice([at for at in range(len(text)) if text.startswith(word, at)])
            return text[:at] + rng.choice(pool) + text[at + len(word) :]
    parts = text.removesuffix("\n").split(PART)
    at = rng.randrange(len(parts))
    fresh = properties(rng) if at == 0 and parts[0].startswith("---\n") else part(rng)
    parts[at : at + rng.randint(0, 1)] = rng.choice(([], [fresh], [fresh]))
    return PART.join(parts) + "\n"


def changed_in_place(rng: Random, text: str) -> str:
    """A text of the same number of bytes with another word, or other letters."""
    found = [
        (word, other)
        for pool in words.POOLS
        for word in pool
        for other in pool
        if word in text and other != word and len(other.encode()) == len(word.encode())
    ]
    if found:
        return text.replace(*rng.choice(found), 1)
    return text.swapcase() if text.isascii() else text
