"""The key that makes two entries one resource: a function of an address alone (spec/resources.md, section 7)."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

from dlvault.model.late import late

_PARTS = late(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?\Z", re.DOTALL)
_ARXIV_PATH = late(r"/(?:abs|pdf|html)/(.+?)/?\Z")
_ARXIV_NUMBER = late(r"(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})(v\d+)?\Z", re.IGNORECASE)
_ARXIV_OLD = late(r"([a-z][a-z-]*)(?:\.[a-z]{2})?/(\d{2}(?:0[1-9]|1[0-2])\d{3})(v\d+)?\Z", re.IGNORECASE)
_DOI_ARXIV = late(r"10\.48550/arxiv\.(.+)\Z", re.IGNORECASE)
_DOI = late(r"10\.\d{4,9}(?:\.\d+)*/\S+\Z")
_DOI_IN_PATH = late(r"/doi/(?:[A-Za-z]+/)?(10\.\d{4,9}(?:\.\d+)*(?:/|%2[Ff])[^\s]+)\Z")
_DOI_HOSTS = frozenset(("doi.org", "dx.doi.org"))
_VIDEO = late(r"[A-Za-z0-9_-]{11}\Z")
_VIDEO_PATH = late(r"/(?:embed|v|shorts|live)/([^/]+)/?\Z")
_VIDEO_QUERY = late(r"[?&]v=([^&]*)")
_YOUTUBE_HOSTS = frozenset(("youtu.be", "youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"))
_NO_VIDEOS = frozenset(("videoseries", "live_stream"))
_REPOSITORY = late(r"/([A-Za-z0-9][A-Za-z0-9_-]*)/([A-Za-z0-9._-]+?)(?:\.git)?/*\Z")
_NO_OWNERS = frozenset(
    (
        *("about", "account", "apps", "blog", "codespaces", "collections", "contact", "customer-stories", "dashboard"),
        *("enterprise", "events", "explore", "features", "issues", "join", "login", "logout", "marketplace", "new"),
        *("notifications", "organizations", "orgs", "pricing", "pulls", "readme", "search", "security", "sessions"),
        *("settings", "site", "solutions", "sponsors", "stars", "team", "topics", "trending", "users", "watching"),
    )
)
"""First parts of paths that are pages of the site itself."""
_USUAL = late(
    r"https?://(?:www\.)?(?:arxiv\.org/(?:abs|pdf|html)/([0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5})(?:v[0-9]+)?"
    r"|github\.com/([A-Za-z0-9][A-Za-z0-9_-]*)/([A-Za-z0-9._-]+?)(?:\.git)?/*)\Z"
)
"""The two sorts of addresses that most entries have, as they are mostly written: they need not be taken apart."""
_TRACKING = late(r"(?:utm_[^=&]*|fbclid|gclid)(?:=|\Z)", re.IGNORECASE)
_CODES = late(r"(?:%[0-9A-Fa-f]{2})+")
_KEPT = frozenset("/?#%")
_ISBN = late(r"ISBN(?:-1[03])?:?[\s:-]*((?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx])(?![\dXx])", re.IGNORECASE)
_PORTS = {"http": ":80", "https": ":443"}
_WEB = frozenset(("http", "https"))


class Address(NamedTuple):
    """The parts of an address: scheme and host in lower case, host without `www.` and default port."""

    scheme: str
    host: str
    path: str
    query: str
    fragment: str

    @classmethod
    def of(cls, url: str) -> Address:
        """Take an address apart; what is none has no host."""
        match = _PARTS.match(url.strip())
        if match is None:
            return cls("", "", url, "", "")
        scheme, authority, path, query, fragment = match.groups()
        scheme = (scheme or "").lower()
        host = (authority or "").rpartition("@")[2].lower().removesuffix(_PORTS.get(scheme, ":")).rstrip(".")
        if not host.isascii():
            host = _ascii_host(host)
        return cls(scheme, host.removeprefix("www."), path, query or "", fragment or "")


def url_identity(url: str) -> str:
    """The key of an address: `arxiv:`, `doi:`, `youtube:`, `github:` or `url:`, by the first rule that applies."""
    match = _USUAL.match(url)
    if match:
        number, owner, repository = match.groups()
        if number is not None:
            return f"arxiv:{number}"
        if owner.lower() not in _NO_OWNERS:
            return f"github:{owner.lower()}/{repository.lower()}"
    address = Address.of(url)
    if address.scheme in _WEB:
        key = _site_key(address) or (doi_of(address.host, address.path) if "/10." in address.path else None)
    else:
        key = _scheme_key(address.scheme, address.path) if address.scheme in ("doi", "arxiv") else None
    return key or _url_key(address)


def _site_key(address: Address) -> str | None:
    """Key of a page of arXiv, GitHub or YouTube, if it is one of a work and not of the site."""
    host, path = address.host, address.path
    if host == "github.com":
        match = _REPOSITORY.match(path)
        own = match is None or match.group(1).lower() in _NO_OWNERS
        return None if match is None or own else f"github:{match.group(1).lower()}/{match.group(2).lower()}"
    if host == "arxiv.org":
        number = arxiv_number(_decoded(path))
        return None if number is None else f"arxiv:{number}"
    if host in _YOUTUBE_HOSTS:
        video = _video(host, path, address.query)
        return None if video is None else f"youtube:{video}"
    return None


def _scheme_key(scheme: str, path: str) -> str | None:
    """Key of `doi:10...` and `arxiv:...`, which some people write for addresses."""
    text = _all_decoded(path)
    if scheme == "doi":
        return _doi_key(text) if _DOI.match(text) else None
    number = _number(text)
    return None if number is None else f"arxiv:{number}"


def arxiv_number(path: str) -> str | None:
    """Number in the path of a page of arxiv.org, without its version; None where there is none, or no possible one."""
    match = _ARXIV_PATH.match(path)
    return None if match is None else _number(match.group(1))


def _number(text: str) -> str | None:
    text = text.removesuffix(".pdf")
    match = _ARXIV_NUMBER.match(text)
    if match:
        return match.group(1)
    match = _ARXIV_OLD.match(text)
    return f"{match.group(1).lower()}/{match.group(2)}" if match else None


def doi_of(host: str, path: str) -> str | None:
    """Key of the DOI in a path: all of it at doi.org, else what stands behind `/doi/` and one word at most."""
    if host in _DOI_HOSTS:
        text = _all_decoded(path.removeprefix("/"))
        return _doi_key(text) if _DOI.match(text) else None
    match = _DOI_IN_PATH.search(path)
    return _doi_key(_all_decoded(match.group(1))) if match else None


def _doi_key(doi: str) -> str:
    doi = doi.rstrip("/").lower()
    match = _DOI_ARXIV.match(doi)
    number = _number(match.group(1)) if match else None
    return f"doi:{doi}" if number is None else f"arxiv:{number}"


def _video(host: str, path: str, query: str) -> str | None:
    if host == "youtu.be":
        name = path.strip("/")
    elif path.rstrip("/") == "/watch":
        match = _VIDEO_QUERY.search(query)
        name = match.group(1) if match else ""
    else:
        match = _VIDEO_PATH.match(path)
        name = match.group(1) if match else ""
    return name if _VIDEO.match(name) and name not in _NO_VIDEOS else None


def _url_key(address: Address) -> str:
    scheme, host, path, query, fragment = address
    if query:
        kept = [part for part in query[1:].split("&") if not _TRACKING.match(part)]
        query = "?" + "&".join(kept) if any(kept) else ""
    if fragment == "#":
        fragment = ""
    path = _decoded(path).rstrip("/")
    prefix = "" if scheme in _WEB or not scheme else f"{scheme}:{'//' if host else ''}"
    return f"url:{prefix}{host}{path}{query}{fragment}"


def _decoded(path: str) -> str:
    return _CODES.sub(_decode_run, path) if "%" in path else path


def _all_decoded(path: str) -> str:
    return _CODES.sub(lambda run: bytes.fromhex(run.group().replace("%", "")).decode("utf-8", "replace"), path)


def _decode_run(match: re.Match[str]) -> str:
    """Decode percent codes but those of marks that part an address, and of what no address shows."""
    try:
        text = bytes.fromhex(match.group().replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return match.group().upper()
    if text.isprintable() and _KEPT.isdisjoint(text):
        return text
    return "".join(char if char.isprintable() and char not in _KEPT else _encoded(char) for char in text)


def _encoded(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def find_isbn(text: str) -> str | None:
    """The thirteen digits of the first ISBN in a text that is written as one and has a valid check digit."""
    for match in _ISBN.finditer(text):
        digits = re.sub("[- ]", "", match.group(1)).upper()
        if len(digits) == 10:  # noqa: PLR2004 - the old form
            total = sum((10 - at) * (10 if char == "X" else int(char)) for at, char in enumerate(digits))
            if total % 11 == 0:
                return f"978{digits[:9]}{_check_digit(f'978{digits[:9]}')}"
        elif digits.isdecimal() and digits[-1] == _check_digit(digits[:12]):
            return digits
    return None


def _check_digit(digits: str) -> str:
    total = sum(int(char) * (3 if at % 2 else 1) for at, char in enumerate(digits))
    return str(-total % 10)


def title_identity(title: str | None, year: int | None) -> str:
    """The key of an entry without address: `title:<title>|<year>`."""
    folded = " ".join(normalize("NFC", title or "").lower().split())
    return f"title:{folded}|{'' if year is None else year}"
