"""Make a register like one of 28 million learners.

It holds a million learners, but is as dense: they were born in two years and live at few postcodes. So each date of birth and each
postcode has as many learners as in a register of 28 million. The matching model gets the frequencies of such a
register. The module also makes the people to search for.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Engine, text

from gateway.domain import uln as ulns
from gateway.domain.learner import Address, Gender, Person
from gateway.domain.matching import Model, learn, traits_of
from gateway.store.database.database_session import transaction
from gateway.store.tables.learners import learner
from tests.bench.population import INSERTION, row
from tests.bench_matching.records import Record
from tests.bench_matching.uk.people import Maker, People, people
from tests.bench_matching.uk.postcodes import Postcodes, of_counts
from tests.bench_matching.uk.questions import Asker, real
from tests.partial_indexes import state_condition

NATION = 28_000_000
_PEOPLE_OF_A_POSTCODE = 16
_PEOPLE_OF_A_HOUSEHOLD = 1.8
_DISTRICTS = 2_800
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_ROWS_AT_ONCE = 10_000
_AT = datetime(2025, 9, 1, 8, 0)
_INDEXES = sorted((index for index in learner.indexes if not index.unique), key=lambda index: str(index.name))
"""Indexes to make after the load, which is faster.

The unique index stays, because it refuses learners who are there already.
"""

_INSERT = INSERTION


class Asked(NamedTuple):
    """A person to search for.

    `meant` is the ULN of a learner, or "" for a new person. `kind` names the mistake, or the kind of new
    person.
    """

    person: Person
    meant: str
    kind: str


@dataclass(frozen=True, slots=True)
class Nation:
    """Learners by ULN, the matching model, and whom to search."""

    registered: list[tuple[str, Record]]
    model: Model
    asked: Sequence[Asked]

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """Return the learners as rows of the table."""
        for uln, one in self.registered:
            yield row(uln, _person(one))


def nation(learners: int, asked: int, *, dense: bool = True, seed: int = 28) -> Nation:
    """Make learners, and searches for some of them.

    65 % of the searches are for learners, with mistakes. 35 % are for new people.
    """
    dice = random.Random(seed)
    maker = Maker(dice, _postcodes(learners if dense else NATION))
    made = people(maker, int(learners / _PEOPLE_OF_A_HOUSEHOLD * 1.02))
    in_life = made.registered[:learners]
    dice.shuffle(in_life)
    model = learn(traits_of(_person(one)) for one in in_life)
    fold = _folded if dense else _as_it_is
    held = People(_each_once(map(fold, in_life)), [fold(one) for one in made.hidden_twins])
    registered = list(zip(_ulns(dice), held.registered, strict=False))
    numbers = {one.person: uln for uln, one in registered}
    queries = [one if one.person in numbers else fold(one) for one in real(Asker(maker, held), asked)]
    return Nation(
        registered,
        _told(model, NATION / learners) if dense else model,
        [Asked(_person(one), numbers.get(one.person, ""), one.kind) for one in queries],
    )


def _told(model: Model, times: float) -> Model:
    """Return the model of a register `times` as large.

    Postcodes are as rare as they are there.
    """
    return replace(
        model,
        register_size=model.register_size * times,
        postcode_counts={postcode: count / times for postcode, count in model.postcode_counts.items()},
        rare_postcode=model.rare_postcode / times,
    )


def _each_once(records: Iterable[Record]) -> list[Record]:
    """Leave out people whose key fields an earlier one has."""
    return list({(one.family, one.given, one.birth, one.postcode, one.gender): one for one in records}.values())


def _as_it_is(one: Record) -> Record:
    return one


def _folded(one: Record) -> Record:
    """Move a birth to that day of 2004 or 2005.

    Leap days are in 2004.
    """
    return replace(one, birth=f"{2004 + int(one.birth[:4]) % 2}{one.birth[4:]}")


def _postcodes(learners: int) -> Postcodes:
    """Make as many postcodes as this many learners have.

    The number of districts is that of the whole nation.
    """
    places = max(1, learners // _PEOPLE_OF_A_POSTCODE // _DISTRICTS)
    units = [f"{number % 5}{_LETTERS[number // 5 % 20]}{_LETTERS[number // 100 % 20]}" for number in range(places)]
    areas = [f"{one}{other}" for one in _LETTERS for other in _LETTERS[: _DISTRICTS // 20 // len(_LETTERS)]]
    return of_counts([(f"{area}{number}", 1, tuple(units)) for area in areas for number in range(1, 21)])


def _ulns(dice: random.Random) -> Iterator[str]:
    """Draw ULNs, each once."""
    drawn: set[int] = set()
    while True:
        body = dice.randrange(100_000_000, 1_000_000_000)
        digit = ulns.calc_check_digit(str(body))
        if digit and body not in drawn:
            drawn.add(body)
            yield f"{body}{digit}"


def _person(one: Record) -> Person:
    return Person(
        title="Ms" if one.gender == "2" else "Mr",
        given_name=one.given[:35],
        family_name=one.family[:35],
        previous_family_name=one.previous[:35],
        school_at_16="Somewhere Academy",
        address=Address(line1=f"{len(one.given) * 7} High Street", town=one.birthplace, captured_on=_AT.date()),
        date_of_birth=date.fromisoformat(one.birth),
        gender=Gender(int(one.gender)),
        postcode=one.postcode,
        place_of_birth=one.birthplace,
        email=one.email,
        verification_type=1,
    )


def fill_sqlite(engine: Engine, made: Nation) -> None:
    """Load the learners into an empty register.

    The indexes are made afterwards, and the planner's statistics are refreshed.
    """
    with engine.begin() as connection:
        connection.execute(text("PRAGMA cache_size = -400000"))
        for index in _INDEXES:
            index.drop(connection)
    rows = made.rows
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        with transaction(engine, lazy=True) as session:
            session.insert(_INSERT, some)
    with engine.begin() as connection:
        for index in _INDEXES:
            state_condition(index)
            index.create(connection)
        connection.execute(text("ANALYZE"))
    engine.dispose()


def fill_postgresql(engine: Engine, sqlite: Engine) -> None:
    """Load the learners of a SQLite register.

    VACUUM is needed for index-only scans; a server runs it by itself.
    """
    names = ", ".join(learner.c.keys())
    with engine.begin() as connection:
        for index in _INDEXES:
            index.drop(connection)
    with closing(sqlite.raw_connection()) as source, closing(engine.raw_connection()) as target:
        driver: Any = target.driver_connection
        with driver.cursor().copy(f"COPY learner ({names}) FROM STDIN") as copying:
            for row in source.cursor().execute(f"SELECT {names} FROM learner"):
                copying.write_row(row)
        target.commit()
    with engine.begin() as connection:
        for index in _INDEXES:
            state_condition(index)
            index.create(connection)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE learner"))
