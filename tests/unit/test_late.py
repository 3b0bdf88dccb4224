"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys

from dlvault.model.late import late

COUNT = """
import json, re._compiler, sys
compiled = []
compile = re._compiler.compile
def counting(pattern, flags=0):
    frame = sys._getframe(1)
    while frame.f_globals["__name__"] == "re":
        frame = frame.f_back
    if frame.f_globals["__name__"].startswith("dlvault."):
        compiled.append(pattern)
    return compile(pattern, flags)
re._compiler.compile = counting
from dlvault.syntax.parse import parse
counts = [len(compiled)]
parse('''---
title: A note
tags: [a, b]
---
# A heading

Words with a [[Link]] and #tag.

- #PAPER [A title (Doe 2019)](https://arxiv.org/abs/1706.03762)
''')
counts.append(len(compiled))
print(json.dumps(counts))
"""


def test_a_late_pattern_says_what_the_pattern_says() -> None:
    for flags in (0, re.IGNORECASE):
        pattern, other = late(r"(a)(b)?", flags), re.compile(r"(a)(b)?", flags)
        for text in ("ab", "xAbx", "aab", ""):
            assert repr(pattern.match(text)) == repr(other.match(text))
            assert repr(pattern.fullmatch(text)) == repr(other.fullmatch(text))
            assert repr(pattern.search(text, 1, 3)) == repr(other.search(text, 1, 3))
            assert repr(list(pattern.finditer(text))) == repr(list(other.finditer(text)))
            assert pattern.findall(text) == other.findall(text)
            assert pattern.split(text) == other.split(text)
            assert pattern.sub(r"<\1>", text) == other.sub(r"<\1>", text)
            assert pattern.subn("-", text, count=1) == other.subn("-", text, count=1)
        assert (pattern.pattern, pattern.flags, pattern.groups) == (other.pattern, other.flags, other.groups)


def test_only_the_first_use_compiles() -> None:
    pattern = late("a+")
    assert pattern.search("ba")
    assert pattern.match is pattern.match
    assert copy.copy(late("a+")) is not None  # asking for what a copier needs is no use


def test_importing_the_reader_compiles_few_patterns() -> None:
    """What nearly every note needs may be compiled at once; all else waits for the first note that needs it."""
    done = subprocess.run([sys.executable, "-c", COUNT], check=True, capture_output=True, text=True)
    at_import, after_a_note = json.loads(done.stdout)
    assert at_import <= 30
    assert after_a_note <= 45
