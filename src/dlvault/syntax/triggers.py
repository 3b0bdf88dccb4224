"""The one search that finds what may begin something in a leaf, and takes the plain shapes in as wholes.

A match without a group is a character (or two) at which the rules of `inline.py` are tried. A match with one is a
construct that holds nothing else: a wikilink, a link whose text and destination have no mark in them, a tag.
"""

from __future__ import annotations

import re

from dlvault.model.late import late

TAG_END = r"\s!\"#$%&'()*+,.:;<=>?@\[\\\]^`{|}~\u2000-\u206f\u2e00-\u2e7f"
"""What ends a tag (spec/obsidian.md, section 9)."""

WIKILINK, LABEL, ADDRESS, PATH, TAG = range(1, 6)
"""Groups of a trigger; the last one that matched is what was found, and `LABEL` is never the last."""

# A bracket in the text or the destination ends the attempt, so that no text is searched twice for many brackets.
_PLAIN_LABEL = r"[^\[\]\\`<$#%:]*+(?::(?!//)[^\[\]\\`<$#%:]*+)*"
_PLAIN_ADDRESS = r"https?://[^\s()<>\\\[\]&;,\x00-\x20\x7f]+"
_PLAIN_PATH = r"[^\s()<>\\\[\]&;,:!\x00-\x20\x7f][^\s()<>\\\[\]&;,:\x00-\x20\x7f]*"
_SHAPES = (
    rf"(?<=\[)(?:\[([^\[\]\n]+)\]\]|({_PLAIN_LABEL})\]\((?:({_PLAIN_ADDRESS})|({_PLAIN_PATH}))\))?"
    rf"|(?<=\#)([^{TAG_END}]+)|(?<=:)//|(?<=%)%|(?<=[\]`\\<$])"
)

TRIGGER = late(rf"[\[\]\#:`\\<$%](?:{_SHAPES})")
TRIGGER_WITH_WWW = late(rf"[\[\]\#:`\\<$%w](?:{_SHAPES}|(?<=w)(?<![A-Za-z0-9_./@:-]w)ww\.(?=[^\s<.]))")
"""A class of characters comes first, and what follows one of them looks back at it: that is the fastest search."""
ENTRY = re.compile(
    rf"(?:\#([^{TAG_END}]+)\ )?"
    rf"(?:\[({_PLAIN_LABEL})\]\(({_PLAIN_ADDRESS})\)|(https?://[^\s()<>\[\]]*[^\s()<>\[\]?!.,:*_~'\";]))"
)
"""A link to the web or a bare address, with a tag before it or without: as a whole item what most lists are made of."""
BEGINS_ENTRY = ("#", "[", "h")
