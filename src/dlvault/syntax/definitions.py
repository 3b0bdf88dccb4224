"""Link reference definitions: `[label]: destination "title"`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistune.helpers import parse_link_href, parse_link_title

from dlvault.syntax import patterns
from dlvault.syntax.cursor import match_blanks

if TYPE_CHECKING:
    from typing import TypeAlias

Definition: TypeAlias = tuple[str, str, "str | None", int]


def read_definition(text: str, start: int, end: int) -> Definition | None:
    """Read the definition at `start`: its label, raw destination, title and the offset behind it.

    None where the text is something else: a footnote, a bad destination, words behind the title.
    """
    match = patterns.DEFINITION.match(text, start, end)
    if match is None or match.group(1).startswith("^") or not match.group(1).strip():
        return None
    href, href_end = parse_link_href(text, match.end(), block=True)
    if href is None or href_end is None or href_end > end:
        return None
    title, title_end = parse_link_title(text, href_end, end)
    if title_end is not None and _ends_line(text, title_end, end):
        return match.group(1), href, title, title_end
    return (match.group(1), href, None, href_end) if _ends_line(text, href_end, end) else None


def _ends_line(text: str, offset: int, end: int) -> bool:
    """Whether nothing but blanks stands between an offset and the line end."""
    after = match_blanks(text, offset).end()
    return after >= end or text[after] == "\n"
