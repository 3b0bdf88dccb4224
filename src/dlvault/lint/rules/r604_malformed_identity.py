"""An address that cannot be what it looks like.

## What it does
Reports addresses of arxiv.org with an impossible number, addresses of doi.org with an impossible DOI, and hosts that
are one slip away from a host that everybody links to.

## Why it matters
The link is dead, and the resource is not recognised in its other places.

## Example
`https://arxiv.ogr/abs/1706.03762`, `https://arxiv.org/abs/1706.037622`

## Instead
`https://arxiv.org/abs/1706.03762`

## Fix safety
Unsafe: the nearest host is a guess.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dlvault.lint.rule import Rule, RuleContext, Scope, Trait
from dlvault.lint.wording import quoted
from dlvault.model.finding import Safety, Severity
from dlvault.model.identity import Address, arxiv_number, doi_of
from dlvault.model.index import ToUrl
from dlvault.model.late import late
from dlvault.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dlvault.model.finding import Finding, Fix
    from dlvault.model.index import Edge

_HOSTS = (
    *("arxiv.org", "github.com", "youtube.com", "youtu.be", "dx.doi.org", "openreview.net", "semanticscholar.org"),
    *("sciencedirect.com", "huggingface.co", "paperswithcode.com", "papers.nips.cc", "proceedings.mlr.press"),
)
_KNOWN = frozenset((*_HOSTS, "doi.org"))
_REAL = frozenset(("ar5iv.org", "marxiv.org", "huggingface.com"))
"""Hosts of their own that are one slip away from a known one."""
_SLASH = late("%2f", re.IGNORECASE)
_ARXIV_PAGE = late(r"/(?:abs|pdf|html)/(?:arxiv:)?([^/]+)(/[^/]+)?", re.IGNORECASE)
"""A number may have one slash in it, and figures of a page stand below it."""
_LIKE_A_DOI = late(r"/1[0oO][^/]*(?:/|\Z)")
_SHORT_DOI = late(r"/10/[^/]+\Z")
_USUAL = late(
    r"https?://(?:www\.)?(?:github\.com/|arxiv\.org/(?:abs|pdf|html)/[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}(?:v[0-9]+)?\Z)"
)
"""Addresses in which nothing can be wrong, as most are: they need not be taken apart."""
_SWAPPED_END = late(r"\.(?:ogr|rog|cmo|ocm|con|vom|bet|ent)\Z")


def check(ctx: RuleContext) -> Iterator[Finding]:
    """Look at every web address of the note; what dlvault wrote repeats the entries of other notes."""
    if all(map(_USUAL.match, [edge.link.target for edge in ctx.links.external])):
        return
    reach = -1
    for edge in ctx.links.all:
        span = edge.link.span
        inside, reach = span.end <= reach, max(reach, span.end)
        if not isinstance(edge.resolution, ToUrl) or not edge.resolution.url[:8].lower().startswith(_WEB):
            continue
        if inside or ctx.note.generated_at(span):
            continue  # the text of a picture leads nowhere
        address = Address.of(edge.resolution.url)
        if address.host in _KNOWN:
            message = _impossible(address)
            if message is not None:
                yield ctx.finding(span, message, subject=address.host + address.path, hint=_CORRECT)
        else:
            host = _meant(address.host)
            if host is not None:
                yield ctx.finding(
                    span,
                    f"The host {quoted(address.host)} looks like {host}",
                    subject=address.host,
                    hint=f"did you mean {host}?",
                    fix=_fix(ctx, edge, address.host, host),
                )


def _impossible(address: Address) -> str | None:
    host, path = address.host, address.path
    page = _ARXIV_PAGE.match(_SLASH.sub("/", path)) if host == "arxiv.org" else None
    if page:
        first, second = page.groups()
        if arxiv_number(f"/abs/{first}") is None and arxiv_number(f"/abs/{first}{second or ''}") is None:
            return f"{quoted(path.split('/', 2)[2])} is no number that arXiv gives: YYMM.NNNN or YYMM.NNNNN"
    like_a_doi = host.endswith("doi.org") and _LIKE_A_DOI.match(path) and not _SHORT_DOI.match(path)
    if like_a_doi and doi_of(host, path) is None:
        return f"{quoted(path[1:])} is no possible DOI: 10., four digits or more, a slash, a name"
    return None


def _meant(host: str) -> str | None:
    """The host that everybody knows and that is one slip away from this one."""
    if host in _REAL:
        return None
    near = [
        known
        for known in _HOSTS
        if abs(len(known) - len(host)) <= 1 and (known[:3] == host[:3] or known[-5:] == host[-5:])
    ]
    if not near and not (host.startswith("doi.") and _SWAPPED_END.search(host)):
        return None
    from rapidfuzz.distance import OSA

    return next((known for known in (*near, "doi.org") if OSA.distance(known, host, score_cutoff=1) == 1), None)


def _fix(ctx: RuleContext, edge: Edge, host: str, meant: str) -> Fix | None:
    """Replace the host where the address stands as it was read, but for headings."""
    span, url = edge.link.target_span, edge.link.target
    at = url.lower().find(host)
    if at < 0 or span.end - span.start != len(url) or ctx.in_heading(edge.link.span):
        return None
    return ctx.fix(f"Write {meant}", Safety.UNSAFE, (Span(span.start + at, span.start + at + len(host)), meant))


_WEB = ("http://", "https://")
_CORRECT = "correct the number, or link to the page itself"

RULE = Rule("R604", "malformed-identity", Scope.NOTE, check, Severity.WARNING, about=(Trait.EXTERNAL,))
