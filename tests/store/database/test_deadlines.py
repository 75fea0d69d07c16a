"""If the database stops answering, each call ends in time.

When the database answers again, the calls are right.
"""

import fcntl
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import psycopg
import pytest
from sqlalchemy import func, literal, make_url, select

from gateway import demo
from gateway.domain.organisation import Organisation
from gateway.settings import Settings
from gateway.store.database.database_session import DatabaseSession
from gateway.store.database.deadline import Deadline
from gateway.store.database.engine import open_engine
from gateway.store.database.locks import loading_alone
from gateway.store.errors import CommitInDoubt, Overdue, StoreError, Unavailable
from gateway.store.unit import Store
from tests.builders import LEARNER_SERVICE, Wire
from tests.clients.served import serving
from tests.faulty import FaultyPostgresql, Kind, faulty_postgresql
from tests.torture.test_every_statement_may_fail import LOOK, UNKNOWN_FAILURE, held

SECONDS = 1
ENOUGH = 2.5
"""Seconds after which calls with deadline SECONDS must have ended."""


@contextmanager
def in_time(seconds: float = ENOUGH) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


@pytest.fixture
def proxy(postgresql_url: str) -> Iterator[FaultyPostgresql]:
    with faulty_postgresql(postgresql_url) as opened:
        yield opened


@pytest.fixture
def frozen(proxy: FaultyPostgresql) -> Iterator[tuple[Wire, FaultyPostgresql]]:
    """Return a gateway, and a proxy that freezes its database."""
    settings = Settings(database_url=proxy.url, call_seconds=SECONDS, threads=4)
    with Wire.open(settings) as wire:
        assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body
        yield wire, proxy


def organisation(store: Store, deadline: Deadline | None = None) -> Organisation | None:
    with store.unit(deadline) as unit:
        return unit.organisations.named(demo.COLLEGE.ukprn, "")


def test_calls_to_a_frozen_database_end_in_time_and_are_right_when_it_goes_on(
    frozen: tuple[Wire, FaultyPostgresql],
) -> None:
    wire, proxy = frozen
    proxy.freeze()
    with ThreadPoolExecutor(4) as threads, in_time(2 * ENOUGH):
        bodies = list(threads.map(lambda _: wire.post(LEARNER_SERVICE, LOOK).body, range(4)))
    assert all(UNKNOWN_FAILURE in body for body in bodies)
    assert held(wire.store.engine) == []
    proxy.thaw()
    assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body


def test_a_call_that_waits_in_a_group_has_one_deadline(proxy: FaultyPostgresql, tmp_path: Path) -> None:
    seconds = 3
    with serving(tmp_path, proxy.url, GATEWAY_CALL_SECONDS=str(seconds), GATEWAY_WORKERS="1") as served:
        look = partial(
            httpx.post, served.url + LEARNER_SERVICE, content=LOOK, headers={"Content-Type": "text/xml"}, timeout=20
        )
        assert b"WSRC0004" in look().content
        fault = proxy.arm(1, Kind.FROZEN, like="FROM learner")
        with in_time(1.5 * seconds):
            assert UNKNOWN_FAILURE in look().content
    assert fault.happened


@pytest.mark.parametrize("statement", ["BEGIN", "FROM learner", "^COMMIT"])
def test_a_database_that_freezes_at_a_statement_is_not_waited_for(
    frozen: tuple[Wire, FaultyPostgresql], statement: str
) -> None:
    wire, proxy = frozen
    fault = proxy.arm(1, Kind.FROZEN, like=statement)
    with in_time():
        assert UNKNOWN_FAILURE in wire.post(LEARNER_SERVICE, LOOK).body
    assert fault.happened
    assert held(wire.store.engine) == []
    proxy.disarm()
    assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body


def test_health_says_in_time_that_the_database_does_not_answer(frozen: tuple[Wire, FaultyPostgresql]) -> None:
    wire, proxy = frozen
    assert wire.request("GET", "/health").status == 200
    proxy.freeze()
    with in_time(4):
        assert wire.request("GET", "/health").status == 503
    proxy.thaw()
    assert wire.request("GET", "/health").status == 200


def test_work_without_a_deadline_ends_where_the_database_answers_nobody(
    proxy: FaultyPostgresql, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("gateway.store.database.deadline._SECONDS_UNTIL_ASKED", 0.2)
    monkeypatch.setattr("gateway.store.database.deadline._SECONDS_UNTIL_ASKED_AGAIN", 0.2)
    monkeypatch.setattr("gateway.store.database.deadline._SECONDS_TO_ANSWER", (2, 2))
    engine = open_engine(proxy.url)
    store = Store(engine)
    with store.reading() as reader:
        assert reader.organisations.all()
        time.sleep(1.2)  # longer than two questions take: the database answers them, so the work may go on
        assert reader.organisations.all()
        proxy.freeze()
        with in_time(7), pytest.raises(Overdue):
            reader.organisations.all()
        with in_time(1.5), pytest.raises(Overdue):  # and nobody else waits for it in vain
            organisation(store)
    assert "waiting for the database" in [record.message for record in caplog.records]
    assert held(engine) == []
    proxy.thaw()
    assert organisation(store) is not None
    engine.dispose()


def test_a_command_says_what_it_waits_for_and_ends_with_one_line(proxy: FaultyPostgresql) -> None:
    proxy.freeze()
    environment = {**os.environ, "GATEWAY_DATABASE_URL": proxy.url}
    begun = [
        subprocess.Popen(
            [sys.executable, "-m", "gateway.cli", *command.split()],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in ("migrate", "serve", "worker", "organisation list")
    ]
    for process in begun:
        waiting, *last = process.communicate(timeout=25)[1].splitlines()
        assert (process.returncode, len(last)) == (1, 1)
        assert waiting == f"lrs-gateway: waiting for the database at 127.0.0.1:{make_url(proxy.url).port}"


def test_a_frozen_commit_is_in_doubt(proxy: FaultyPostgresql) -> None:
    engine = open_engine(proxy.url)
    organisation(Store(engine))
    proxy.arm(1, Kind.FROZEN, like="^COMMIT")
    with in_time(), pytest.raises(CommitInDoubt):
        organisation(Store(engine), Deadline(SECONDS))
    engine.dispose()


def test_who_connects_to_a_database_that_takes_connections_and_says_nothing_ends_in_time(
    proxy: FaultyPostgresql,
) -> None:
    proxy.freeze()
    engine = open_engine(proxy.url + "&connect_timeout=2")
    with in_time(4), pytest.raises(Unavailable):
        organisation(Store(engine))
    engine.dispose()


@pytest.mark.parametrize("statement", ["version", "SET lock_timeout"])
def test_a_database_that_freezes_as_a_connection_is_prepared_is_not_waited_for(
    proxy: FaultyPostgresql, statement: str
) -> None:
    engine = open_engine(proxy.url)
    fault = proxy.arm(1, Kind.FROZEN, like=statement)
    with in_time(), pytest.raises(Unavailable):
        organisation(Store(engine), Deadline(SECONDS))
    assert fault.happened
    assert held(engine) == []
    engine.dispose()


def test_who_waits_for_the_lock_of_loads_ends_in_time(proxy: FaultyPostgresql, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.store.database.locks._SECONDS_TO_LOCK", SECONDS)
    engine = open_engine(proxy.url)
    organisation(Store(engine))
    proxy.freeze()
    with in_time(), pytest.raises(Unavailable), loading_alone(engine):
        pass
    assert held(engine) == []
    engine.dispose()


def test_a_network_that_is_silent_is_noticed_unless_the_url_says_otherwise(proxy: FaultyPostgresql) -> None:
    engine = open_engine(proxy.url + "&keepalives_idle=77")
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        said = driver.info.get_parameters()
    assert (said["tcp_user_timeout"], said["keepalives_idle"], said["connect_timeout"]) == ("20000", "77", "5")
    engine.dispose()


def test_postgresql_ends_a_statement_of_a_call_that_takes_too_long(postgresql_url: str) -> None:
    with Wire.open(Settings(database_url=postgresql_url, call_seconds=7)) as wire:
        session = DatabaseSession(wire.store.engine)
        assert session.rows(select(func.current_setting("statement_timeout").label("setting")))[0].setting == "7s"
        session.roll_back()


def test_a_unit_that_sleeps_beyond_its_deadline_commits_nothing(store: Store) -> None:
    with store.unit() as unit:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
    assert college is not None
    with pytest.raises(Overdue), store.unit(Deadline(0.1)) as unit:
        unit.organisations.add_user(college, "newcomer")
        time.sleep(0.6)
    assert held(store.engine) == []
    with store.unit() as unit:
        assert "newcomer" not in unit.organisations.users(college)


def test_a_statement_that_does_not_end_is_ended_on_sqlite(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    numbers = select(literal(1).label("number")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.number + 1))
    session = DatabaseSession(engine, reading=True, deadline=Deadline(0.3))
    with in_time(), pytest.raises(Overdue):
        session.number(select(func.count().label("all_of_them")).select_from(numbers))
    session.roll_back()
    assert held(engine) == []
    engine.dispose()


def test_whoever_does_not_let_go_of_sqlite_is_not_waited_for_beyond_the_deadline(sqlite_url: str) -> None:
    with Wire.open(Settings(database_url=sqlite_url, call_seconds=SECONDS)) as wire:
        assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body
        file = wire.store.engine.url.database or ""
        somebody = sqlite3.connect(file, isolation_level=None)
        somebody.execute("BEGIN EXCLUSIVE")
        with in_time():
            assert UNKNOWN_FAILURE in wire.post(LEARNER_SERVICE, LOOK).body
        somebody.close()
        with open(f"{file}-turn", "w") as place:  # noqa: PTH123
            fcntl.flock(place, fcntl.LOCK_EX)
            with in_time():
                assert UNKNOWN_FAILURE in wire.post(LEARNER_SERVICE, LOOK).body
        assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body
        assert held(wire.store.engine) == []


def test_who_waits_for_the_unit_before_ends_in_time(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    store = Store(engine)
    entered, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with store.unit():
            entered.set()
            leave.wait()

    slow = threading.Thread(target=stay)
    slow.start()
    entered.wait()
    with in_time(), pytest.raises(Overdue):
        organisation(store, Deadline(SECONDS))
    leave.set()
    slow.join()
    assert organisation(store) is not None
    assert held(engine) == []
    engine.dispose()


FORKED = """
import os, sys, time
from gateway.store.database.deadline import Deadline
from gateway.store.database.engine import open_engine
from gateway.store.errors import Overdue
from gateway.store.unit import Store
engine = open_engine(sys.argv[1])
with Store(engine).unit():
    pass
engine.dispose()
if os.fork() == 0:
    try:
        with Store(engine).unit(Deadline(0.1)):
            time.sleep(0.6)
    except Overdue:
        os._exit(7)
    os._exit(0)
sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


def test_a_child_process_has_deadlines_too(sqlite_url: str) -> None:
    ended = subprocess.run([sys.executable, "-c", FORKED, sqlite_url], check=False, cwd=Path(__file__).parents[3])
    assert ended.returncode == 7


def test_the_errors_of_time_are_errors_of_the_store() -> None:
    assert issubclass(Overdue, Unavailable)
    assert issubclass(Unavailable, StoreError)
