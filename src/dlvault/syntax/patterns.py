"""Grammar of block starts, from mistune's tables where it has them.

mistune's own block loop cuts the lines of a container out first and reads them as a text of their own, which
lets a fence run on past the list item or quote that holds it. CommonMark (and Obsidian) decide line by line.
So the loop is ours (`blocks.py`) and the grammar is mistune's; docs/adr/0001 tells why.
"""

from __future__ import annotations

import re

from mistune.helpers import BLOCK_TAGS, HTML_TAGNAME, PRE_TAGS

from dlvault.model.late import late

BLANKS = re.compile(r"[ \t]*")
PLAIN_LINES = re.compile(r"(?:\ {0,3}[^\s#>`~<\-_*+=|:$\[0-9][^\n]*\n)+")
"""Lines at the root of a note whose first character begins no block: text, whatever stands before them."""
EMPTY_LINES = re.compile(r"(?:[ \t]*\n)+")
STARTERS = frozenset("#>`~<-_*+=|:$[0123456789")
"""First characters of a line that may begin a block."""
NO_TEXT = STARTERS | frozenset(" \t\n")
"""First characters of a line that may be anything but text at the root of a note."""

ATX = re.compile(r"(#{1,6})(?:[ \t]+|(?=\n))")
SETEXT = late(r"(?:=+|-+)[ \t]*\n")
THEMATIC = late(r"(?:(?:\*[ \t]*+){3,}+|(?:_[ \t]*+){3,}+|(?:-[ \t]*+){3,}+)\n")
FENCE = re.compile(r"(`{3,}+)([^`\n]*+)\n|(~{3,}+)([^\n]*+)\n")
ITEM = re.compile(r"(?:[-+*]|(\d{1,9})[.)])(?=[ \t\n])")
PLAIN_ITEM = re.compile(
    r"(\t*|\ *)([-+*])\ "
    r"(?:[^\s#>`~<\-_*+=|:$\[0-9]|\#[^\s#]|\[(?!\^)|\*\*?[^\s*]|`[^`\n])[^\n]*\n"
)
"""A line that begins an item, one blank behind the bullet, whose text begins no block, whatever stands before it."""
FOOTNOTE = late(r"\[\^[^\]\s]+\]:[ \t]*")
DEFINITION = late(r"\[((?:[^\\\[\]]|\\.){1,999})\]:", re.DOTALL)
MATH = late(r"\$\$(?![^\n]*\$\$)")
DELIMITER_ROW = late(r"(?!-[ \t])\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\n")
CELL = late(r"(?:[^|\\\n]++|\\[^\n]?)*")
"""The text of one table cell: it ends before a bar that no backslash escapes (GFM tables)."""

_ATTRIBUTES = (
    r"(?:[ \t]++[A-Za-z_:][A-Za-z0-9_.:-]*+"
    r"(?:[ \t]*+=[ \t]*+(?:[^\s\"'=<>`]++|'[^'\n]*+'|\"[^\"\n]*+\"))?)*"
)
_BLOCK_TAG = "|".join(BLOCK_TAGS)
HTML_STARTS: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...] = (
    # start, end (None: a blank line); the seven kinds of CommonMark 4.6 in their order
    (
        late(rf"<(?:{'|'.join(PRE_TAGS)})(?=[ \t>\n])", re.IGNORECASE),
        late(rf"</(?:{'|'.join(PRE_TAGS)})>", re.IGNORECASE),
    ),
    (late(r"<!--"), late(r"-->")),
    (late(r"<\?"), late(r"\?>")),
    (late(r"<![A-Za-z]"), late(r">")),
    (late(r"<!\[CDATA\["), late(r"\]\]>")),
    (late(rf"</?(?:{_BLOCK_TAG})(?=[ \t\n]|/?>)", re.IGNORECASE), None),
    (
        late(rf"(?:<{HTML_TAGNAME}{_ATTRIBUTES}[ \t]*+/?>|</{HTML_TAGNAME}[ \t]*+>)[ \t]*\n"),
        None,
    ),
)
HTML_LONE_TAG = len(HTML_STARTS) - 1
"""Index of the one kind that cannot interrupt a paragraph."""
