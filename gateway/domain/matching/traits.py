"""What of a person is compared, in normal form.

Spelling habits are taken away: case, accents, apostrophes, hyphens, titles in front, blanks. A value that says nothing
(no postcode, ZZ99 3VZ, gender 0 or 9) is missing, which speaks neither for nor against anybody.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import jellyfish

from gateway.domain.learner import Gender, Person
from gateway.domain.names import spelling

_REMEMBERED = 1 << 16
"""Number of names remembered in normal form.

The names on a register repeat.
"""

_APOSTROPHES = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}`\N{ACUTE ACCENT}ʻʼ]")
_NOT_POSTCODE = re.compile("[^A-Z0-9]+")
_TITLES = frozenset({"MR", "MRS", "MISS", "MS", "MX", "DR", "MASTER", "SIR", "REV", "PROF"})
_PREFIXES = frozenset(
    {
        "VAN", "VON", "DER", "DEN", "TEN", "TER", "DE", "DEL", "DELLA", "DI", "DA", "DAS", "DOS", "DU", "LA", "LE",
        "LOS", "LAS", "EL", "AL", "BIN", "IBN", "BINT", "BEN", "ABU", "AP", "AB", "FERCH", "O", "MC", "MAC", "FITZ",
        "NIC", "NI", "UI", "MHIC", "NAN", "ST", "SAINT", "Y", "E", "ZU", "AF", "AV",
    }
)  # fmt: skip
_LONGEST = 140
_MOST_PEOPLE = 512
_WITHHELD = int(Gender.WITHHELD)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in normal form.

    `text` has its words apart, `squashed` together. `parts` are the words without prefixes such as "van der", `first`
    the first word, `sound` the soundex of the squashed form ("" for an empty name).
    """

    text: str
    squashed: str
    parts: tuple[str, ...]
    first: str
    sound: str

    def __bool__(self) -> bool:
        return bool(self.text)


class Traits(NamedTuple):
    """A person as the comparison sees one.

    What is missing is empty, a gender 0. `born` is an ISO date, "2004-03-09": it is compared digit by digit, and
    what other registers send may be in no calendar. `other_given` holds preferred and middle names, `former` the
    family names that the person had before, or at 16; neither holds the present name. `given_written` and
    `family_written` are as they were stated.
    """

    given: Name
    family: Name
    middle: Name
    other_given: tuple[Name, ...]
    former: tuple[Name, ...]
    born: str
    postcode: str
    gender: int
    email: str
    birthplace: str
    given_written: str
    family_written: str


@lru_cache(_REMEMBERED)
def name_of(written: str) -> Name:
    """Return a name in normal form.

    >>> name_of(" van der Berg").text, name_of("van der Berg").squashed, name_of("van der Berg").parts
    ('VAN DER BERG', 'VANDERBERG', ('BERG',))
    >>> name_of("O'Neill-Jones").text, name_of("Dr. Siân").text, name_of("Łukasz").text
    ('ONEILL JONES', 'SIAN', 'LUKASZ')
    >>> name_of("-").text, name_of("John (2)").text, name_of("Wei 静").text
    ('', 'JOHN 2', 'WEI 静')
    """
    words = spelling(_APOSTROPHES.sub("", written[:_LONGEST])).split()
    if len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    parts = tuple(word for word in words if word not in _PREFIXES) or tuple(words)
    squashed = "".join(words)
    return Name(" ".join(words), squashed, parts, words[0] if words else "", sound_of(squashed))


def sound_of(word: str) -> str:
    """Return the soundex of a word in upper case.

    >>> sound_of("ROBERT"), sound_of("RUPERT"), sound_of("")
    ('R163', 'R163', '')
    """
    return jellyfish.soundex(word) if word else ""


@lru_cache(_REMEMBERED)
def comparable_postcode(written: str) -> str:
    """Return a postcode without blanks; "" if it says nothing.

    No place has one that begins with ZZ.

    >>> comparable_postcode("cv4 9ee"), comparable_postcode("ZZ99 3VZ"), comparable_postcode("ZZ9 9ZZ")
    ('CV49EE', '', '')
    """
    folded = _NOT_POSTCODE.sub("", written.upper())
    return "" if folded.startswith("ZZ") else folded


_LATEST: dict[int, tuple[Person, Traits]] = {}


def traits_of(person: Person) -> Traits:
    """Return what of a person is compared.

    A call asks several times over, so of the latest people it is remembered.
    """
    known = _LATEST.get(id(person))
    if known is not None and known[0] is person:
        return known[1]
    if len(_LATEST) >= _MOST_PEOPLE:
        _LATEST.clear()
    seen = _traits_of(person)
    _LATEST[id(person)] = person, seen
    return seen


def _traits_of(person: Person) -> Traits:
    return traits(
        given_name=person.given_name,
        family_name=person.family_name,
        middle_name=person.middle_name,
        preferred_given_name=person.preferred_given_name,
        previous_family_name=person.previous_family_name,
        family_name_at_16=person.family_name_at_16,
        date_of_birth=person.date_of_birth,
        postcode=person.postcode,
        gender=person.gender,
        email=person.email,
        place_of_birth=person.place_of_birth,
    )


def traits(
    *,
    given_name: str = "",
    family_name: str = "",
    middle_name: str = "",
    preferred_given_name: str = "",
    previous_family_name: str = "",
    family_name_at_16: str = "",
    date_of_birth: date | str | None = None,
    postcode: str = "",
    gender: int = Gender.NOT_KNOWN,
    email: str = "",
    place_of_birth: str = "",
) -> Traits:
    """Return the traits of whoever is described so.

    Anything may be missing.

    A birth date given as text is "YYYY-MM-DD"; any other text is a missing one.
    """
    given, family, middle = name_of(given_name), name_of(family_name), name_of(middle_name)
    return Traits(
        given,
        family,
        middle,
        _besides(given, given_name, preferred_given_name, middle_name),
        _besides(family, family_name, previous_family_name, family_name_at_16),
        _born(date_of_birth),
        comparable_postcode(postcode),
        0 if gender == _WITHHELD else int(gender),
        email and email.strip().lower(),
        place_of_birth and name_of(place_of_birth).squashed,
        given_name,
        family_name,
    )


def _besides(present: Name, written: str, one: str, other: str) -> tuple[Name, ...]:
    """Return the names besides the present one, each once.

    Empty names are dropped. Their order does not matter.
    """
    first = None if one in ("", written) else name_of(one)
    second = None if other in ("", written) else name_of(other)
    if first is None or first.squashed in ("", present.squashed):
        first, second = second, None
        if first is None or first.squashed in ("", present.squashed):
            return ()
    if second is None or second.squashed in ("", present.squashed):
        return (first,)
    if first.squashed == second.squashed:
        return (second,)
    return (first, second) if first.squashed < second.squashed else (second, first)


def _born(given: date | str | None) -> str:
    if given is None:
        return ""
    if isinstance(given, date):
        return given.isoformat()
    return given if len(given) == 10 and given[4] == given[7] == "-" else ""
