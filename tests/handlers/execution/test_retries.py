"""The gateway retries what a database could not do.

It does not retry what may have been committed.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import text

from gateway import demo
from gateway.domain.event import LearningEvent
from gateway.domain.event_load import EventFile, EventRow
from gateway.handlers.event_loads.load_events import load_events
from gateway.settings import Settings
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.builders import LEARNER_SERVICE, REGMSG, Wire, learner, miap
from tests.faulty import FaultyPostgresql, FaultySqlite, Kind, faulty_postgresql
from tests.torture.test_every_statement_may_fail import LOOK, UNKNOWN_FAILURE, held

REGISTER = miap(REGMSG, "RegisterLearner", {"Learner": learner()})


@pytest.fixture
def proxied(postgresql_url: str) -> Iterator[tuple[Wire, FaultyPostgresql]]:
    """Return a gateway, and a proxy to make it fail."""
    with faulty_postgresql(postgresql_url) as proxy, Wire.open(Settings(database_url=proxy.url, threads=1)) as wire:
        assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body
        yield wire, proxy


def registered(wire: Wire) -> int:
    """Count the learners with the registered name."""
    with wire.store.engine.connect() as connection:
        counted = connection.execute(text("SELECT count(*) FROM learner WHERE family_name = 'Orme'"))
        return int(counted.scalar_one())


@pytest.mark.parametrize("state", ["40001", "40P01", "57P01", "57P02", "57P03", "0A000", "53300"])
@pytest.mark.parametrize("statement", ["INSERT INTO audit", "^COMMIT"])
def test_a_failure_of_the_moment_is_not_seen_by_the_caller(
    proxied: tuple[Wire, FaultyPostgresql], statement: str, state: str
) -> None:
    wire, proxy = proxied
    fault = proxy.arm(1, sqlstate=state, like=statement)
    reply = wire.post(LEARNER_SERVICE, REGISTER)
    assert fault.happened
    assert (reply.code, registered(wire)) == ("WSRC0005", 1)
    assert held(wire.store.engine) == []


@pytest.mark.parametrize("statement", ["^BEGIN", "FROM organisation", "INSERT INTO audit"])
def test_a_connection_that_breaks_before_the_commit_is_not_seen_by_the_caller(
    proxied: tuple[Wire, FaultyPostgresql], statement: str
) -> None:
    wire, proxy = proxied
    fault = proxy.arm(1, Kind.BROKEN_AFTER, like=statement)
    assert wire.post(LEARNER_SERVICE, REGISTER).code == "WSRC0005"
    assert fault.happened
    assert registered(wire) == 1


def test_a_commit_whose_answer_is_lost_is_neither_acknowledged_nor_done_again(
    proxied: tuple[Wire, FaultyPostgresql],
) -> None:
    wire, proxy = proxied
    fault = proxy.arm(1, Kind.BROKEN_AFTER, like="^COMMIT")
    assert UNKNOWN_FAILURE in wire.post(LEARNER_SERVICE, REGISTER).body
    assert fault.happened
    assert sum(one.startswith("COMMIT") for one in fault.seen) == 1
    assert registered(wire) == 1


def test_a_failure_that_stays_is_given_up_in_time(proxied: tuple[Wire, FaultyPostgresql]) -> None:
    wire, proxy = proxied
    fault = proxy.arm(1, sqlstate="40001", like="INSERT INTO audit", always=True)
    assert UNKNOWN_FAILURE in wire.post(LEARNER_SERVICE, REGISTER).body
    assert sum(one.startswith("INSERT INTO audit") for one in fault.seen) == 4
    proxy.disarm()
    assert registered(wire) == 0


def test_a_column_whose_type_changes_fails_no_call(postgresql_url: str) -> None:
    with Wire.open(Settings(database_url=postgresql_url, threads=1)) as wire:
        for _ in range(12):  # a statement is prepared at its fifth run
            assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body
        with psycopg.connect(postgresql_url, autocommit=True) as operator:
            operator.execute("ALTER TABLE learner ALTER COLUMN family_name TYPE varchar(400)")
            operator.execute("ALTER TABLE organisation ALTER COLUMN name TYPE varchar(400)")
        for _ in range(3):
            assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body


def test_a_column_whose_type_changes_fails_no_call_of_many_connections(postgresql_url: str) -> None:
    with Wire.open(Settings(database_url=postgresql_url, threads=8)) as wire, ThreadPoolExecutor(8) as callers:

        def answers() -> set[bool]:
            bodies = callers.map(lambda _: wire.post(LEARNER_SERVICE, LOOK).body, range(200))
            return {b"WSRC0004" in one for one in bodies}

        assert answers() == {True}
        with psycopg.connect(postgresql_url, autocommit=True) as operator:
            operator.execute("ALTER TABLE learner ALTER COLUMN family_name TYPE varchar(400)")
        assert [b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body for _ in range(12)] == [True] * 12
        with psycopg.connect(postgresql_url, autocommit=True) as operator:
            operator.execute("ALTER TABLE learner ALTER COLUMN family_name TYPE varchar(500)")
        assert answers() == {True}


def test_a_server_that_ends_every_connection_fails_no_call(postgresql_url: str) -> None:
    with Wire.open(Settings(database_url=postgresql_url)) as wire:
        assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body
        with psycopg.connect(postgresql_url, autocommit=True) as operator:
            operator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body


@pytest.mark.parametrize("statement", ["BEGIN", "FROM organisation", "INSERT INTO audit"])
def test_a_failure_of_the_moment_on_sqlite_is_not_seen_by_the_caller(sqlite_url: str, statement: str) -> None:
    with Wire.open(Settings(database_url=sqlite_url)) as wire:
        fault = FaultySqlite(wire.store.engine).arm(1, like=statement)
        assert wire.post(LEARNER_SERVICE, REGISTER).code == "WSRC0005"
        assert fault.happened
        assert registered(wire) == 1


def test_a_failure_of_the_moment_stops_no_load(proxied: tuple[Wire, FaultyPostgresql]) -> None:
    proxy = proxied[1]
    engine = open_engine(proxy.url)
    rows = [EventRow(line, demo.ANN_ULN, LearningEvent(0, "ILR", f"Subject {line}", "1")) for line in range(2, 42)]
    file = EventFile(name="events.csv", digest="a" * 64, source="ILR", year="2023", return_number="14")
    fault = proxy.arm(1, sqlstate="40P01", like="COPY learning_event")
    loaded = load_events(Store(engine), file, rows, by="jo", at_once=20)
    assert fault.happened
    assert loaded.load.counts.new == len(rows)
    engine.dispose()
