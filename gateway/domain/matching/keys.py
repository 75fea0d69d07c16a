"""The keys by which a person is looked up.

A learner is stored with `SearchKeys`; a search is a handful of `Probe`s, and whom one of them finds is a candidate. A
probe is one look-up in an ordinary index, with the same SQL in every database. Its docstring says which equalities
it means; "one of" is an IN. Wherever "" stands in a probe or a stored key, that equality does not hold, but where
a docstring asks for it.

    BornProbe     index (born, family_sound, given_sound, former_sound1, former_sound2, initials, postcode)
    NearDayProbe  the index of BornProbe
    BirthProbe    the index of BornProbe
    HomeProbe     index (postcode)
    PlaceProbe    the index of HomeProbe
    YearProbe     index (family_sound, given_sound, year)
    DayProbe      index (family_sound, given_sound, day)
    FormerProbe   index (given_sound, year, former_sound1, former_sound2) where former_sound1 is not empty
    NamesProbe    index (family, given)
    SoundsProbe   the index of YearProbe
    FewBornProbe  the index of BornProbe
    FewNamedProbe the index of YearProbe
    FewKinProbe   the index of YearProbe

A probe that many learners answer to tells hardly anything of any of them: `HomeProbe`, `YearProbe` and `DayProbe` find
nobody where more than `MOST_FOUND` live there, or answer, `NamesProbe` and the next two where they would find more than
`MOST_NAMESAKES`, `FewKinProbe` where more than `MOST_FOUND` have such a family name. In a nation the last three hardly
find anybody, in a college they find whom two mistakes hide.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from gateway.domain.matching.nicknames import nicknames_of, spellings_of
from gateway.domain.matching.traits import Name, Traits, sound_of

_REMEMBERED = 1 << 14
"""Number of given names remembered with their short forms' sounds."""

MOST_FOUND = 50
"""Most learners that some probes may find.

For a `HomeProbe` it is the number who live there, for `YearProbe` and `DayProbe` the number who answer, for a
`FewKinProbe` the number with the family name that it asks for.
"""

MOST_NAMESAKES = 8
"""Most learners that a `NamesProbe` may find.

If more bear both names, the names alone list nobody (-3 bits).
"""

MOST_FAMILY_SOUNDS, MOST_GIVEN_SOUNDS, MOST_FORMER_SOUNDS = 12, 32, 3
"""Most sounds in the parts of a `NameAgreement`."""

MOST_OTHER_SOUNDS = 16
"""Most sounds looked up beside that of the given name.

They are sounds of short forms and of other names.
"""


class SearchKeys(NamedTuple):
    """The keys of a learner.

    "" where there is nothing to make a key of.

    `born` is an ISO date, `year` its first four characters, `day` "MM-DD". Sounds are soundex codes: of the squashed
    family name, of the first given name, and of at most two former family names, in the order of the alphabet.
    `family` and `given` are squashed names, `initials` their first letters, given name first.
    """

    family: str
    given: str
    family_sound: str
    given_sound: str
    former_sound1: str
    former_sound2: str
    initials: str
    born: str
    year: str
    day: str
    postcode: str


class NameAgreement(NamedTuple):
    """Some name agrees.

    Either `family_sound` is one of `family_sounds`, or `given_sound` is one of `given_sounds`, or `former_sound1` or
    `former_sound2` is one of `former_sounds`, or `initials` is equal. Or the learner has one name only: `family_sound`
    or `given_sound` is "", the one place where "" is looked for.
    """

    family_sounds: tuple[str, ...]
    given_sounds: tuple[str, ...]
    former_sounds: tuple[str, ...]
    initials: str


class BornProbe(NamedTuple):
    """Born on this day, and something else agrees.

    `born` is equal, and either the learner is `called` so, or `postcode` is `district` and three characters more, or
    `family_sound` and `given_sound` are equal to these `endings`, in this order, but for their first letters.
    """

    born: str
    called: NameAgreement
    district: str
    endings: tuple[str, str]


class NearDayProbe(NamedTuple):
    """No postcode is stated: date and a name are wrong.

    `born` is one of these days, and `initials` is equal.
    """

    days: tuple[str, ...]
    initials: str


class BirthProbe(NamedTuple):
    """A name is missing: `born` is equal.

    Callers of the services must state both names.
    """

    born: str


class HomeProbe(NamedTuple):
    """Lives there, and is no neighbour.

    `postcode` is equal, and either the learner is `called` so, or `year` or `day` is equal.
    """

    postcode: str
    called: NameAgreement
    year: str
    day: str


class PlaceProbe(NamedTuple):
    """A name or birth date is missing: `postcode` is equal.

    Callers of the services must state them.
    """

    postcode: str


class YearProbe(NamedTuple):
    """A wrong day or month.

    `family_sound` is one of `family_sounds`, `given_sound` one of `given_sounds`, and `year` is equal.
    """

    family_sounds: tuple[str, ...]
    given_sounds: tuple[str, ...]
    year: str


class DayProbe(NamedTuple):
    """A wrong year of birth.

    `family_sound` is one of `family_sounds`, and `given_sound` and `day` are equal.
    """

    family_sounds: tuple[str, ...]
    given_sound: str
    day: str


class FormerProbe(NamedTuple):
    """A former name.

    `given_sound` and `year` are equal, and `former_sound1` or `former_sound2` is one of `former_sounds`.
    """

    former_sounds: tuple[str, ...]
    given_sound: str
    year: str


class NamesProbe(NamedTuple):
    """Another birth date altogether: `family` and `given` are equal."""

    family: str
    given: str


class SoundsProbe(NamedTuple):
    """No birth date is stated.

    `family_sound` and `given_sound` are equal. They are asked for in either order.
    """

    family_sound: str
    given_sound: str


class FewBornProbe(NamedTuple):
    """Few were born on this day: `born` is equal."""

    born: str


class FewNamedProbe(NamedTuple):
    """Few learners have such names.

    `family_sound` is one of `family_sounds`, and `given_sound` is equal.
    """

    family_sounds: tuple[str, ...]
    given_sound: str


class FewKinProbe(NamedTuple):
    """Few learners have such a family name.

    `family_sound` is one of `family_sounds`, and `year` is equal.
    """

    family_sounds: tuple[str, ...]
    year: str


Probe = (
    BornProbe
    | NearDayProbe
    | BirthProbe
    | HomeProbe
    | PlaceProbe
    | YearProbe
    | DayProbe
    | FormerProbe
    | NamesProbe
    | SoundsProbe
    | FewBornProbe
    | FewNamedProbe
    | FewKinProbe
)


def search_keys(person: Traits) -> SearchKeys:
    """Return the keys to store with a learner."""
    former = [*sorted({name.sound for name in person.former} - {""}), "", ""]
    return SearchKeys(
        family=person.family.squashed,
        given=person.given.squashed,
        family_sound=person.family.sound,
        given_sound=sound_of(person.given.first),
        former_sound1=former[0],
        former_sound2=former[1],
        initials=_initials(person),
        born=person.born,
        year=person.born[:4],
        day=person.born[5:],
        postcode=person.postcode,
    )


def district_of(postcode: str) -> str:
    """Return the outward part of a postcode without blanks.

    >>> district_of("CV49EE"), district_of("")
    ('CV4', '')
    """
    return postcode[:-3]


def probes(person: Traits) -> tuple[Probe, ...]:
    """Return the look-ups that find candidates for a person.

    Return none if too little is stated.
    """
    return tuple(_probes(person))


def _probes(person: Traits) -> Iterator[Probe]:
    families = [person.family.sound, *(name.sound for name in person.former)]
    given = sound_of(person.given.first)
    named = person.given and person.family
    called = _called(person, families, given)
    for born in _birth_dates(person.born):
        yield BornProbe(born, called, district_of(person.postcode), endings_of(person.family.sound, given))
    if person.born:
        yield FewBornProbe(person.born) if named else BirthProbe(person.born)
    if person.postcode:
        home = HomeProbe(person.postcode, called, person.born[:4], person.born[5:])
        yield home if named and person.born else PlaceProbe(person.postcode)
    elif named and person.born:
        yield NearDayProbe(near_days(person.born), called.initials)
    if not given:
        return
    sounds = _sounds(families)
    if person.born:
        year, others = person.born[:4], _other_sounds(person, given)
        yield YearProbe(sounds, (given,), year)
        if others:
            yield YearProbe(sounds, others, year)
        yield DayProbe(sounds, given, person.born[5:])
        yield FormerProbe(sounds, given, year)
        yield FewNamedProbe(sounds, given)
        yield FewKinProbe(sounds, year)
    else:
        for family in sounds:
            yield SoundsProbe(family, given)
            yield SoundsProbe(given, family)
    if person.family:
        yield NamesProbe(person.family.squashed, person.given.squashed)


def endings_of(family_sound: str, given_sound: str) -> tuple[str, str]:
    """Return two sounds without their first letters.

    Return two empty strings if one of them says nothing.

    >>> endings_of("T525", "W450"), endings_of("L000", "W450")
    (('525', '450'), ('', ''))
    """
    family, given = family_sound[1:], given_sound[1:]
    return (family, given) if family.strip("0") and given.strip("0") else ("", "")


def _other_sounds(person: Traits, given: str) -> tuple[str, ...]:
    """Return how the given name may sound otherwise."""
    others = tuple(sound_of(name.first) for name in person.other_given)
    short = _short_sounds(person.given.first)
    if others:
        short = tuple(sound for sound in _sounds((*others, *short)) if sound != given)
    return short[:MOST_OTHER_SOUNDS]


@lru_cache(_REMEMBERED)
def _short_sounds(name: str) -> tuple[str, ...]:
    """Return the sounds of a name's short and full forms.

    The sound of the name itself is left out.
    """
    own = sound_of(name)
    return tuple(sorted({sound_of(other) for other in nicknames_of(name)} - {own}))


@lru_cache(_REMEMBERED)
def _sounds_otherwise(family: Name) -> tuple[str, ...]:
    """Return the sounds of a family name's words and equivalents."""
    words = family.parts if len(family.parts) > 1 else ()
    return tuple(sorted({sound_of(other) for other in (*words, *spellings_of("".join(family.parts)))}))


def _called(person: Traits, families: list[str], given: str) -> NameAgreement:
    others = [sound_of(name.first) for name in person.other_given]
    return NameAgreement(
        family_sounds=_sounds((*families, given, *_sounds_otherwise(person.family)))[:MOST_FAMILY_SOUNDS],
        given_sounds=_sounds((given, *others, *families, *_short_sounds(person.given.first)))[:MOST_GIVEN_SOUNDS],
        former_sounds=_sounds(families)[:MOST_FORMER_SOUNDS],
        initials=_initials(person),
    )


def _birth_dates(born: str) -> tuple[str, ...]:
    """Return the birth date, also with day and month swapped."""
    if not born:
        return ()
    month, day = born[5:7], born[8:]
    return (born, f"{born[:4]}-{day}-{month}") if month != day and day <= "12" else (born,)


def near_days(born: str) -> tuple[str, ...]:
    """Return the dates with one part one off.

    >>> near_days("2004-03-31")
    ('2003-03-31', '2004-03-30', '2005-03-31')
    """
    year, month, day = (int(part) if part.isdecimal() else 0 for part in (born[:4], born[5:7], born[8:]))
    near = (
        f"{year + years:04}-{month + months:02}-{day + days:02}"
        for years, months, days in product((-1, 0, 1), repeat=3)
        if abs(years) + abs(months) + abs(days) == 1
    )
    return tuple(filter(_is_date, near))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _sounds(sounds: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sound for sound in sounds if sound))


def _initials(person: Traits) -> str:
    return person.given.text[:1] + person.family.text[:1] if person.given and person.family else ""
