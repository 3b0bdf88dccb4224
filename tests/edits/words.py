"""The words of nasty vaults: so few that names, headings, tags and identities collide all the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

FOLDERS = ("", "", "", "A", "A", "a", "A/B", "B", "T", "X", "tmp", "exports")
"""`T` is the folder of templates in some settings, `X` and `A` are excluded in some; `/tmp/..` is a path of a computer
while the vault has no folder of that name."""
STEMS = (
    *("Bread", "Bread", "Bread", "Breads", "bread", "Home", "Home", "home", "Note", "Note 1", "Index", "Beer"),
    *("Caf\u00e9", "Cafe\u0301", "C# x"),
)
NOTE_ENDINGS = (".md", ".md", ".md", ".md", ".md", ".md", ".MD", ".canvas")
FILES = (
    *("img.png", "IMG.png", "Bread.png", "bread.jpg", "Home.pdf", "img.svg", "data.json", "Plan", "imgs.png"),
    *("Bread.base", "Home.txt", "sound.mp3"),
)
MISSING = (
    *("Nowhere", "Nowhere", "Fermentation", "Fermentation", "Braed", "Hom", "Loaf", "Plan B", "Week 12", "A/Nowhere"),
    "Beers",
)
HEADINGS = (
    "Part two",
    "Part two",
    "Part two",
    "Cold bread",
    "Cold bread",
    "Costs",
    "May",
    "Cost",
    "part two!",
    "[[Home]] in it",
    "Caf\u00e9",
)
ANCHORS = (
    *(
        "#Part two",
        "#part-two",
        "#cold-bread",
        "#Costs",
        "#Costs",
        "#Costs",
        "#Cots",
        "#May#Costs",
        "#June#Costs",
        "#costs",
        "#caf\u00e9",
    ),
    *("#^one", "#^two", "#^ONE", "#^onee", "#^three", "#^Costs", "#Home in it", "#Nothing of the kind", "#"),
)
BLOCKS = ("one", "two", "ONE", "three", "one-a")
ALIASES = ("Loaf", "Loaf", "Bread", "home", "Plan B", "Beer", "Braed", "Caf\u00e9")
TAGS = ("paper", "Paper", "PAPER", "todo", "Todo", "topic/a", "Topic/a", "topic/A")
TITLES = ("Adam", "Adam: a method", "ADAM!", "Attention", "Attention is all", "Deep nets")
NAMES = (
    "Kingma 2014",
    "Kingma 2015",
    "Vaswani et al. 2017",
    "Vaswani 2018",
    "Bishop, C",
    "Kingma 201",
    "Kingma 2014))",
)
URLS = (
    *("https://arxiv.org/abs/1412.6980", "https://arxiv.org/pdf/1412.6980v9", "https://arxiv.org/abs/1706.03762"),
    *("https://github.com/x/adam", "https://github.com/x/adam.git", "https://youtu.be/abcdefghijk"),
    *("https://arxiv.ogr/abs/1412.6980", "https://arxiv.org/abs/1706.037622", "https://example.org/a"),
)
TYPES = ("PAPER", "PAPER", "CODE", "BOOK", "COURSE", "PAPRE", "GADGET")
CODES = ("L101", "L1", "T201", "R", "F503", "broken-heading", "Z999", "H402", "L101 L102", "")
POOLS = (STEMS, MISSING, HEADINGS, ANCHORS, BLOCKS, ALIASES, TAGS, TITLES, NAMES, URLS, TYPES, CODES[:-1], FILES)


def in_folder(rng: Random, name: str) -> str:
    """Put a name into one of the folders."""
    folder = rng.choice(FOLDERS)
    return f"{folder}/{name}" if folder else name


def note_path(rng: Random) -> str:
    """Path of a note or canvas in the vault, which may exist or not."""
    return in_folder(rng, rng.choice(STEMS) + rng.choice(NOTE_ENDINGS))


def file_path(rng: Random) -> str:
    """Path of an attachment in the vault, which may exist or not."""
    return in_folder(rng, rng.choice(FILES))


def target(rng: Random) -> str:
    """Path part of a link: a name with or without folder and ending, near to one, or of nothing at all."""
    kind = rng.randrange(10)
    if kind < 4:
        return rng.choice(STEMS)
    if kind < 6:
        return rng.choice(MISSING)
    if kind == 6:
        return rng.choice(FILES)
    path = in_folder(rng, rng.choice(STEMS))
    if kind == 7:
        return path
    return rng.choice(("./", "../", "/", "../../", "")) + path + rng.choice(("", ".md", ".canvas"))


def anchor(rng: Random) -> str:
    """Subpath of a link, most often none."""
    return rng.choice(ANCHORS) if rng.random() < 0.5 else ""


def wikilink(rng: Random) -> str:
    """A wikilink or an embed."""
    text = rng.choice(("", "", "", "|shown"))
    where = "" if rng.random() < 0.06 else target(rng)
    return f"{rng.choice(('', '', '', '!'))}[[{where}{anchor(rng)}{text}]]"


def markdown_link(rng: Random) -> str:
    """A Markdown link or picture."""
    where = (target(rng) + anchor(rng)).replace(" ", "%20")
    return f"{rng.choice(('', '', '', '!'))}[text]({where})"
