"""Citation keys, and what citations are made of: names, kinds of venue, plain text."""

from __future__ import annotations

import re
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, decimal, name, normalize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dlvault.resources.library import Resource

_LONGEST = 32
"""Letters of one part of a key, at most."""
_SUFFIXES = (4, 8, 16, 32, 64)
_LITTLE = frozenset(
    (
        *("a", "an", "the", "of", "on", "in", "to", "for", "from", "by", "with", "at", "as", "into", "via", "and"),
        *("or", "how", "what", "why", "when", "where", "which", "who", "it", "its", "this", "that", "is", "are"),
        *("be", "do", "does", "can", "der", "die", "das", "ein", "eine", "und", "le", "la", "les", "un", "une"),
        *("de", "des", "du", "el", "los", "las", "una", "il", "lo", "gli", "y", "et"),
    )
)
"""Words that say little about a title, in the languages that reading lists are mostly written in."""
_WORD = re.compile(r"[^\W_]+(?:['\u2019\u2010\u2011-][^\W_]+)*")
_ROMAN = re.compile(
    r"(?:LATIN (?:SMALL|CAPITAL) (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,2})(?: WITH .+)?"
    r"|HANGUL SYLLABLE ([A-Z]+)|(?:HIRAGANA|KATAKANA) LETTER (?:SMALL )?([A-Z]{1,3}))\Z"
)
"""Names of characters that tell how these are written in Latin letters; such names never change."""
_SPECIAL = {"\u00df": "ss", "\u1e9e": "ss", "\u00fe": "th", "\u00de": "th", "\u00f0": "d", "\u00d0": "d"}
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
_NO_TEXT = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_IN_ADDRESS = frozenset("!#$%&'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz~")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9.-]{2,}\Z")
_SUFFIX = re.compile(r"(?:[JS]r\.?|I{2,3}|IV)\Z")
_INITIALS = re.compile(r"[^\W\d_]\.?\Z|(?:[^\W\d_]\.-?)+\Z")
_IN_NAME = frozenset(".'\u2019-\u2010\u00b7")
_NO_PEOPLE = frozenset(
    (
        *("and", "others", "university", "institute", "college", "lab", "labs", "laboratory", "academy", "press"),
        *("foundation", "research", "team", "group", "inc", "inc.", "ltd", "ltd.", "gmbh", "corporation", "company"),
        *("consortium", "association", "society", "department", "project", "community", "contributors", "developers"),
    )
)
"""Words of whoever writes without being a person."""
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans\.|letters|annals|magazine|quarterly|bulletin|acta|reviews?|nature|science|cell|"
    r"neuron|lancet|distill|neurocomputing|pnas|jmlr|tmlr|tacl|jair|t?pami|ijcv|tois|tods|cacm|plos)\b|\bJ\. ",
    re.IGNORECASE,
)
_CONFERENCE = re.compile(
    r"\b(?:conference|conf\.?|proceedings|proc\.?|workshop|symposium|congress|meeting|school)\b", re.IGNORECASE
)
_EVENT = re.compile(r"(?:[A-Z]\w*[A-Z]\w*|Interspeech)(?: ?['\u2019]?\d{2,4})?\Z")
_PUBLISHERS = re.compile(
    r"(?:mit|acm|ieee|crc|mdpi|siam|ams|ucl|cmu|eth|nyu|springer|elsevier|wiley|manning|packt|apress|pearson|oup|cup|"
    r"o'?reilly|mcgraw|mckinsey|kaist|epfl|ucla|nasa|cern|ibm|nvidia|openai|deepmind|arxiv|biorxiv|medrxiv|ssrn)\b",
    re.IGNORECASE,
)


class Name(NamedTuple):
    """An author: given names, particles (the `von` of BibTeX), surname and suffix, each empty where there is none.

    What is no person (`is_person` false: a firm, a team, `MIT`) has its whole name as `family`.
    """

    given: str
    particle: str
    family: str
    suffix: str
    is_person: bool


def citation_keys(library: Mapping[str, Resource]) -> Mapping[str, str]:
    """Citation key of each resource of a library, by identity: `vaswani2017attention`.

    A key is the first author's surname without particles, the year and the first word of the title that is neither
    article nor preposition, each only where it is stated, as lower-case ASCII letters and digits. Without title, or
    where nothing else is left, it is made of the identity. Resources that would share one get `-` and the first
    hexadecimal digits of the hash of their identity, at least four. So keys are unique over the library, never
    empty, and depend on what stands in the library but not on its order; take them from the whole library, not from
    what is printed.
    """
    bases = {identity: _base(resource) for identity, resource in library.items()}
    shared: defaultdict[str, list[str]] = defaultdict(list)
    for identity, base in bases.items():
        shared[base].append(identity)
    endings = {base: _endings(identities) for base, identities in shared.items() if len(identities) > 1}
    return {
        identity: f"{base}-{endings[base][identity]}" if base in endings else base for identity, base in bases.items()
    }


def _base(resource: Resource) -> str:
    names = names_of(resource)
    surname = _letters(names[0].family)[:_LONGEST] if names else ""
    year = "" if resource.year is None else str(resource.year)
    word = _handle(resource.identity) if resource.title is None else _significant(resource.title)
    return f"{surname}{year}{word}" or _handle(resource.identity) or "untitled"


def _endings(identities: Sequence[str]) -> Mapping[str, str]:
    """Tell identities apart, each by the shortest start of its hash that no other one has."""
    hashes = {identity: sha256(identity.encode("utf-8", "surrogatepass")).hexdigest() for identity in identities}
    endings: dict[str, str] = {}
    for length in _SUFFIXES:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for identity, digits in hashes.items():
            found[digits[:length]].append(identity)
        endings.update({same[0]: digits for digits, same in found.items() if len(same) == 1 and same[0] not in endings})
    return endings


def _significant(title: str) -> str:
    words = [folded for match in _WORD.finditer(normalize("NFKC", title)) if (folded := _letters(match.group()))]
    lettered = [word for word in words if not word.isdecimal()]
    found = [word for word in lettered if word not in _LITTLE] or lettered or words
    return found[0][:_LONGEST] if found else ""


def _handle(identity: str) -> str:
    """What an identity is called: the repository, the page or else its host, kind and number of anything else."""
    kind, _, rest = identity.partition(":")
    if kind in {"github", "url"}:
        parts = re.split(r"[?#]", rest, maxsplit=1)[0].split("/")
        stems = [re.sub(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{1,4}\Z", "", part) for part in parts]
        words = [word for stem in stems if not (word := _letters(stem)).isdecimal() and word]
        return words[-1][:_LONGEST] if words else _letters(rest)[:_LONGEST]
    if kind == "title":
        return _significant(rest)
    return _letters(identity)[:_LONGEST]


def _letters(text: str) -> str:
    """Letters and digits of a text in lower-case ASCII; what the names of characters cannot tell is left out."""
    if text.isascii():
        return "".join([char for char in text.lower() if char.isalnum()])
    return "".join(map(_romanised, normalize("NFKC", text))).lower()


def _romanised(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else ""
    if char.isdecimal():
        return str(decimal(char))
    match = _ROMAN.match(name(char, ""))
    return _SPECIAL.get(char, "") if match is None else match[match.lastindex or 0]


def names_of(resource: Resource) -> tuple[Name, ...]:
    """Authors of a resource, taken apart; those without a letter or digit are no authors."""
    texts = [plain_text(author) for author in resource.authors]
    return tuple([read_name(text) for text in texts if any(map(str.isalnum, text))])


def has_others(resource: Resource) -> bool:
    """Whether the place that gave the authors says that there are more of them ("et al.")."""
    places = (place.entry for place in resource.places)
    return next((entry.others for entry in places if entry.authors), False)


def read_name(text: str) -> Name:
    """Take the name of an author apart by the rules of BibTeX (`BibTeXing`, section 4): `Poe, J`, `Jane van den Doe`.

    Words that begin with a small letter and stand before the last one are particles, so that the surname of
    `van den Doe` is `Doe`. Beyond BibTeX an initial behind one word (`Roe J`) and a `Jr.` are known for what they are,
    and what holds a digit, a mark or a word that no person has is taken as a whole, as is a single word in capitals.
    """
    pieces = [piece.strip() for piece in text.split(",")]
    words = pieces[0].split()
    rest = [piece for piece in pieces[1:] if piece]
    if not words or not all(_in_name(word) for piece in pieces for word in piece.split()):
        return Name("", "", text, "", is_person=False)
    suffixes = [piece for piece in rest if _SUFFIX.match(piece)]
    if not rest and len(words) == 1:
        return Name("", "", text.strip(" ,"), "", is_person=_ACRONYM.match(words[0]) is None)
    if len(words) > 1 and _SUFFIX.match(words[-1]):
        suffixes.insert(0, words.pop())
    given = " ".join(piece for piece in rest if piece not in suffixes)
    if rest:
        last = _particles(words)
        return Name(given, " ".join(words[:last]), " ".join(words[last:]), " ".join(suffixes), is_person=True)
    if len(words) == 2 and _INITIALS.match(words[1]) and not _INITIALS.match(words[0]):  # noqa: PLR2004 - `Roe J`
        return Name(words[1], "", words[0], " ".join(suffixes), is_person=True)
    first = next((at for at, word in enumerate(words[:-1]) if _is_small(word)), len(words) - 1)
    last = max((at for at, word in enumerate(words[:-1]) if _is_small(word)), default=len(words) - 2) + 1
    given, particle = " ".join(words[:first]), " ".join(words[first:last])
    return Name(given, particle, " ".join(words[last:]), " ".join(suffixes), is_person=True)


def _in_name(word: str) -> bool:
    return word.lower() not in _NO_PEOPLE and all(char in _IN_NAME or category(char)[0] in "LM" for char in word)


def _particles(words: Sequence[str]) -> int:
    """How many words before the last one are particles, of a surname."""
    return next((at for at, word in enumerate(words[:-1]) if not _is_small(word)), len(words) - 1)


def _is_small(word: str) -> bool:
    return next((char.islower() for char in word if char.isalpha()), False)


def venue_kind(venue: str) -> str | None:
    """What the venue of a paper seems to be: `journal`, `conference`, or None where it may be anything.

    Which words make a journal is a choice of this tool; short names with capitals (`ACL`, `NeurIPS 2018`) are taken
    for conferences unless they are known as publishers or institutions.
    """
    if _CONFERENCE.search(venue):
        return "conference"
    if _JOURNAL.search(venue):
        return "journal"
    return "conference" if _EVENT.match(venue) and not _PUBLISHERS.match(venue) else None


def isbn_of(resource: Resource) -> str | None:
    """Thirteen digits of the ISBN that names the resource or that its first place with one states."""
    if resource.identity.startswith("isbn:"):
        return resource.identity.removeprefix("isbn:")
    return next((place.entry.isbn for place in resource.places if place.entry.isbn is not None), None)


def plain_text(text: str) -> str:
    """Text that any file and any program can hold, on one line.

    Control characters and line ends count as blanks, runs of blanks as one; what turns the direction of all that
    follows is left out (marks for one place stay); lone surrogates and what is no character become U+FFFD.
    """
    return " ".join(_NO_TEXT.sub("\ufffd", _TURNS.sub("", _BREAKS.sub(" ", text))).split())


def safe_address(url: str) -> str:
    """An address whose blanks, braces, quotes, backslashes and unprintable characters are percent codes.

    Letters of other scripts stay as they are. What is no address of the web is none at all: a reference manager must
    not run scripts or open files.
    """
    if not url.strip()[:8].lower().startswith(("http://", "https://", "ftp://")):
        return ""
    return "".join(char if _stays(char) else _percent(char) for char in _NO_TEXT.sub("\ufffd", url.strip()))


def _stays(char: str) -> bool:
    return char in _IN_ADDRESS if char.isascii() else char.isprintable()


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())
