"""Batches of achievements for workers that are killed.

Some achievements are reported twice, updated or withdrawn. The module knows the right result of each.
"""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import text

from gateway import demo
from tests.builders import Wire
from tests.journeys.achievements import BEA, UPDATE, WITHDRAW, read, submit

CLIENTS = 4
_ORGANISATIONS = (demo.AWARDING, demo.VERIFIER)
_CREATED, _UPDATED, _WITHDRAWN, _EXISTS = "AC001", "AC002", "AC003", "AC303"
_LEARNERS = [
    {"Uln": uln, "GivenName": person.given_name, "FamilyName": person.family_name}
    for uln, person in ((demo.ANN_ULN, demo.ANN), (demo.BEA_ULN, demo.BEA), (demo.SION_ULN, demo.SION))
]


@dataclass(frozen=True, slots=True)
class Submission:
    """An accepted submission: job, sender, and each record's right code."""

    job: str
    sender: demo.DemoOrganisation
    codes: tuple[str, ...]


def records(client: int, number: int, size: int, dice: random.Random) -> Iterator[tuple[dict[str, str], str]]:
    """Yield a submission's records, each with the right code.

    The code does not depend on what is killed.
    """
    for place in range(size):
        one = BEA | dice.choice(_LEARNERS) | {"MisIdentifier": f"{client}-{number}-{place}"}
        yield one, _CREATED
        if dice.random() < 0.2:
            yield one, _EXISTS
        if dice.random() < 0.3:
            yield one | {"Action": UPDATE, "Grade": "Merit"}, _UPDATED
        if dice.random() < 0.2:
            yield one | {"Action": WITHDRAW}, _WITHDRAWN


def send(wire: Wire, batches: int, size: int, seed: int) -> list[Submission]:
    """Let four clients of two organisations send submissions at once.

    Each sends a submission several times, as a retry does.
    """
    with wire.store.unit() as unit:
        other = unit.organisations.named(demo.VERIFIER.ukprn, "")
        assert other is not None
        unit.organisations.change(other, roles=demo.AWARDING.roles)

    def one_client(client: int) -> list[Submission]:
        dice = random.Random(seed * 100 + client)
        sender = _ORGANISATIONS[client % 2]
        sent = []
        for number in range(batches):
            given = list(records(client, number, size, dice))
            replies = [submit(wire, *(row for row, _ in given), by=sender) for _ in range(2)]
            assert {reply.code for reply in replies} == {"WSRC0007"}
            jobs = {str(reply.text("JobId")) for reply in replies}
            assert len(jobs) == 1, "a retry is the same job"
            sent.append(Submission(jobs.pop(), sender, tuple(code for _, code in given)))
        return sent

    with ThreadPoolExecutor(CLIENTS) as threads:
        return [one for sent in threads.map(one_client, range(CLIENTS)) for one in sent]


def faults(wire: Wire, sent: list[Submission]) -> list[str]:
    """Return what is wrong with the outcome.

    Wrong are records that are lost or processed twice, and counts that an undisturbed run would not give.
    """
    found = []
    expected = Counter(code for one in sent for code in one.codes)
    with wire.store.engine.connect() as connection:
        for one in sent:
            rows = text(
                "SELECT code FROM batch_row JOIN batch_job ON job_id = batch_job.id WHERE number = :job ORDER BY position"
            )
            codes = tuple(connection.execute(rows, {"job": int(one.job)}).scalars())
            reply = read(wire, one.job, by=one.sender)
            if reply.code != "WSRC0009" or codes != one.codes:
                found.append(f"job {one.job}: {reply.code} {Counter(codes)} instead of {Counter(one.codes)}")
            created = Counter(one.codes)[_CREATED]
            if reply.text("AchievementsCreated") != str(created):
                found.append(f"job {one.job}: {reply.text('AchievementsCreated')} created instead of {created}")
        totals = (
            ("count(*)", expected[_CREATED]),
            ("count(withdrawn_on)", expected[_WITHDRAWN]),
            ("sum(version)", expected[_CREATED] + expected[_UPDATED] + expected[_WITHDRAWN]),
        )
        for what, number in totals:
            events = text(f"SELECT {what} FROM learning_event WHERE organisation_id IS NOT NULL")
            stored = connection.execute(events).scalar_one()
            if stored != number:
                found.append(f"{what} of the achievements is {stored} instead of {number}")
    return found
