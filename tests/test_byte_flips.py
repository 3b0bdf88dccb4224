"""A thousand random changes of bytes, in notes and in settings: never a traceback, always a meant exit code."""

from __future__ import annotations

import random
import tempfile
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Ran, write_vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOTE = """---
tags: a, b
up: [[b]]
aliases: One, two
tag: [x]
dlvault_ignore: [L105]
q: &t x
r: *t
---
# Part two
[[B|x]] [[Gone]] ![[p.png|100]] [t](Long name.md) [u](b.md ^id) [v][label] [[b]]] [[a#part-two]]

%% dlvault-ignore L101, L104 -- why %%
| a | b |
| --- | --- |
| [[b|y]] | `[[b|z]]` |

- #PAPER [Title](https://arxiv.org/abs/1412.6980) ^p1
	- [ ] [[b#^p1]] café 🧠
> [!note] text[^1]

[^1]: $x$ <!-- dlvault-ignore L1 -->

<<<<<<< HEAD
[t](<x y.md>)
=======
[[b
>>>>>>> x
```
[[code]]
```
"""
MIXED = """---
{"tags": "a b", "up": "[[a#Part two|A]]"}
---
# H
### Deep\r
text ^p1\r[[a#^p2]]
[x]: <a.md> 'T'
[x]
"""
CANVAS = """{"nodes": [{"id": "1", "type": "file", "file": "Gone.md", "x": 0},
{"id": "2", "type": "text", "text": "[[b]] [t](c.md)"}], "edges": [{"fromNode": "1", "toNode": "2"}]}"""
SETTINGS = """select = ["ALL"]
ignore = ["L105"]
exclude = ["Drafts/", "**/x.md"]
max-note-size = 100000
show = "info"
baseline = "known.json"
[severity]
L101 = "warning"
[per-path-ignores]
"Old/*" = ["L1", "broken-link"]
[[property-schema]]
path = "*.md"
required = ["tags"]
types = { up = "link" }
values = { tags = ["a", 1] }
"""
FILES = {
    "a.md": NOTE,
    "b.md": MIXED,
    "board.canvas": CANVAS,
    "p.png": "",
    ".obsidian/app.json": '{"userIgnoreFilters": ["Old/", "/^x.*\\\\.md$/"], "newLinkFormat": "shortest"}',
    ".obsidian/templates.json": '{"folder": "Templates"}',
    "dlvault.toml": SETTINGS,
    "known.json": '{"version": 1, "findings": [{"path": "a.md", "code": "L101", "subject": "gone", "count": 1}]}',
}
COMMANDS = (
    ("lint",),
    ("lint", "--diff", "--unsafe-fixes"),
    ("lint", "--format", "json"),
    ("inspect",),
    ("inspect", "a.md"),
    ("inspect", "board.canvas"),
)
MARKS = b"[]()|#^`$%<>{}\"'\\:,-&*!~\n\r\t \x00\xff\xef\xbb\xbf\x80\xc3019aZ"
ROUNDS = 10
EACH = 100


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Change one to four places: a bit, a byte, one more, one less, a run twice."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed))
        match chance.randrange(5):
            case 0:
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                changed[at] = chance.choice(MARKS)
            case 2:
                changed.insert(at, chance.choice(MARKS))
            case 3:
                del changed[at : at + chance.randint(1, 3)]
            case _:
                changed[at:at] = changed[at : at + chance.randint(1, 40)]
        changed = changed or bytearray(b"x")
    return bytes(changed)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_byte_flips_never_give_a_traceback(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dlvault: Callable[..., Ran]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    root = write_vault(tmp_path / "vault", FILES)
    chance = random.Random(seed)
    names = [name for name in FILES if FILES[name]]
    for number in range(EACH):
        name = names[(number + seed) % len(names)]
        data = flipped(FILES[name].encode(), chance)
        (root / name).write_bytes(data)
        ran = dlvault(*COMMANDS[number % len(COMMANDS)], cwd=root)
        assert ran.code in (0, 1, 2), f"{name}: {data!r}: {ran.err}"
        assert ran.code != 2 or ran.err.startswith("dlvault: ")
        if number % 10 == 0:
            fixing = dlvault("lint", "--fix", "--unsafe-fixes", cwd=root)
            assert fixing.code in (0, 1, 2), f"{name}: {data!r}: {fixing.err}"
            write_vault(root, FILES)
        write_vault(root, {name: FILES[name]})
    assert [path.name for path in tmp_path.iterdir()] == ["vault"], "no log of a bug was written"


def test_the_vault_without_changes_sets_off_most_of_what_is_read(tmp_path: Path, dlvault: Callable[..., Ran]) -> None:
    """The changes are worth something only while the whole vault is read, linted and fixed."""
    ran = dlvault("lint", "--format", "concise", cwd=write_vault(tmp_path, FILES))
    assert ran.code in (0, 1)
    found = {line.split(" ")[1] for line in ran.out.split("\n") if line.startswith(("a.md", "b.md", "board"))}
    assert found >= {"L101", "L107", "L108", "L109", "L111", "L112", "P302", "P303", "P304", "P306", "F506", "X901"}
