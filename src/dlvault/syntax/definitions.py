"""Link reference definitions: `[label]: destination "title"`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistune.helpers import parse_link_href, parse_link_title

from dlvault.syntax import patterns

if TYPE_CHECKING:
    from typing import TypeAlias

Definition: "TypeAlias" = tuple[str, str, "str | None", int]


def read_definition(text: str, start: int, end: int) -> Definition | None:
    """Read the definition at `start`: its label, raw destination, title and the offset behind its line end.

    None where the text is something else: a footnote, a bad destination, words behind the title.
    """
    match = patterns.DEFINITION.match(text, start, end)
    if match is None or match.group(1).startswith("^") or not match.group(1).strip():
        return None
    body = text[:end] if end < len(text) else text
    href, href_end = parse_link_href(body, match.end(), block=True)
    if href is None or href_end is None:
        return None
    title, title_end = parse_link_title(body, href_end, end)
    if title_end is not None:
        line_end = _line_end(text, title_end, end)
        if line_end is not None:
            return match.group(1), href, title, line_end
    line_end = _line_end(text, href_end, end)
    return None if line_end is None else (match.group(1), href, None, line_end)


def _line_end(text: str, offset: int, end: int) -> int | None:
    """Offset behind the line end, if nothing but blanks stands before it."""
    after = patterns.BLANKS.match(text, offset, end)
    stop = after.end() if after else offset
    if stop >= end:
        return end
    return stop + 1 if text[stop] == "\n" else None
