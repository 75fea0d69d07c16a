"""Make a register of many learners, always the same."""

import random
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from gateway import demo
from gateway.domain import uln
from gateway.domain.learner import AbilityToShare, Address, Gender, Learner, LearnerStatus, Person
from gateway.sandbox.population.draw import weighted
from gateway.sandbox.population.names import POOLS
from gateway.store.database import schema
from gateway.store.database.database_session import transaction
from gateway.store.database.engine import open_engine
from gateway.store.database.statement import Insertion
from gateway.store.repositories.learner_rows import row_of
from gateway.store.tables.learners import learner
from gateway.store.unit import Store

_TOWNS = ["Bath", "Crewe", "Derby", "Exeter", "Hull", "Leeds", "Luton", "Poole", "Ripon", "Truro", "Wells", "York"]
_POOLS = weighted(POOLS)
_CALLED_OTHERWISE, _HAD_ANOTHER_NAME = 0.1, 0.08
_FIRST_BORN, _DAYS_OF_BIRTH = date(1960, 1, 1), 18_000
_ROWS_AT_ONCE = 2000
_AT = datetime(2025, 9, 1, 8, 0)
INSERTION = Insertion(learner, but=["opt_out_lifted_by"], unless_taken=True)


def people(count: int, seed: int = 7) -> list[tuple[str, Person]]:
    """Return this many ULNs and persons.

    Names and dates of birth repeat as in life; key fields do not.
    """
    dice = random.Random(seed)
    made = []
    for ordinal in range(count):
        pool = _POOLS.draw(dice)
        gender = dice.choice((Gender.MALE, Gender.FEMALE))
        given, middle, preferred = (pool.given(str(int(gender))).draw(dice) for _ in range(3))
        family = pool.family.draw(dice)
        person = Person(
            title="Mr" if gender is Gender.MALE else "Ms",
            given_name=given,
            middle_name=middle,
            family_name=family,
            preferred_given_name=preferred if dice.random() < _CALLED_OTHERWISE else given,
            previous_family_name=pool.family.draw(dice) if dice.random() < _HAD_ANOTHER_NAME else family,
            family_name_at_16=family,
            school_at_16=f"{dice.choice(_TOWNS)} Academy",
            address=Address(
                line1=f"{dice.randrange(200)} High Street",
                line2="Old Quarter",
                town=dice.choice(_TOWNS),
                county="Shire",
                captured_on=date(2025, 9, 1),
            ),
            postcode=f"{dice.choice('BGLMS')}{ordinal % 90 + 1} {ordinal // 90 % 10}{'ABDEFGHJLN'[ordinal // 900 % 10]}{'PQRSTUWXYZ'[ordinal // 9000 % 10]}",
            date_of_birth=_FIRST_BORN + timedelta(days=dice.randrange(_DAYS_OF_BIRTH)),
            place_of_birth=dice.choice(_TOWNS),
            gender=gender,
            email=f"learner{ordinal}@example.org",
            nationality="GBR",
            scottish_candidate_number="145589606",
            verification_type=999,
            verification_description="Letter from school",
            ability_to_share=AbilityToShare.SHARES,
            notes="Seen in person",
        )
        made.append((_uln(ordinal), person))
    return made


def _uln(ordinal: int) -> str:
    body = str(400_000_000 + ordinal * 3)
    while not (digit := uln.calc_check_digit(body)):
        body = str(int(body) + 1)
    return body + digit


def row(uln: str, person: Person) -> dict[str, Any]:
    """Return a learner as a row of the table."""
    return row_of(new_learner(uln, person))


def new_learner(uln: str, person: Person) -> Learner:
    """Return a learner who was registered before the benchmark."""
    return Learner(
        uln=uln,
        person=person,
        status=LearnerStatus.ACTIVE,
        version=1,
        created_at=_AT,
        updated_at=_AT,
        registered_by="DEMO01",
    )


def fill(url: str, count: int) -> list[tuple[str, Person]]:
    """Make a register with the demonstration cast and many learners.

    Returns the learners.
    """
    engine = open_engine(url)
    schema.upgrade(engine)
    demo.load(Store(engine))
    engine.dispose()
    made = people(count)
    add(url, made)
    return made


def add(url: str, made: list[tuple[str, Person]]) -> None:
    """Add learners, and gather the database's statistics."""
    engine = open_engine(url)
    for start in range(0, len(made), _ROWS_AT_ONCE):
        with transaction(engine, lazy=True) as session:
            session.insert(INSERTION, [row(uln, person) for uln, person in made[start : start + _ROWS_AT_ONCE]])
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    engine.dispose()


def sqlite_register(folder: Path, count: int) -> tuple[str, list[tuple[str, Person]]]:
    """Make a register in a SQLite file.

    Returns its URL and the learners.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'bench.db'}"
    return url, fill(url, count)
