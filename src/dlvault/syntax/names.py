"""Which words of an attribution are a person, and which an event, a publisher or an institution."""

from __future__ import annotations

import re

from dlvault.model.late import late

_PARTICLE_WORDS = """
    van von vom der den de del della di da das do dos du des la le lo el al bin ibn ben abu ter ten te af av zu zum zur
    y e i und st 't d' jr jr. sr sr. ap op
"""
_COMMON_WORDS = """
    since updated update revised draft preprint edition ed ed. eds eds. vol version part chapter chapters lecture
    lectures online free arxiv in from until before after around about published accessed retrieved translated for
    accepted submitted unpublished forthcoming originally orig orig. c. ca ca. circa al al. early late mid blog post
    slides video videos notes with on at the new latest original spring summer fall autumn winter phd msc prof prof. dr
    dr. highly recommended must read great excellent best classic good advanced introductory
"""
_NEVER_ALONE = """
    since updated update revised draft preprint edition version online arxiv published accessed retrieved translated
    accepted submitted unpublished forthcoming originally circa slides video videos notes original recommended
    workshop conference symposium keynote podcast webinar seminar meetup colloquium hackathon proceedings
"""
_EVENT_NAMES = """
    AAAI AAMAS ACCV ACL AISTATS ASPLOS ASRU ATC BMVC CCS CHI CIKM CogSci COLING CoLLAs COLT CONLL CoNLL CoRL CRYPTO
    CSCW CVPR DLSS EACL ECCV ECIR ECML ECOOP EMNLP ESEC EUROCRYPT EuroSys FAccT FAST FOCS FOSDEM FSE GECCO GTC HPCA
    HPDC HRI ICANN ICASSP ICCV ICDE ICDM ICFP ICLR ICML ICPR ICRA ICSE IJCAI IJCNN INTERSPEECH Interspeech IROS ISBI
    ISCA ISMIR ISSCC ISSTA JSM JuliaCon KDD LREC MICCAI MICRO MIDL MLSS MLSys NAACL NDSS NeurIPS NIPS NSDI ODSC OOPSLA
    OSDI PAKDD PKDD PLDI PODC PODS POPL PPoPP RecSys RSS SC SemEval SIGCOMM SIGGRAPH SIGIR SIGMOD SODA SOSP SPAA STOC
    SysML TED UAI UIST USENIX useR useR! VLDB WACV WSDM WWDC WWW
"""
_EVENT_WORDS = """
    conference conf workshop symposium summit school seminar podcast lecture meetup congress tutorial keynote
    colloquium webinar camp bootcamp forum hackathon days lectures talks workshops meeting convention festival day
"""
_ORGANISATION_WORDS = """
    university universit\u00e4t universit\u00e9 universidad universit\u00e0 institute college lab labs laboratory
    academy press publishing publishers publications verlag inc inc. ltd gmbh corporation foundation research journal
    magazine proceedings u
"""
_KNOWN_ORGANISATIONS = """
    stanford berkeley harvard oxford cambridge princeton cornell columbia yale caltech deepmind google facebook meta
    microsoft openai nvidia amazon apple coursera edx udacity udemy kaggle deeplearning.ai fast.ai datacamp youtube
    springer manning nature science cell distill o'reilly oreilly packt wiley elsevier apress pearson mckinsey github
    medium
"""
_MONTHS = """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec
"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_NOT_ALONE = frozenset(_NEVER_ALONE.split())
_EVENTS = frozenset(_EVENT_NAMES.split())
_EVENT_NOUNS = frozenset(_EVENT_WORDS.split())
_ORGANISATION_NOUNS = frozenset(_ORGANISATION_WORDS.split())
_ORGANISATIONS = frozenset(_KNOWN_ORGANISATIONS.split())
_NO_NAME = frozenset(_COMMON_WORDS.split()) | _ORGANISATION_NOUNS | _EVENT_NOUNS

_WORD = late(r"[\w.'\u2019\u2010-]+")
_LETTER = late(r"[^\W_]")
_EVENT = late(
    r"TEDx\w*\Z|(?:Py|EuroPy|EuroSci|Sci|Rust|Julia|Spark|Kube)[A-Z]\w+\Z|EuroPython\Z|SciPy\Z"
    r"|[A-Z]\w*(?:Con|Conf|CON)\Z"
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{2,}(?:-[A-Z0-9]+)*\Z")
_CAPITAL = r"[A-Z\u00c0-\u00d6\u00d8-\u00de\u0391-\u03a9\u0410-\u042f\u0141\u0150\u0160\u017b\u017d]"
_INITIALS = late(rf"(?:[JS]r|I{{2,3}}|IV)\.?\Z|{_CAPITAL}\.?(?:[ -]{_CAPITAL}\.?)*\Z|(?:{_CAPITAL}\.[ -]?)+\Z")
_TWO_CAPITALS = late(rf"{_CAPITAL}{{2}}\Z")
_INITIAL = late(rf"{_CAPITAL}\.?(?:-{_CAPITAL}\.?)?\Z")
_MONTH = late(rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\.? )?(?:{'|'.join(_MONTHS.split())})\.?(?: \d{{1,2}})?\Z", re.IGNORECASE)
_NO_PERSON = _NO_NAME | _ORGANISATIONS | {event.lower() for event in _EVENTS}
_MONTH_STARTS = frozenset(month[:3] for month in _MONTHS.split())
_MOST_WORDS = 8


def is_month(text: str) -> bool:
    """Whether a piece is a month or a day."""
    if text[:1].isalpha() and text.isascii() and text[:3].lower() not in _MONTH_STARTS:
        return False
    return _MONTH.match(text) is not None


def is_name(text: str, *, by_person: bool = True) -> bool:
    """Whether words name a person or whoever else may write: no digits, no word that speaks of something else.

    One word with a capital is nearly always a name (Press, Winter) where a person is expected.
    """
    words = text.split()
    if not words or len(words) > _MOST_WORDS:
        return False
    if len(words) == 1 and by_person and words[0][0].isupper() and words[0].isalpha():
        return words[0].lower() not in _NOT_ALONE
    if all(map(_is_plain_name, words)):
        return True
    return all(map(_is_part_of_name, words)) and (
        len(words) == 1 or (any(not word[0].islower() for word in words) and all(map(_is_capital_or_particle, words)))
    )


def _is_plain_name(word: str) -> bool:
    """Whether a word is what most names are made of: letters, the first one a capital."""
    return word.isalpha() and word[0].isupper() and word.lower() not in _NO_NAME


def _is_part_of_name(word: str) -> bool:
    if word.isalpha():
        return word.lower() not in _NO_NAME
    match = _WORD.match(word)
    if match is None or match.end() != len(word) or not _LETTER.search(word):
        return False
    return word.lower() not in _NO_NAME and not any(char.isdigit() for char in word)


def _is_capital_or_particle(word: str) -> bool:
    low = word.lower()
    return (
        not word[0].islower()
        or low in _PARTICLES
        or low in _ORGANISATIONS
        or low.startswith(("d'", "d\u2019", "l'", "l\u2019", "al-"))
    )


def is_surname(word: str, *, by_person: bool) -> bool:
    """Whether one word of letters that begins with a capital is a person, and no event or common word."""
    low = word.lower()
    if is_event(word):
        return False
    if by_person:
        return low not in _NOT_ALONE
    return low not in _NO_NAME and low not in _ORGANISATIONS and not is_acronym(word)


def is_full_name(text: str) -> bool:
    """Whether words are surely a person: two or more, the last one no initial, none of an organisation."""
    words = text.split()
    if 1 < len(words) <= _MOST_WORDS and words[-1][-1] != "." and all(map(_is_plain_person, words)):
        return True
    return len(words) > 1 and is_name(text) and not _INITIAL.match(words[-1]) and not is_organised(text)


def _is_plain_person(word: str) -> bool:
    """Whether a word is what most names are made of: a capital and small letters or a dot, no other word we know."""
    first, rest = word[0], word[1:]
    written = (word.isalpha() and rest.islower()) or (rest == "." and first.isalpha())
    return written and first.isupper() and word.lower() not in _NO_PERSON


def is_organised(text: str) -> bool:
    """Whether one of the words is that of an organisation or event."""
    return any(map(_is_of_organisation, text.split()))


def _is_of_organisation(word: str) -> bool:
    return word.lower() in _ORGANISATIONS or is_acronym(word) or is_event(word)


def is_initials(text: str, name: str) -> bool:
    """Whether a piece is nothing but initials, which belong to the name before it."""
    if _INITIALS.match(text):
        return True
    return _TWO_CAPITALS.match(text) is not None and text not in ("AI", "ML", "US", "UK", "EU") and not name.isupper()


def is_acronym(word: str) -> bool:
    """Whether a word is three capitals or more."""
    return _ACRONYM.match(word) is not None


def is_event(word: str) -> bool:
    """Whether a word is the name of a conference or of another event; case counts, for Chi and Ted are people."""
    if word in _EVENTS:
        return True
    return not word[1:].islower() and _EVENT.match(word) is not None  # a capital stands inside of every other one


def is_venue(text: str, *, alone: bool, by_person: bool, acronym: bool) -> bool:
    """Whether a piece before the year is an event, a publisher or an institution.

    `alone` tells that nothing stands before it, `by_person` that the type is one that people write: then a lone word
    is a person unless it is the name of an event. `acronym` tells that capitals are enough to make it a venue.
    """
    words = text.split()
    if is_event(words[0]) or is_event(words[-1]):
        return True
    low = [word.lower() for word in words]
    if len(words) == 1 and by_person and alone:
        return low[0] in _NOT_ALONE and low[0] in _EVENT_NOUNS
    if any(word in _EVENT_NOUNS for word in low):
        return len(words) > 1 or not by_person
    if alone and by_person:
        return False
    if any(word in _ORGANISATION_NOUNS for word in low):
        return len(words) > 1
    known = any(word in _ORGANISATIONS for word in low) and all(map(_is_capital_or_particle, words))
    return known or (acronym and is_acronym(words[0]) and (len(words) == 1 or not alone))
