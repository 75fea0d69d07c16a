"""People who arrive together and are hard to tell apart.

They have no postcode or live in one hostel, bear names of a few origins, and often have 1 January for a birthday.

A college searches for each of them and registers who is not the one found. Nobody may be taken for another, nobody
refused.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from gateway import demo
from gateway.handlers.execution import passwords
from gateway.handlers.matching.refresh_matching import refresh_matching
from gateway.sandbox.population.names import POOLS, Pool
from gateway.settings import Settings
from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.bench_matching.intervals import shown
from tests.builders import Wire
from tests.journeys.college import College
from tests.journeys.people_alike import Person

ARRIVE = 2_000
_EXACT = ("WSRC0004", "WSRC0022")


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many arrive, and how alike they are.

    It says where they come from and live, and how many are given 1 January as birthday. The first of them may be there
    before: until a refresh has learnt which birth dates are fillers, five equal fields are exact, as the contract has it.
    """

    name: str
    origins: tuple[str, ...]
    count: int = ARRIVE
    first_of_january: float = 0.6
    hostels: int = 0
    there_before: int = 0
    refreshed_every: int = 250


KINDS = (
    Arrivals("no postcode, two origins", ("South Asian", "Yoruba")),
    Arrivals("no postcode, one origin, nearly all on 1 January", ("Chinese",), first_of_january=0.9),
    Arrivals("ten hostels, one origin", ("Chinese",), first_of_january=0.8, hostels=10, there_before=250),
)


@dataclass(slots=True)
class Answers:
    """What a college was answered."""

    arrived: int = 0
    alike: int = 0
    taken: int = 0
    refused: int = 0
    asked: int = 0
    examples: list[Person] = field(default_factory=list)


def report(console: Console, seed: int, *, count: int = ARRIVE) -> None:
    """Let everybody arrive, and print what went wrong.

    Somebody is taken for another, or is refused.
    """
    table = Table(title=f"Arrivals, seed {seed}: each is searched for, then registered")
    for heading in ("who", "arrived", "as one before", "taken for another", "refused", "asked about"):
        table.add_column(heading, justify="left" if heading == "who" else "right")
    for kind in KINDS:
        answers = arrive(replace(kind, count=count), seed)
        counts = (answers.alike, answers.taken, answers.refused, answers.asked)
        table.add_row(kind.name, f"{answers.arrived:,}", *(shown(number, answers.arrived) for number in counts))
        for one in answers.examples[:5]:
            console.print(f"  wrong: {' | '.join(one.values())}", highlight=False)
    console.print(table)


def arrive(kind: Arrivals, seed: int) -> Answers:
    """Search for each and register each, on an empty register."""
    answers, seen = Answers(), set[tuple[str, ...]]()
    with empty_register() as wire:
        college = College(wire)
        for ordinal, person in enumerate(people(kind, random.Random(seed)), start=1):
            found, registered = college.find(person).code, college.register(person).code
            if kind.hostels and ordinal % kind.refreshed_every == 0:
                refresh_matching(wire.store, lambda learners: learners)
            alike = tuple(person.values()) in seen
            seen.add(tuple(person.values()))
            if ordinal <= kind.there_before:
                continue
            answers.arrived += 1
            answers.alike += alike
            answers.asked += found in ("WSRC0002", "WSRC0003")
            if found in _EXACT:
                answers.taken += 1
                answers.examples.append(person)
            elif registered != "WSRC0005":
                answers.refused += 1
                answers.examples.append(person)
    return answers


def people(kind: Arrivals, dice: random.Random) -> Iterator[Person]:
    """Draw who arrives: names by frequency."""
    pools = [pool for _, pool in POOLS if pool.origin in kind.origins]
    for _ in range(kind.count):
        yield _arrival(kind, dice.choice(pools), dice)


def _arrival(kind: Arrivals, pool: Pool, dice: random.Random) -> Person:
    gender = dice.choice("112")
    first = date(dice.randint(1975, 2008), 1, 1)
    born = first if dice.random() < kind.first_of_january else first + timedelta(days=dice.randrange(365))
    return {
        "GivenName": pool.given(gender).draw(dice),
        "FamilyName": pool.family.draw(dice),
        "DateOfBirth": born.isoformat(),
        "Gender": gender,
        "LastKnownPostCode": f"L{1 + dice.randrange(kind.hostels)} 8SZ" if kind.hostels else "ZZ99 9ZZ",
    }


@contextmanager
def empty_register() -> Iterator[Wire]:
    """Open a gateway with a register of its own.

    The register holds the organisations of the demonstration.
    """
    passwords.set_cost(rounds=1, memory_kib=8)
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'register.db'}"
        engine = open_engine(url)
        schema.upgrade(engine)
        demo.load(Store(engine))
        engine.dispose()
        settings = Settings(database_url=url, public_url="http://gateway.test", misses_per_hour=1_000_000)
        with Wire.open(settings) as wire:
            yield wire
