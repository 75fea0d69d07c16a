"""Failures in a worker: refused rows, no database, wrong clocks."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text

from gateway.batch_worker.worker import Worker
from gateway.settings import Settings
from gateway.store.errors import Misconfigured
from gateway.store.unit import Store, utc_now
from tests.builders import Wire
from tests.faulty import FaultySqlite
from tests.journeys.test_batches import HAL, output, submit, work
from tests.torture import intake

NAMES = ("Ada", "Bob", "Cat", "Dan", "Eve", "Fay")
ROWS = [
    HAL | {"GivenName": name, "FamilyName": f"{name}son", "DateOfBirth": f"200{place}-0{place + 1}-11"}
    for place, name in enumerate(NAMES)
]
REFUSING = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF NEW.family_name = 'Danson' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$;
CREATE CONSTRAINT TRIGGER refusing AFTER INSERT ON learner DEFERRABLE INITIALLY {when}
FOR EACH ROW EXECUTE FUNCTION refuse();
"""


@contextmanager
def refused_on_sqlite(url: str) -> Iterator[Wire]:
    with Wire.open(Settings(database_url=url)) as wire:
        FaultySqlite(wire.store.engine).arm(1, like=r"(?s)INSERT INTO learner \(.*Danson", always=True)
        yield wire


@contextmanager
def refused_on_postgresql(url: str, when: str) -> Iterator[Wire]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(REFUSING.format(when=when).encode())
    with Wire.open(Settings(database_url=url)) as wire:
        yield wire


@pytest.mark.parametrize("how", ["sqlite", "immediate", "deferred"])
def test_a_row_that_the_register_refuses_is_rejected_and_all_others_are_done(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    if how == "sqlite":
        opened = refused_on_sqlite(request.getfixturevalue("sqlite_url"))
    else:
        opened = refused_on_postgresql(request.getfixturevalue("postgresql_url"), when=how)
    with opened as wire:
        job = submit(wire, *ROWS).text("JobID")
        work(wire)
        done = output(wire, job)
    assert done.code == "WSRC0009"
    assert done.texts("ReturnCode") == ["RC001", "RC001", "RC001", "RC011", "RC001", "RC001"]
    assert [record.fields["row"] for record in caplog.records if record.message == "row failed"] == [4]  # type: ignore[attr-defined]


def test_a_register_that_lacks_a_table_fails_no_job(postgresql_url: str) -> None:
    with Wire.open(Settings(database_url=postgresql_url)) as wire:
        job = submit(wire, *ROWS).text("JobID")
        with psycopg.connect(postgresql_url, autocommit=True) as operator:
            operator.execute("ALTER TABLE learner RENAME TO gone")
            with pytest.raises(Misconfigured):
                Worker(wire.store).work()
            operator.execute("ALTER TABLE gone RENAME TO learner")
        work(wire)
        assert output(wire, job).texts("ReturnCode") == ["RC001"] * len(ROWS)


@pytest.mark.parametrize("wrong", [timedelta(hours=2), timedelta(hours=-2)])
def test_a_job_whose_worker_died_with_a_wrong_clock_waits_no_longer_than_a_lease(wire: Wire, wrong: timedelta) -> None:
    job = submit(wire, *ROWS).text("JobID")
    with Store(wire.store.engine, lambda: utc_now() + wrong).unit() as unit:
        assert unit.batches.claim(timedelta(seconds=0.3)) is not None
    time.sleep(0.4)
    assert Worker(wire.store).work()
    work(wire)
    assert output(wire, job).code == "WSRC0009"


def test_on_postgresql_a_wrong_clock_takes_no_job_from_a_worker_that_lives(postgresql_url: str) -> None:
    with Wire.open(Settings(database_url=postgresql_url)) as wire:
        submit(wire, *ROWS)
        engine = wire.store.engine
        with Store(engine).unit() as unit:
            assert unit.batches.claim(timedelta(seconds=30)) is not None
        with Store(engine, lambda: utc_now() + timedelta(hours=2)).unit() as unit:
            assert unit.batches.claim(timedelta(seconds=30)) is None


def test_workers_whose_clocks_are_hours_apart_do_every_row_once(wire: Wire) -> None:
    batches = intake.send(wire, batches=1, size=10, seed=1)
    engine, stop = wire.store.engine, threading.Event()
    clocks = (utc_now, lambda: utc_now() + timedelta(hours=2))
    threads = [threading.Thread(target=Worker(Store(engine, clock)).run, args=(stop,)) for clock in clocks]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 20
    while open_jobs(wire) and time.monotonic() < until:
        time.sleep(0.1)
    stop.set()
    for thread in threads:
        thread.join()
    assert intake.faults(wire, batches) == []


def open_jobs(wire: Wire) -> int:
    with wire.store.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM batch_job WHERE finished_at IS NULL")).scalar_one())
