"""Families of made-up learners.

Brothers and sisters, twins and parents share a home and a family name, as on a real register.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from gateway.demo import registered
from gateway.domain import uln
from gateway.domain.learner import AbilityToShare, Address, Gender, Learner, Person
from gateway.sandbox.population.draw import Weighted, weighted
from gateway.sandbox.population.names import POOLS, SHORT_NAMES, Pool, words_of
from gateway.sandbox.population.places import PLACES, Place, draw_postcode, draw_street
from gateway.sandbox.population.spelling import plain

SCHOOLS: Final = ("Ashfield Academy", "Brookside School", "Calder High School", "Dunmore College", "Elmwood Academy")
"""Schools of the learners.

Their references are SCH001 and so on.
"""

_POOL: Final = weighted(POOLS)
_CHILDREN: Final = weighted([(45, 1), (36, 2), (14, 3), (5, 4)])
_SHARING: Final = weighted(
    [(88, AbilityToShare.SHARES), (5, AbilityToShare.OPTED_OUT), (7, AbilityToShare.NOTICE_NOT_SEEN)]
)
_VERIFIED_BY: Final = weighted([(55, 1), (25, 2), (12, 3), (8, 0)])
_YOUNGEST, _OLDEST_CHILD = 14, 26
_PARENTS_AGE: Final = (22, 40)


@dataclass(frozen=True, slots=True)
class _Home:
    """What a family shares."""

    pool: Pool
    family: str
    place: Place
    postcode: str
    address: Address


class Families:
    """Made-up learners as of a day.

    Everything is drawn from the dice.
    """

    def __init__(self, today: date, dice: Random) -> None:
        self._today = today
        self._dice = dice
        self._ulns: set[str] = set()

    def learners(self, count: int) -> Iterator[Learner]:
        """Return so many learners, family by family."""
        made = 0
        while made < count:
            for person in self._family():
                if made < count:
                    yield self._learner(person)
                    made += 1

    def _family(self) -> Iterator[Person]:
        home = self._home()
        age = self._dice.randint(_YOUNGEST, _OLDEST_CHILD)
        taken: set[str] = set()
        left = _CHILDREN.draw(self._dice)
        eldest = age
        while left > 0 and age >= _YOUNGEST:
            births = 2 if left > 1 and self._dice.random() < _TWINS else 1
            born = self._born(age)
            for _ in range(births):
                yield self._child(home, born, taken)
            left -= births
            age -= self._dice.randint(1, 4)
        if self._dice.random() < _PARENT_LEARNS:
            yield self._parent(home, eldest + self._dice.randint(*_PARENTS_AGE))

    def _home(self) -> _Home:
        dice = self._dice
        pool, place = _POOL.draw(dice), PLACES.draw(dice)
        family = pool.family.draw(dice)
        if dice.random() < _HYPHENATED:
            family = f"{family}-{pool.family.draw(dice)}"
        address = Address(
            line1=draw_street(dice),
            town=place.town,
            county=place.county,
            captured_on=self._today - timedelta(days=dice.randint(1, 900)),
        )
        return _Home(pool, family, place, draw_postcode(place, dice), address)

    def _child(self, home: _Home, born: date, taken: set[str]) -> Person:
        gender = self._dice.choice((Gender.MALE, Gender.FEMALE))
        names = self._given(home.pool, gender)
        given = names.draw(self._dice)
        while taken & words_of(given):
            given = names.draw(self._dice)
        taken |= words_of(given)
        return self._person(home, given, gender, born, birthplace=home.place.town)

    def _parent(self, home: _Home, age: int) -> Person:
        gender = self._dice.choice((Gender.MALE, Gender.FEMALE))
        given = self._given(home.pool, gender).draw(self._dice)
        married = gender is Gender.FEMALE and self._dice.random() < _MARRIED
        previous = home.pool.family.draw(self._dice) if married else ""
        return self._person(home, given, gender, self._born(age), previous=previous)

    def _person(
        self, home: _Home, given: str, gender: Gender, born: date, *, previous: str = "", birthplace: str = ""
    ) -> Person:
        dice = self._dice
        family = _feminine(home.family, home.pool) if gender is Gender.FEMALE else home.family
        short = SHORT_NAMES.get(given, ())
        return Person(
            given_name=given,
            family_name=family,
            date_of_birth=born,
            gender=gender if dice.random() < _STATED else Gender.NOT_KNOWN,
            postcode=home.postcode,
            address=home.address,
            verification_type=_VERIFIED_BY.draw(dice),
            ability_to_share=_SHARING.draw(dice),
            preferred_given_name=dice.choice(short) if short and dice.random() < _PREFERRED else "",
            previous_family_name="" if previous == family else previous,
            place_of_birth=birthplace if dice.random() < _BIRTHPLACE_KNOWN else "",
            school_at_16=dice.choice(SCHOOLS) if self._age(born) >= _SIXTEEN else "",
            email=self._email(given, family) if dice.random() < _EMAIL_KNOWN else "",
            nationality="GBR" if dice.random() < _BRITISH else "",
        )

    def _learner(self, person: Person) -> Learner:
        day = person.date_of_birth.replace(day=1) + timedelta(days=int(_REGISTERED_AT_AGE * 365.25))
        day = min(day, self._today - timedelta(days=self._dice.randint(1, 300)))
        at = datetime.combine(day, time(self._dice.randint(8, 16), self._dice.randrange(60)))
        return registered(self._free_uln(), person, at=at, by=f"SCH{self._dice.randint(1, len(SCHOOLS)):03d}")

    def _free_uln(self) -> str:
        drawn = uln.draw(self._dice.randrange)
        while drawn in self._ulns:
            drawn = uln.draw(self._dice.randrange)
        self._ulns.add(drawn)
        return drawn

    def _born(self, age: int) -> date:
        return self._today - timedelta(days=int(age * 365.25) + 1 + self._dice.randrange(365))

    def _age(self, born: date) -> int:
        return int((self._today - born).days / 365.25)

    def _email(self, given: str, family: str) -> str:
        name = "".join(letter for letter in plain(f"{given}.{family}").lower() if letter.isalpha() or letter == ".")
        return f"{name}{self._dice.randint(1, 999)}@example.org"

    @staticmethod
    def _given(pool: Pool, gender: Gender) -> Weighted[str]:
        return pool.male if gender is Gender.MALE else pool.female


_TWINS, _PARENT_LEARNS, _HYPHENATED, _MARRIED = 0.03, 0.12, 0.03, 0.5
_STATED, _PREFERRED, _BIRTHPLACE_KNOWN, _EMAIL_KNOWN, _BRITISH = 0.99, 0.25, 0.6, 0.6, 0.8
_SIXTEEN, _REGISTERED_AT_AGE = 16, 14.2


def _feminine(family: str, pool: Pool) -> str:
    """Return a family name as a woman bears it."""
    return f"{family[:-1]}a" if pool.origin == "Polish" and family.endswith("ski") else family
