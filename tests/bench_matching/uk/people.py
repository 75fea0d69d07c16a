"""Families: father, mother and children.

They have one family name and one address, as in a register.
"""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count

from gateway.sandbox.population.draw import weighted
from gateway.sandbox.population.names import MOHAMMED, POOLS, TOWNS, Pool, words_of
from tests.bench_matching.records import Record
from tests.bench_matching.uk.postcodes import UNKNOWN, Postcodes

MALE, FEMALE = "1", "2"
_POOL_OF_A_HOUSEHOLD = weighted(POOLS)
_CHILDREN = weighted([(15, 0), (40, 1), (30, 2), (11, 3), (4, 4)])
_MAIL = ("gmail.com", "hotmail.co.uk", "outlook.com", "yahoo.co.uk", "icloud.com")
_LAST_BIRTH_YEAR = 2011


@dataclass(slots=True)
class People:
    """The people on the register, and twins who are not."""

    registered: list[Record] = field(default_factory=list)
    hidden_twins: list[Record] = field(default_factory=list)


@dataclass(slots=True)
class Maker:
    """Makes people; everything is drawn from its dice."""

    dice: random.Random
    postcodes: Postcodes
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def chance(self, probability: float) -> bool:
        """Return True this often."""
        return self.dice.random() < probability

    def pool(self) -> Pool:
        """Draw where a household's names are from."""
        return _POOL_OF_A_HOUSEHOLD.draw(self.dice)

    def born(self, first_year: int, last_year: int) -> date:
        """Draw a birth date of these years."""
        first, last = date(first_year, 1, 1), date(last_year, 12, 31)
        return first + timedelta(days=self.dice.randrange((last - first).days + 1))

    def person(self, pool: Pool, family: str, born: date, gender: str, **known: str) -> Record:
        """Make a person with all that a register may know."""
        number = next(self._numbers)
        given = known.pop("given", "") or pool.given(gender).draw(self.dice)
        postcode, birthplace = known.pop("postcode"), known.pop("birthplace")
        return Record(
            record=f"r{number}",
            person=f"P{number}",
            given=given,
            family=family,
            birth=born.isoformat(),
            gender=gender if self.chance(0.99) else "9",
            postcode=postcode if self.chance(0.99) else UNKNOWN,
            birthplace=birthplace if self.chance(0.6) else "",
            email=self._email(given, family) if self.chance(0.5) else "",
            origin=pool.origin,
            **known,
        )

    def _email(self, given: str, family: str) -> str:
        name = "".join(letter for letter in f"{given}.{family}".lower() if letter.isascii() and letter.isalpha())
        return f"{name or 'x'}{self.dice.randint(1, 9999)}@{self.dice.choice(_MAIL)}"


def people(maker: Maker, households: int) -> People:
    """Make so many households."""
    made = People()
    for number in range(households):
        _Household(maker, made, str(number)).fill()
    return made


def feminine(family: str, pool: Pool, gender: str) -> str:
    """Return the family name as a woman bears it."""
    if pool.origin == "Polish" and gender == FEMALE and family.endswith("ski"):
        return f"{family[:-1]}a"
    return family


class _Household:
    def __init__(self, maker: Maker, made: People, number: str) -> None:
        self._maker, self._made, self._number = maker, made, number
        self._pool = maker.pool()
        self._family = self._pool.family.draw(maker.dice)
        if maker.chance(0.03):
            self._family += f"-{maker.pool().family.draw(maker.dice)}"
        self._address = maker.postcodes.draw(maker.dice)
        self._town = TOWNS.draw(maker.dice)
        self._parents_from = maker.dice.randint(1955, 1992)
        self._father = self._pool.male.draw(maker.dice)
        self._used: set[str] = set()

    def fill(self) -> None:
        maker = self._maker
        if maker.chance(0.35):
            self._add(MALE, maker.born(self._parents_from, self._parents_from), "father", given=self._father)
        if maker.chance(0.35):
            self._add_mother()
        year = max(1975, self._parents_from + maker.dice.randint(20, 34))
        for _ in range(_CHILDREN.draw(maker.dice)):
            if year <= _LAST_BIRTH_YEAR:
                self._add_births(maker.born(year, year))
            year += maker.dice.randint(1, 5)

    def _add(self, gender: str, born: date, kind: str, **known: str) -> None:
        family = known.pop("family", "") or feminine(self._family, self._pool, gender)
        birthplace = self._town if kind in {"child", "twin", "junior"} else TOWNS.draw(self._maker.dice)
        made = self._maker.person(
            self._pool,
            family,
            born,
            gender,
            **known,
            kind=kind,
            postcode=self._address,
            birthplace=birthplace,
            household=self._number,
        )
        self._made.registered.append(made)

    def _add_mother(self) -> None:
        maker = self._maker
        own = self._pool.family.draw(maker.dice)
        born = maker.born(self._parents_from, self._parents_from + 4)
        if maker.chance(0.6):
            self._add(FEMALE, born, "mother", previous=own if maker.chance(0.5) else "")
        else:
            self._add(FEMALE, born, "mother", family=own)

    def _add_births(self, born: date) -> None:
        maker = self._maker
        if maker.chance(0.016):
            for _ in range(2):
                gender = maker.dice.choice((MALE, FEMALE))
                self._add(gender, born, "twin", given=self._child_name(gender))
            if maker.chance(0.5):
                self._made.hidden_twins.append(self._made.registered.pop())
            return
        gender = maker.dice.choice((MALE, FEMALE))
        if gender == MALE and maker.chance(0.015):
            self._used |= words_of(self._father)
            self._add(MALE, born, "junior", given=self._father)
        else:
            self._add(gender, born, "child", given=self._child_name(gender))

    def _child_name(self, gender: str) -> str:
        """Return a name that no brother or sister has.

        Brothers may share Mohammed as the first of two names.
        """
        names = self._pool.given(gender)
        name = names.draw(self._maker.dice)
        while self._used & words_of(name):
            name = names.draw(self._maker.dice)
        self._used |= words_of(name)
        may_follow = "Mohammed" in names.things and " " not in name and MOHAMMED[0] not in words_of(name)
        if may_follow and self._maker.chance(0.25):
            return f"{self._maker.dice.choice(MOHAMMED)} {name}"
        return name


def other(record: Record, **changed: str) -> Record:
    """Return another person's record with the same values.

    Only the changed values and the e-mail address differ.
    """
    return replace(record, **({"email": ""} | changed))
