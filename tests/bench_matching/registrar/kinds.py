"""Kinds of cases, by what an expert wants.

Somebody is certain, is somebody else, is to be found, or there is nobody.

All cases are made by rule from the names of the kingdom and the lists of `names`.
"""

from collections.abc import Callable, Iterator

from gateway.sandbox.population.spelling import plain
from tests.bench_matching.registrar import names
from tests.bench_matching.registrar.people import (
    FOUND,
    NOBODY,
    NOT_EXACT,
    NOWHERE,
    POSSIBLE,
    SAME,
    STANDS_IN,
    Case,
    Maker,
    Want,
    in_other_year,
    on_next_day,
)
from tests.bench_matching.uk import mistakes
from tests.bench_matching.uk.postcodes import mistyped
from tests.journeys.people_alike import Person

Two = tuple[Person, Person]
"""Who is held, and who is asked for."""

_HOSTEL = "L6 8SZ"
_TWIN = frozenset({Want.POSSIBLE, Want.NONE})


def cases(seed: int, each: int) -> Iterator[Case]:
    """Make cases of every kind; a seed makes the same."""
    maker = Maker.of(seed)
    for kind, make in (CERTAIN | SOMEBODY_ELSE | TO_BE_FOUND | NOT_THERE).items():
        for _ in range(each):
            yield make(maker, kind)


Make = Callable[[Maker, str], Case]


def _kind(wants: frozenset[Want], make: Callable[[Maker], Two], *, is_another: bool = False) -> Make:
    def case(maker: Maker, kind: str) -> Case:
        held, asked = make(maker)
        return Case(kind=kind, wants=wants, held=(held,), asked=asked, is_another=is_another)

    return case


def _same(change: Callable[[Maker, Person], Person]) -> Callable[[Maker], Two]:
    """Make somebody, and the same person as changed."""

    def two(maker: Maker) -> Two:
        person = maker.person()
        return person, change(maker, person)

    return two


def _of_pairs(pairs: tuple[tuple[str, str], ...], member: str = "GivenName", **stated: str) -> Callable[[Maker], Two]:
    """Make two people who differ in a name.

    They differ as one of these pairs does.
    """

    def two(maker: Maker) -> Two:
        one, other = maker.dice.choice(pairs)
        if maker.dice.random() < 0.5:
            one, other = other, one
        person = maker.person(**stated)
        return person | {member: one}, person | {member: other}

    return two


def _described(*of: str, **stated: str) -> Callable[[Maker], Two]:
    """Make somebody of a common name, and a lookalike.

    `of` are placeholders for a name.
    """

    def two(maker: Maker) -> Two:
        given, family, gender = maker.dice.choice(names.COMMON)
        person = maker.person(GivenName=given, FamilyName=family, Gender=gender) | stated
        person |= {member: maker.dice.choice(names.PLACEHOLDERS) for member in of}
        return person, dict(person)

    return two


def _merged(relative: Callable[[Maker, Person], Person], wants: frozenset[Want], *, is_another: bool) -> Make:
    """Make a master with a merged record, and a relative.

    The merged record is the same person with a slip. The relative may be replaced by that slip.
    """

    def case(maker: Maker, kind: str) -> Case:
        master = maker.person()
        slip = master | {"FamilyName": mistakes.typo(master["FamilyName"], maker.dice)}
        asked = slip if not is_another else relative(maker, master)
        return Case(kind=kind, wants=wants, held=(master, slip), asked=asked, merged=True, is_another=is_another)

    return case


def _twin(maker: Maker, one: Person) -> Person:
    return one | {"GivenName": maker.given(one)}


def _moved(maker: Maker, one: Person) -> Person:
    return one | {"LastKnownPostCode": maker.home()}


def _swapped(_: Maker, one: Person) -> Person:
    return one | {"GivenName": one["FamilyName"], "FamilyName": one["GivenName"]}


def _with_sibling(maker: Maker, kind: str) -> Case:
    person = maker.person()
    sibling = _twin(maker, person) | {"DateOfBirth": in_other_year(person, 2)}
    return Case(kind=kind, wants=SAME, held=(person, sibling, _moved(maker, person)), asked=dict(person))


def _both_twins(maker: Maker, kind: str) -> Case:
    one, other = _of_pairs(names.ALIKE_TWINS)(maker)
    return Case(kind=kind, wants=FOUND, held=(one, other), asked=dict(one))


def _stating(member: str, one: str, other: str) -> Callable[[Maker], Two]:
    def two(maker: Maker) -> Two:
        person = maker.person()
        return person | {member: one}, person | {member: other}

    return two


def _without_accents(_: Maker, one: Person) -> Person:
    return one | {"GivenName": plain(one["GivenName"]), "FamilyName": plain(one["FamilyName"])}


def _then_moved(maker: Maker, two: Two) -> Two:
    return two[0], _moved(maker, two[1])


def _swapped_and_short(maker: Maker) -> Two:
    held, asked = _of_pairs(names.FULL_AND_SHORT)(maker)
    return held, _swapped(maker, asked)


def _in_its_script(maker: Maker) -> Two:
    (given, in_latin), (family, family_in_latin) = maker.dice.choice(names.SCRIPTS)
    person = maker.person(GivenName=given, FamilyName=family)
    return person, person | {"GivenName": in_latin, "FamilyName": family_in_latin}


def _counterparts(maker: Maker) -> Two:
    (given, family), (other, other_family) = maker.dice.choice(names.COUNTERPARTS)
    person = maker.person(GivenName=given, FamilyName=family)
    return person, person | {"GivenName": other, "FamilyName": other_family}


def _first_letters(maker: Maker, one: Person) -> Person:
    wrong = {name: maker.dice.choice("BDKMST") + one[name][1:] for name in ("GivenName", "FamilyName")}
    return one | wrong | {"DateOfBirth": on_next_day(one)}


CERTAIN: dict[str, Make] = {
    "all equal": _kind(SAME, _same(lambda _, one: dict(one))),
    "case and blanks": _kind(
        SAME,
        _same(
            lambda _, one: one | {"GivenName": one["GivenName"].upper(), "FamilyName": f" {one['FamilyName'].lower()} "}
        ),
    ),
    "postcode closed up": _kind(
        SAME, _same(lambda _, one: one | {"LastKnownPostCode": one["LastKnownPostCode"].replace(" ", "")})
    ),
    "hyphens and blanks otherwise": _kind(FOUND, _of_pairs(names.HYPHENED)),
    "a sibling and a namesake beside": _with_sibling,
    "the details of a merged learner": _merged(_twin, STANDS_IN, is_another=False),
}

SOMEBODY_ELSE: dict[str, Make] = {
    "no postcode": _kind(POSSIBLE, _described(LastKnownPostCode=NOWHERE)),
    "no postcode, 1 January": _kind(POSSIBLE, _described(LastKnownPostCode=NOWHERE, DateOfBirth="1990-01-01")),
    "gender not known": _kind(POSSIBLE, _described(Gender="0", LastKnownPostCode=_HOSTEL)),
    "gender withheld": _kind(POSSIBLE, _described(Gender="9")),
    "placeholder for the family name": _kind(POSSIBLE, _described("FamilyName", LastKnownPostCode=_HOSTEL)),
    "placeholder for the given name": _kind(POSSIBLE, _described("GivenName")),
    "an initial": _kind(POSSIBLE, _described(GivenName="J.")),
    "a family name's initial": _kind(POSSIBLE, _described(FamilyName="K")),
    "letters of another script beside": _kind(_TWIN, _of_pairs(names.BESIDE_LATIN), is_another=True),
    "numbers": _kind(_TWIN, _of_pairs(names.NUMBERED), is_another=True),
    "vowel signs": _kind(_TWIN, _of_pairs(names.VOWEL_SIGNS), is_another=True),
    "tones, voicing, marks": _kind(_TWIN, _of_pairs(names.TONES), is_another=True),
    "divided otherwise": _kind(_TWIN, _of_pairs(names.DIVIDED), is_another=True),
    "divided otherwise, family name": _kind(_TWIN, _of_pairs(names.DIVIDED, "FamilyName"), is_another=True),
    "twin": _kind(_TWIN, _same(_twin), is_another=True),
    "twin of an alike name": _kind(_TWIN, _of_pairs(names.ALIKE_TWINS), is_another=True),
    "twin of the other gender": _kind(
        _TWIN, _same(lambda maker, one: _twin(maker, one) | {"Gender": str(3 - int(one["Gender"]))}), is_another=True
    ),
    "both alike twins are there": _both_twins,
    "namesake of the day elsewhere": _kind(POSSIBLE, _same(_moved), is_another=True),
    "parent of the same name": _kind(
        NOT_EXACT, _same(lambda _, one: one | {"DateOfBirth": in_other_year(one, -27)}), is_another=True
    ),
    "the first of two names shared": _kind(
        NOT_EXACT, _of_pairs((("Mohammed Ali", "Mohammed Hamza"), ("Maria Ana", "Maria Luz"))), is_another=True
    ),
    "all but the gender": _kind(
        POSSIBLE, _same(lambda _, one: one | {"Gender": str(3 - int(one["Gender"]))}), is_another=True
    ),
    "e-mail clashes": _kind(POSSIBLE, _stating("EmailAddress", "ada@example.org", "zed@example.net")),
    "place of birth clashes": _kind(POSSIBLE, _stating("PlaceOfBirth", "Hull", "Lagos")),
    "twin of a master": _merged(_twin, NOT_EXACT, is_another=True),
    "sibling of a master": _merged(
        lambda maker, one: _twin(maker, one) | {"DateOfBirth": in_other_year(one, 3)}, NOT_EXACT, is_another=True
    ),
    "parent of a master": _merged(
        lambda _, one: one | {"DateOfBirth": in_other_year(one, -24)}, NOT_EXACT, is_another=True
    ),
}

TO_BE_FOUND: dict[str, Make] = {
    "names swapped": _kind(FOUND, _same(_swapped)),
    "names swapped, moved": _kind(FOUND, _same(lambda maker, one: _swapped(maker, _moved(maker, one)))),
    "names swapped, short form": _kind(FOUND, _swapped_and_short),
    "short form, same home": _kind(FOUND, _of_pairs(names.FULL_AND_SHORT)),
    "short form, moved": _kind(FOUND, lambda maker: _then_moved(maker, _of_pairs(names.FULL_AND_SHORT)(maker))),
    "short form of another language": _kind(FOUND, _of_pairs(names.FULL_AND_SHORT_ELSEWHERE)),
    "romanised otherwise": _kind(FOUND, _of_pairs(names.ROMANISED)),
    "its own script on one side": _kind(FOUND, _in_its_script),
    "British counterparts": _kind(FOUND, _counterparts),
    "accents left out, moved": _kind(
        FOUND,
        lambda maker: _then_moved(maker, _same(_without_accents)(maker)),
    ),
    "day off by one": _kind(FOUND, _same(lambda _, one: one | {"DateOfBirth": on_next_day(one)})),
    "wrong year and a slip": _kind(
        FOUND,
        _same(
            lambda maker, one: (
                one
                | {"DateOfBirth": in_other_year(one, 10), "FamilyName": mistakes.typo(one["FamilyName"], maker.dice)}
            )
        ),
    ),
    "a slip in each name, moved": _kind(
        FOUND,
        _same(
            lambda maker, one: (
                _moved(maker, one)
                | {name: mistakes.typo(one[name], maker.dice) for name in ("GivenName", "FamilyName")}
            )
        ),
    ),
    "postcode mistyped": _kind(
        FOUND, _same(lambda maker, one: one | {"LastKnownPostCode": mistyped(one["LastKnownPostCode"], maker.dice)})
    ),
    "married, previous name stated, moved": _kind(
        FOUND,
        _same(
            lambda maker, one: (
                _moved(maker, one) | {"FamilyName": maker.family(one), "PreviousFamilyName": one["FamilyName"]}
            )
        ),
    ),
    "married, same home": _kind(FOUND, _same(lambda maker, one: one | {"FamilyName": maker.family(one)})),
    "given name and gender changed": _kind(
        FOUND, _same(lambda maker, one: _twin(maker, one) | {"Gender": str(3 - int(one["Gender"]))})
    ),
    "double-barrelled": _kind(
        FOUND, _same(lambda maker, one: one | {"FamilyName": f"{one['FamilyName']}-{maker.family(one)}"[:35]})
    ),
    "1 January on one side": _kind(
        FOUND, _same(lambda _, one: one | {"DateOfBirth": f"{one['DateOfBirth'][:4]}-01-01"})
    ),
    "no postcode on one side": _kind(FOUND, _same(lambda _, one: one | {"LastKnownPostCode": NOWHERE})),
    "first letters of both names and the day": _kind(FOUND, _same(_first_letters)),
}

NOT_THERE: dict[str, Make] = {
    "nobody": _kind(NOBODY, lambda maker: (maker.person(), maker.person()), is_another=True),
    "sibling": _kind(
        NOBODY,
        _same(lambda maker, one: _twin(maker, one) | {"DateOfBirth": in_other_year(one, 4)[:-2] + "09"}),
        is_another=True,
    ),
    "another of the same house": _kind(
        NOBODY,
        lambda maker: (maker.person(LastKnownPostCode=_HOSTEL), maker.person(LastKnownPostCode=_HOSTEL)),
        is_another=True,
    ),
}
