"""Batches of learners for workers that are killed.

Some learners are in them twice. The module knows the right result of each row.
"""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import text

from gateway import demo
from gateway.batch_worker.worker import Worker
from gateway.domain import uln
from tests.builders import LEARNER_SERVICE, Wire, miap
from tests.journeys.test_batches import ANN, BATCHMSG, HAL

CLIENTS = 4
_COLLEGES = (demo.COLLEGE, demo.SECOND_COLLEGE)


@dataclass(frozen=True, slots=True)
class Batch:
    """An accepted batch: job, sender, and each row's right code."""

    job: str
    sender: demo.DemoOrganisation
    codes: tuple[str, ...]


def rows(client: int, number: int, size: int, dice: random.Random) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    """Return the rows of a batch, and their right codes.

    The codes do not depend on what is killed. The rows are about people of this batch only, and about Ann Lee.
    """
    people = [_person((client * 100 + number) * size + person) for person in range(size)]
    given, codes = [], []
    for person in people:
        given.append(person)
        codes.append("RC001")
        if dice.random() < 0.2:
            given.append(person)
            codes.append("RC010")
    return [*given, ANN], (*codes, "RC002")


def _person(serial: int) -> dict[str, str]:
    """Return a person like nobody else in these batches."""
    dice = random.Random(serial)
    born = date(1950, 1, 1) + timedelta(days=dice.randrange(20_000))
    return HAL | {
        "GivenName": _word(dice),
        "FamilyName": f"Q{_word(dice).lower()}",
        "DateOfBirth": born.isoformat(),
        "Gender": dice.choice("12"),
        "LastKnownPostCode": f"{dice.choice(_AREAS)}{dice.randint(1, 99)} {dice.randint(0, 9)}{dice.choice(_INWARD)}",
    }


_AREAS, _INWARD = (
    ("BS", "CB", "DH", "EX", "GL", "HU", "LS", "NE", "OX", "PL", "SA", "YO"),
    ("AB", "DE", "GH", "JL", "NQ"),
)


def _word(dice: random.Random) -> str:
    return "".join(dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") for _ in range(4)).capitalize()


def send(wire: Wire, batches: int, size: int, seed: int) -> list[Batch]:
    """Let four clients send their batches at the same time.

    Each sends a batch several times, as a retry does.
    """

    def one_client(client: int) -> list[Batch]:
        dice = random.Random(seed * 100 + client)
        sender = _COLLEGES[client % 2]
        sent = []
        for number in range(batches):
            given, codes = rows(client, number, size, dice)
            order = (
                "GivenName",
                "FamilyName",
                "LastKnownPostCode",
                "DateOfBirth",
                "Gender",
                "AbilityToShare",
                "VerificationType",
            )
            learners = [{name: row[name] for name in order if name in row} for row in given]
            values = {"JobType": "FUL", "LearnerRecordCount": len(learners), "Learner": learners}
            replies = [wire.post(LEARNER_SERVICE, miap(BATCHMSG, "SubmitBatch", values, by=sender)) for _ in range(2)]
            assert {reply.code for reply in replies} == {"WSRC0007"}
            jobs = {str(reply.text("JobID")) for reply in replies}
            assert len(jobs) == 1, "a retry is the same job"
            sent.append(Batch(jobs.pop(), sender, codes))
        return sent

    with ThreadPoolExecutor(CLIENTS) as threads:
        return [batch for sent in threads.map(one_client, range(CLIENTS)) for batch in sent]


def finish(wire: Wire) -> None:
    """Let an undisturbed worker process the rest."""
    worker = Worker(wire.store)
    while worker.work():
        pass


def faults(wire: Wire, batches: list[Batch]) -> list[str]:
    """Return what is wrong with the outcome.

    Wrong are rows that are lost or processed twice, and outputs that an undisturbed run would not give.
    """
    found = []
    issued: Counter[str] = Counter()
    for batch in batches:
        reply = wire.post(
            LEARNER_SERVICE, miap(BATCHMSG, "GetSubmitBatchOutput", {"JobID": batch.job}, by=batch.sender)
        )
        codes = tuple(reply.texts("ReturnCode"))
        if reply.code != "WSRC0009" or codes != batch.codes:
            found.append(f"job {batch.job}: {reply.code} {Counter(codes)} instead of {Counter(batch.codes)}")
        issued.update(number for number, code in zip(reply.texts("ULN"), codes, strict=False) if code == "RC001")
    expected = sum(batch.codes.count("RC001") for batch in batches)
    if len(issued) != expected or set(issued.values()) - {1} or not all(map(uln.is_valid, issued)):
        found.append(f"{len(issued)} ULNs were issued to {expected} people")
    with wire.store.engine.connect() as connection:
        for table, where in (("learner", "family_key LIKE 'Q%'"), ("learner_history", "change = 'registered'")):
            stored = connection.execute(text(f"SELECT count(*) FROM {table} WHERE {where}")).scalar_one()
            if stored != expected:
                found.append(f"{stored} rows in {table} for {expected} people")
    return found
