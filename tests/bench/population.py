"""Makes a register of many learners, the same for every run."""

import random
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from gateway import demo
from gateway.domain import uln
from gateway.domain.learner import AbilityToShare, Address, Gender, Person
from gateway.store import schema
from gateway.store.engine import open_engine
from gateway.store.learners import values_of
from gateway.store.tables import learner
from gateway.store.unit import Store

_GIVEN = [
    "Aisha",
    "Ben",
    "Carys",
    "Dafydd",
    "Ella",
    "Finn",
    "Grace",
    "Harri",
    "Isla",
    "Jack",
    "Kian",
    "Leah",
    "Megan",
    "Noah",
    "Olivia",
    "Priya",
    "Rhys",
    "Sana",
    "Tom",
    "Zoe",
]
_FAMILY = [
    "Ali",
    "Brown",
    "Clark",
    "Davies",
    "Evans",
    "Fraser",
    "Griffiths",
    "Hughes",
    "Iqbal",
    "Jones",
    "Khan",
    "Lewis",
    "Morgan",
    "Nolan",
    "Owen",
    "Patel",
]
_TOWNS = ["Bath", "Crewe", "Derby", "Exeter", "Hull", "Leeds", "Luton", "Poole", "Ripon", "Truro", "Wells", "York"]
_ROWS_AT_ONCE = 2000
_AT = datetime(2025, 9, 1, 8, 0)


def people(count: int, seed: int = 7) -> list[tuple[str, Person]]:
    """Give so many ULNs and persons; names and birth dates repeat as they do in life, key fields do not."""
    dice = random.Random(seed)
    made = []
    for ordinal in range(count):
        family, former = (f"{dice.choice(_FAMILY)}{dice.choice(_FAMILY).lower()}" for _ in range(2))
        person = Person(
            title=dice.choice(("Mr", "Ms")),
            given_name=dice.choice(_GIVEN),
            middle_name=dice.choice(_GIVEN),
            family_name=family,
            preferred_given_name=dice.choice(_GIVEN),
            previous_family_name=former,
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
            date_of_birth=date(1990, 1, 1) + timedelta(days=dice.randrange(7000)),
            place_of_birth=dice.choice(_TOWNS),
            gender=dice.choice((Gender.MALE, Gender.FEMALE)),
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
    """Give a learner as a row of the table."""
    return values_of(person) | {
        "uln": uln,
        "standing": "active",
        "version": 1,
        "created_at": _AT,
        "updated_at": _AT,
        "registered_by": "DEMO01",
    }


def fill(url: str, count: int) -> list[tuple[str, Person]]:
    """Make the register at this URL: the demonstration cast and so many learners. Give the learners."""
    engine = open_engine(url)
    schema.upgrade(engine)
    demo.load(Store(engine))
    made = people(count)
    with engine.begin() as connection:
        for start in range(0, count, _ROWS_AT_ONCE):
            rows = [row(uln, person) for uln, person in made[start : start + _ROWS_AT_ONCE]]
            connection.execute(insert(learner), rows)
    engine.dispose()
    return made


def sqlite_register(folder: Path, count: int) -> tuple[str, list[tuple[str, Person]]]:
    """Make a register in a SQLite file; give its URL and the learners."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'bench.db'}"
    return url, fill(url, count)
