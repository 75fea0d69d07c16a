"""A case, and a maker of people for it."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from gateway.sandbox.population.draw import weighted
from gateway.sandbox.population.names import POOLS, Pool
from tests.journeys.people_alike import Person

_POOLS = weighted(POOLS)
NOWHERE = "ZZ99 9ZZ"


class Want(StrEnum):
    """What a search should answer."""

    EXACT = "exact"
    POSSIBLE = "possible"
    LINKED = "linked"
    NONE = "none"


SAME = frozenset({Want.EXACT})
FOUND = frozenset({Want.EXACT, Want.POSSIBLE})
NOT_EXACT = frozenset({Want.POSSIBLE, Want.NONE})
POSSIBLE = frozenset({Want.POSSIBLE})
NOBODY = frozenset({Want.NONE})
STANDS_IN = frozenset({Want.EXACT, Want.LINKED, Want.POSSIBLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case of a kind.

    `held` are those on the register, the first of whom the case is about; where `merged`, the second is merged into
    the first. `asked` is searched for, registered and verified. `is_another` says whether that is a second person whom
    the data tell from the first: such a one must be registrable, and verify under no ULN of the first.
    """

    kind: str
    wants: frozenset[Want]
    held: tuple[Person, ...]
    asked: Person
    merged: bool = False
    is_another: bool = False


@dataclass(slots=True)
class Maker:
    """Makes people; everything is drawn from its dice."""

    dice: random.Random
    pool: Pool = field(init=False)

    @classmethod
    def of(cls, seed: int) -> "Maker":
        """Return the maker of a seed."""
        return cls(random.Random(seed))

    def person(self, **stated: str) -> Person:
        """Make somebody."""
        self.pool = _POOLS.draw(self.dice)
        gender = self.dice.choice("12")
        drawn = {
            "GivenName": self.pool.given(gender).draw(self.dice).replace("Na", "Nadia"),
            "FamilyName": self.pool.family.draw(self.dice),
            "DateOfBirth": self.day(),
            "Gender": gender,
            "LastKnownPostCode": self.home(),
        }
        return drawn | stated

    def day(self) -> str:
        """Draw a birth date that is no 1 January."""
        return date(self.dice.randint(1975, 2004), self.dice.randint(1, 12), self.dice.randint(2, 28)).isoformat()

    def home(self) -> str:
        """Draw a postcode."""
        dice = self.dice
        area = dice.choice(("LS", "BD", "CV", "CF", "BT", "EH"))
        return f"{area}{dice.randint(1, 29)} {dice.randint(1, 9)}{dice.choice('ABDEFG')}{dice.choice('HJLNPQ')}"

    def given(self, one: Person, *, gender: str = "") -> str:
        """Draw another given name of the same origin.

        It begins with another letter.
        """
        while True:
            name = self.pool.given(gender or one["Gender"]).draw(self.dice)
            if name[0] != one["GivenName"][0] and name != "Na":
                return name

    def family(self, one: Person) -> str:
        """Draw another family name, that begins otherwise."""
        while True:
            name = _POOLS.draw(self.dice).family.draw(self.dice)
            if name[0] != one["FamilyName"][0]:
                return name


def in_other_year(one: Person, years: int) -> str:
    """Return the birth date so many years later."""
    return f"{int(one['DateOfBirth'][:4]) + years}{one['DateOfBirth'][4:]}"


def on_next_day(one: Person) -> str:
    """Return the day after the birth date."""
    return (date.fromisoformat(one["DateOfBirth"]) + timedelta(days=1)).isoformat()
