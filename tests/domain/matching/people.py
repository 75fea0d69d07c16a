"""Small registers of people with names of several origins.

Twins are among them. They are always the same.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from gateway.domain.matching import Traits
from gateway.domain.matching.traits import traits

_FAMILIES = [
    "Smith",
    "Jones",
    "Khan",
    "Lee",
    "Moe",
    "Roe",
    "Ash",
    "Fox",
    "Wyn-Jones",
    "O'Neill",
    "Nowak",
    "Okafor",
    "Patel",
    "Murphy",
    "Singh",
    "Evans",
]
_GIVENS = [
    "Ann",
    "Bea",
    "Cy",
    "Dee",
    "Eve",
    "Gil",
    "Hal",
    "Ida",
    "Jon",
    "Kay",
    "Lou",
    "Max",
    "Ned",
    "Ola",
    "Pia",
    "Rhys",
    "Siân",
    "Tom",
    "Una",
    "Zoe",
]


def household(ordinal: int, draw: random.Random) -> list[Traits]:
    """Return three children of one home.

    In every tenth home the last two are twins.
    """
    family, postcode = draw.choice(_FAMILIES), f"B{ordinal} 1AA"
    town = draw.choice(("Leeds", "Cardiff", "Derry", "Hull"))
    births = sorted(date(1990, 1, 1) + timedelta(days=draw.randrange(7000)) for _ in range(3))
    if ordinal % 10 == 0:
        births[2] = births[1]
    return [
        traits(
            given_name=given,
            family_name=family,
            date_of_birth=born,
            postcode=postcode,
            gender=draw.choice((1, 2)),
            place_of_birth=town,
            email=f"{given}{ordinal}@example.org" if draw.random() < 0.5 else "",
        )
        for given, born in zip(draw.sample(_GIVENS, 3), births, strict=True)
    ]


def register(households: int, seed: int = 1) -> Iterator[Traits]:
    """Return the people of so many homes."""
    draw = random.Random(seed)
    for ordinal in range(households):
        yield from household(ordinal, draw)
