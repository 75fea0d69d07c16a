"""Groups that write the same learners at once agree.

In several processes too, a person gets one ULN, and groups do not deadlock. A worker that is killed has told no ULN
that is not on the register.
"""

import http.client
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from sqlalchemy import select

from gateway import demo
from gateway.domain.learner import LearnerStatus
from gateway.settings import Settings
from gateway.store.database import group_statements
from gateway.store.database.engine import open_engine
from gateway.store.database.group import MemberSession, run_together
from gateway.store.database.group_statements import Writes
from gateway.store.database.session import Session
from gateway.store.tables.learners import learner as learners
from gateway.store.unit import Store
from tests.builders import LEARNER_SERVICE, REGMSG, Wire, learner, miap
from tests.clients.served import Served, serving
from tests.journeys.test_one_person_one_uln import message
from tests.stored import rows

THREADS = 16
PEOPLE, KILLS = (200, 8) if "TORTURE_SECONDS" in os.environ else (60, 2)
_ACTIVE = [one for one in demo.learners() if one.status is LearnerStatus.ACTIVE]
_REGISTERED, _EXISTS = b"WSRC0005", b"WSRC0021"


def registered(url: str) -> dict[str, str]:
    """Return the family name of each new learner, by ULN."""
    engine = open_engine(url)
    found = rows(Store(engine), select(learners.c.uln, learners.c.family_name))
    engine.dispose()
    return {row.uln: row.family_name.upper() for row in found if row.uln not in {one.uln for one in demo.learners()}}


def versions(url: str) -> dict[str, int]:
    """Return the versions of the learners that are updated."""
    engine = open_engine(url)
    held = rows(Store(engine), select(learners.c.uln, learners.c.version))
    engine.dispose()
    return {row.uln: row.version for row in held if row.uln in {one.uln for one in _ACTIVE}}


def workers(served: Served) -> list[psutil.Process]:
    """Return the worker processes, when there are two."""
    until = time.monotonic() + 20
    while len(found := psutil.Process(served.process.pid).children()) < 2:
        assert time.monotonic() < until
        time.sleep(0.02)
    return found


def post(port: int, body: str) -> bytes:
    """Post a message until it is answered."""
    until = time.monotonic() + 30
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("POST", LEARNER_SERVICE, body.encode(), {"Content-Type": "text/xml"})
            return connection.getresponse().read()
        except (OSError, http.client.HTTPException):  # the worker was killed
            assert time.monotonic() < until
            time.sleep(0.02)
        finally:
            connection.close()


def register_all(served: Served, ordinal: int) -> list[tuple[int, bytes]]:
    """Register everybody, each thread in an order of its own."""
    order = random.Random(ordinal).sample(range(PEOPLE), PEOPLE)
    by = (demo.COLLEGE, demo.SECOND_COLLEGE)[ordinal % 2]
    return [(person, post(served.port, message(person, by))) for person in order]


def answers_of_all(served: Served, meanwhile: Callable[[], None]) -> list[tuple[int, bytes]]:
    with ThreadPoolExecutor(THREADS) as threads:
        asked = [threads.submit(register_all, served, ordinal) for ordinal in range(THREADS)]
        meanwhile()
        return [answer for one in asked for answer in one.result()]


def told(answer: bytes) -> str:
    return answer.partition(b"<ULN>")[2].partition(b"</ULN>")[0].decode()


@pytest.mark.parametrize("kills", [0, KILLS])
def test_two_processes_register_people_once(database_url: str, tmp_path: Path, kills: int) -> None:
    def kill() -> None:
        for _ in range(kills):
            time.sleep(0.4)
            os.kill(workers(served)[0].pid, signal.SIGKILL)

    with serving(tmp_path, database_url, GATEWAY_WORKERS="2", GATEWAY_EMBEDDED_WORKER="off") as served:
        workers(served)
        answers = answers_of_all(served, kill)
    codes = Counter(_REGISTERED if _REGISTERED in one else _EXISTS if _EXISTS in one else one for _, one in answers)
    held = registered(database_url)
    issued = {told(one): person for person, one in answers if _REGISTERED in one}
    assert set(codes) == {_REGISTERED, _EXISTS}
    assert len(held) == len(set(held.values())) == PEOPLE
    assert codes[_REGISTERED] == len(issued) == PEOPLE or kills
    assert issued.keys() <= held.keys()


ROUNDS, PEOPLE_OF_A_ROUND = 7, 40
Plan = Callable[[MemberSession, Any, Any, Any], bool]


def _without_place(real: Plan) -> Plan:
    return lambda session, how, row, _: real(session, how, row, ())


def deadlocks(url: str) -> int:
    """Return how many deadlocks PostgreSQL has ended."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        asked = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        (found,) = connection.execute(asked).fetchone() or (0,)
        return int(found)


Messages = Callable[[int, demo.DemoOrganisation], list[str]]


def registrations(number: int, by: demo.DemoOrganisation) -> list[str]:
    """Return registrations of people whom no other round has."""
    first = PEOPLE_OF_A_ROUND * number
    return [message(person, by) for person in range(first, first + PEOPLE_OF_A_ROUND)]


def updates(number: int, by: demo.DemoOrganisation) -> list[str]:
    """Return updates of the learners that a round finds."""
    return [
        miap(
            REGMSG,
            "UpdateLearner",
            {
                "Learner": learner(
                    GivenName=one.person.given_name,
                    FamilyName=one.person.family_name,
                    LastKnownPostCode=one.person.postcode,
                    DateOfBirth=one.person.date_of_birth.isoformat(),
                    Gender=int(one.person.gender),
                    AbilityToShare=int(one.person.ability_to_share),
                    ULN=one.uln,
                    VersionNumber=one.version + number,
                    Notes=f"{by.ukprn} {number}",
                )
            },
            by=by,
        )
        for one in _ACTIVE
    ]


def write_in_both_orders(url: str, messages: Messages, rounds: range) -> None:
    """Write learners in two groups at once, in both orders.

    Neither group writes before the other has read.
    """
    real, both_have_read = group_statements.write_together, threading.Barrier(2)

    def write_together(session: Session, calls: Sequence[Writes]) -> Sequence[Writes]:
        both_have_read.wait(20)
        return real(session, calls)

    with Wire.open(Settings(database_url=url)) as wire, pytest.MonkeyPatch.context() as patch:
        patch.setattr(group_statements, "write_together", write_together)
        for by in (demo.COLLEGE, demo.SECOND_COLLEGE):
            wire.post(LEARNER_SERVICE, message(999, by))
        start = threading.Barrier(2)

        def one_side(posted: Sequence[str]) -> None:
            start.wait()
            run_together([partial(wire.post, LEARNER_SERVICE, one) for one in posted])

        for number in rounds:
            sides = messages(number, demo.COLLEGE), messages(number, demo.SECOND_COLLEGE)[::-1]
            with ThreadPoolExecutor(2) as threads:
                list(threads.map(one_side, sides))


@pytest.mark.parametrize("messages", [registrations, updates])
def test_groups_with_the_same_people_do_not_deadlock(postgresql_url: str, messages: Messages) -> None:
    write_in_both_orders(postgresql_url, messages, range(ROUNDS))
    assert deadlocks(postgresql_url) == 0


def test_each_update_of_two_groups_is_made_once(postgresql_url: str) -> None:
    write_in_both_orders(postgresql_url, updates, range(ROUNDS))
    assert versions(postgresql_url) == {one.uln: one.version + ROUNDS for one in _ACTIVE}


@pytest.mark.parametrize("messages", [registrations, updates])
def test_without_one_order_they_do(postgresql_url: str, monkeypatch: pytest.MonkeyPatch, messages: Messages) -> None:
    for name in ("insert_planned", "run_planned"):
        monkeypatch.setattr(MemberSession, name, _without_place(getattr(MemberSession, name)))
    for first in range(0, 2 * ROUNDS, 2):
        if not deadlocks(postgresql_url):
            write_in_both_orders(postgresql_url, messages, range(first, first + 2))
    until = time.monotonic() + 3  # a connection counts its deadlocks as it ends
    while not deadlocks(postgresql_url) and time.monotonic() < until:
        time.sleep(0.05)
    assert deadlocks(postgresql_url) > 0
