"""Groups of registrations in several processes agree.

A person gets one ULN, and no groups wait for each other. A worker that is killed has told no ULN that is not on the
register.
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

import psutil
import psycopg
import pytest
from sqlalchemy import select

from gateway import demo
from gateway.settings import Settings
from gateway.store.database.engine import open_engine
from gateway.store.database.group import MemberSession, run_together
from gateway.store.tables.learners import learner
from gateway.store.unit import Store
from tests.builders import LEARNER_SERVICE, Wire
from tests.clients.served import Served, serving
from tests.journeys.test_one_person_one_uln import message
from tests.stored import rows

THREADS = 16
PEOPLE, KILLS = (200, 8) if "TORTURE_SECONDS" in os.environ else (60, 2)
_REGISTERED, _EXISTS = b"WSRC0005", b"WSRC0021"


def registered(url: str) -> dict[str, str]:
    """Return the family name of each new learner, by ULN."""
    engine = open_engine(url)
    found = rows(Store(engine), select(learner.c.uln, learner.c.family_name))
    engine.dispose()
    return {row.uln: row.family_name.upper() for row in found if row.uln not in {one.uln for one in demo.learners()}}


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


ROUNDS = 20


def deadlocks(url: str) -> int:
    """Return how many deadlocks PostgreSQL has ended."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        asked = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        (found,) = connection.execute(asked).fetchone() or (0,)
        return int(found)


def register_in_both_orders(url: str, rounds: range) -> None:
    """Register people in two groups at once, in both orders.

    Each round has people of its own.
    """
    with Wire.open(Settings(database_url=url)) as wire:
        for by in (demo.COLLEGE, demo.SECOND_COLLEGE):
            wire.post(LEARNER_SERVICE, message(999, by))
        start = threading.Barrier(2)

        def one_side(messages: Sequence[str]) -> None:
            start.wait()
            run_together([partial(wire.post, LEARNER_SERVICE, one) for one in messages])

        for number in rounds:
            people = range(12 * number, 12 * (number + 1))
            sides = (
                [message(person, demo.COLLEGE) for person in people],
                [message(person, demo.SECOND_COLLEGE) for person in reversed(people)],
            )
            with ThreadPoolExecutor(2) as threads:
                list(threads.map(one_side, sides))


def test_groups_with_the_same_people_do_not_deadlock(postgresql_url: str) -> None:
    register_in_both_orders(postgresql_url, range(ROUNDS))
    assert deadlocks(postgresql_url) == 0


def test_without_one_order_they_do(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = MemberSession.insert_planned
    monkeypatch.setattr(MemberSession, "insert_planned", lambda self, insertion, row, _: real(self, insertion, row, ()))
    for first in range(0, 2 * ROUNDS, 2):
        if not deadlocks(postgresql_url):
            register_in_both_orders(postgresql_url, range(first, first + 2))
    assert deadlocks(postgresql_url) > 0
