"""Which words of an attribution are a person, and which an event, a publisher or an institution."""

from __future__ import annotations

import re

_WORD = re.compile(r"[\w.'\u2019\u2010-]+")
_PARTICLES = frozenset(
    (
        *("van", "von", "vom", "der", "den", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "des", "la"),
        *("le", "lo", "el", "al", "bin", "ibn", "ben", "abu", "ter", "ten", "te", "af", "av", "zu", "zum", "zur", "y"),
        *("e", "i", "und", "st", "'t", "d'", "jr", "jr.", "sr", "sr.", "ap", "op"),
    )
)
_NO_PERSON = frozenset(
    (
        *("since", "updated", "update", "revised", "draft", "preprint", "edition", "ed", "ed.", "eds", "eds.", "vol"),
        *("version", "part", "chapter", "chapters", "lecture", "lectures", "online", "free", "arxiv", "in", "from"),
        *("until", "before", "after", "around", "about", "published", "accessed", "retrieved", "translated", "for"),
        *("spring", "summer", "fall", "autumn", "winter", "early", "late", "mid", "ca", "ca.", "circa", "blog"),
        *("post", "slides", "video", "videos", "notes", "with", "on", "at", "the", "new", "latest", "original"),
    )
)
_EVENT_NAMES = """
    AAAI AAMAS ACCV ACL AISTATS ASPLOS ASRU ATC BMVC CCS CHI CIKM CogSci COLING CoLLAs COLT CONLL CoNLL CoRL CRYPTO
    CSCW CVPR DLSS EACL ECCV ECIR ECML ECOOP EMNLP ESEC EUROCRYPT EuroSys FAccT FAST FOCS FOSDEM FSE GECCO GTC HPCA
    HPDC HRI ICANN ICASSP ICCV ICDE ICDM ICFP ICLR ICML ICPR ICRA ICSE IJCAI IJCNN INTERSPEECH Interspeech IROS ISBI
    ISCA ISMIR ISSCC ISSTA JSM KDD LREC MICCAI MICRO MIDL MLSS MLSys NAACL NDSS NeurIPS NIPS NSDI ODSC OOPSLA OSDI
    PAKDD PKDD PLDI PODC PODS POPL PPoPP RecSys RSS SC SemEval SIGCOMM SIGGRAPH SIGIR SIGMOD SODA SOSP SPAA STOC SysML
    TED UAI UIST USENIX useR useR! VLDB WACV WSDM WWDC WWW
"""
_EVENTS = frozenset(_EVENT_NAMES.split())
_EVENT = re.compile(
    r"TEDx\w*\Z|(?:Py|EuroPy|EuroSci|Sci|Rust|Julia|Spark|Kube)[A-Z]\w+\Z|EuroPython\Z|SciPy\Z|[A-Z]\w*(?:Con|Conf|CON)\Z"
)
_EVENT_NOUNS = frozenset(
    (
        *("conference", "conf", "workshop", "symposium", "summit", "school", "seminar", "podcast", "lecture", "meetup"),
        *("congress", "tutorial", "keynote", "colloquium", "webinar", "camp", "bootcamp", "forum", "hackathon", "days"),
        *("lectures", "talks", "workshops", "meeting", "convention", "festival", "day"),
    )
)
_ORGANISATION_NOUNS = frozenset(
    (
        *(
            "university",
            "universit\u00e4t",
            "universit\u00e9",
            "universidad",
            "universit\u00e0",
            "institute",
            "college",
        ),
        *("lab", "labs", "laboratory", "academy", "press", "publishing", "publishers", "publications", "verlag", "inc"),
        *("inc.", "ltd", "gmbh", "corporation", "foundation", "research", "journal", "magazine", "proceedings", "u"),
    )
)
_ORGANISATIONS = frozenset(
    (
        *(
            "stanford",
            "berkeley",
            "harvard",
            "oxford",
            "cambridge",
            "princeton",
            "cornell",
            "columbia",
            "yale",
            "caltech",
        ),
        *("deepmind", "google", "facebook", "meta", "microsoft", "openai", "nvidia", "amazon", "apple", "coursera"),
        *(
            "edx",
            "udacity",
            "udemy",
            "kaggle",
            "deeplearning.ai",
            "fast.ai",
            "datacamp",
            "youtube",
            "springer",
            "manning",
        ),
        *(
            "nature",
            "science",
            "distill",
            "o'reilly",
            "oreilly",
            "packt",
            "wiley",
            "elsevier",
            "apress",
            "pearson",
            "mckinsey",
            "github",
            "medium",
        ),
    )
)
_NO_NAME = _NO_PERSON | _ORGANISATION_NOUNS | _EVENT_NOUNS
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{2,}(?:-[A-Z0-9]+)*\Z")
_CAPITAL = r"[^\W\d_a-z]"
_INITIALS = re.compile(
    rf"(?:[JS]r|I{{2,3}}|IV)\.?\Z|{_CAPITAL}\.?(?:[ -]{_CAPITAL}\.?)*\Z|(?:{_CAPITAL}\.[ -]?)+\Z|{_CAPITAL}{{2}}\Z"
)
_INITIAL = re.compile(r"[^\W\d_]\.?(?:-[^\W\d_]\.?)?\Z")
MONTH = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\.? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?(?: \d{1,2})?\Z",
    re.IGNORECASE,
)


def is_name(text: str) -> bool:
    """Whether words name a person or whoever else may write: no digits, no word that speaks of something else."""
    words = text.split()
    if not words or len(words) > 8:  # noqa: PLR2004 - no name is that long
        return False
    large = 0
    for word in words:
        match = _WORD.match(word)
        if match is None or match.end() != len(word):
            return False
        if not word.isalpha() and any(char.isdigit() for char in word):
            return False
        low = word.lower()
        if low in _NO_NAME:
            return False
        if not word[0].islower():
            large += 1
        elif low not in _PARTICLES and len(words) > 1 and not low.startswith(("d'", "d\u2019", "l'", "l\u2019", "al-")):
            return False
    return large > 0 or len(words) == 1


def is_surname(word: str, *, by_person: bool) -> bool:
    """Whether one word of letters that begins with a capital is a person, and no event or common word."""
    low = word.lower()
    if low in _NO_NAME or is_event(word):
        return False
    return by_person or (low not in _ORGANISATIONS and not is_acronym(word))


def is_full_name(text: str) -> bool:
    """Whether words are surely a person: two or more, the last one no initial, none of an organisation."""
    words = text.split()
    return (
        len(words) > 1
        and is_name(text)
        and not _INITIAL.match(words[-1])
        and all(not word[0].islower() or word.lower() in _PARTICLES for word in words)
        and not words[-1][0].islower()
        and not any(word.lower() in _ORGANISATIONS or is_acronym(word) or is_event(word) for word in words)
    )


def is_initials(text: str) -> bool:
    """Whether a piece is nothing but initials, which belong to the name before it."""
    return _INITIALS.match(text) is not None


def is_acronym(word: str) -> bool:
    """Whether a word is three capitals or more."""
    return _ACRONYM.match(word) is not None


def is_event(word: str) -> bool:
    """Whether a word is the name of a conference or of another event; case counts, for Chi and Ted are people."""
    return word in _EVENTS or _EVENT.match(word) is not None


def is_venue(text: str, *, alone: bool, by_person: bool, acronym: bool) -> bool:
    """Whether a piece before the year is an event, a publisher or an institution.

    `alone` tells that nothing stands before it, `by_person` that the type is one that people write: then a lone word
    is a person unless it is the name of an event. `acronym` tells that capitals are enough to make it a venue.
    """
    words = text.split()
    if not words:
        return False
    low = [word.lower() for word in words]
    if is_event(words[0]) or is_event(words[-1]) or any(word in _EVENT_NOUNS for word in low):
        return True
    if any(word in _ORGANISATION_NOUNS for word in low):
        return not alone or not by_person
    if alone and by_person:
        return False
    if any(word in _ORGANISATIONS for word in low):
        return not any(word.islower() and word not in _ORGANISATIONS and word not in _PARTICLES for word in words)
    return acronym and is_acronym(words[0]) and (len(words) == 1 or not alone)
