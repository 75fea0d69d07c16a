"""Each accepted row has exactly one effect, whatever is killed.

`make torture` does this for longer.
"""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.process import BaseProcess
from typing import Any

import pytest
from sqlalchemy import update

from gateway.batch_worker.worker import Worker
from gateway.handlers.batch_rows.do_row import do_row, read_row
from gateway.settings import Settings
from gateway.store.repositories.batches import Lease
from gateway.store.tables.batches import batch_row
from gateway.store.unit import Store
from tests.builders import Wire
from tests.forked import end_of, start
from tests.torture import achievement_intake, intake
from tests.torture.deadly_worker import work
from tests.torture.intake import finish

SEED = int(os.environ.get("TORTURE_SEED", "20261124"))
SECONDS = float(os.environ.get("TORTURE_SECONDS", "4"))
LEASE = 0.5
POINTS = (
    "before claim",
    "after claim",
    "before row",
    "after row",
    "before output",
    "after output",
    "before commit",
    "after commit",
)


@dataclass(frozen=True, slots=True)
class Intake:
    """A kind of batches, with functions to send and check."""

    send: Callable[..., list[Any]]
    faults: Callable[[Wire, list[Any]], list[str]]


INTAKES = {
    "registrations": Intake(intake.send, intake.faults),
    "achievements": Intake(achievement_intake.send, achievement_intake.faults),
}


@pytest.fixture(params=INTAKES)
def of(request: pytest.FixtureRequest) -> Intake:
    return INTAKES[request.param]


def deadly_worker(url: str, point: str, number: int) -> BaseProcess:
    return start(work, url, LEASE, point, number)


@contextmanager
def opened(url: str) -> Iterator[Wire]:
    with Wire.open(Settings(database_url=url)) as wire:
        yield wire


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_at_any_step_leaves_nothing_undone_or_done_twice(
    database_url: str, of: Intake, point: str
) -> None:
    with opened(database_url) as wire:
        batches = of.send(wire, batches=1, size=12, seed=SEED)
        process = deadly_worker(database_url, point, 3)
        assert end_of(process, 30) == -signal.SIGKILL, "the worker did not reach the point"
        time.sleep(LEASE + 0.1)
        finish(wire)
        assert of.faults(wire, batches) == []


def test_workers_killed_at_random_leave_nothing_undone_or_done_twice(database_url: str, of: Intake) -> None:
    dice = random.Random(SEED)
    with opened(database_url) as wire:
        batches = of.send(wire, batches=2, size=30, seed=SEED)
        workers = [deadly_worker(database_url, "random", dice.randrange(10**6)) for _ in range(2)]
        kills = 0
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            time.sleep(dice.uniform(0.05, 0.4))
            place = dice.randrange(len(workers))
            if workers[place].is_alive() and dice.random() < 0.5:
                workers[place].kill()
            for other, process in enumerate(workers):
                if not process.is_alive():
                    kills += 1
                    workers[other] = deadly_worker(database_url, "random", dice.randrange(10**6))
        for process in workers:
            process.kill()
            process.join()
        time.sleep(LEASE + 0.1)
        finish(wire)
        assert kills > 1
        assert of.faults(wire, batches) == []


@dataclass(kw_only=True)
class CarelessWorker:
    """A worker that trusts its lease for ever.

    It reads its rows by the lease, and writes results without checking it. A control: the tests must find it out.
    """

    store: Store
    lease: timedelta
    reach: Callable[[str], None]

    def work(self) -> bool:
        with self.store.unit() as unit:
            claim = unit.batches.claim(self.lease)
            assert claim is not None
            rows = unit.batches.pending(claim, 200)
        self.reach("after claim")
        with self.store.unit() as unit:
            read = {place: read_row(claim.kind, given, claim.submission) for place, given in rows}
            done = {place: do_row(row, claim.caller, unit, check_only=False) for place, row in read.items()}
        with self.store.engine.begin() as connection:
            for place, result in done.items():
                here = (batch_row.c.job_id == claim.job_id, batch_row.c.position == place)
                connection.execute(update(batch_row).where(*here).values(code=str(result.code)))
        return True


def sleeper(wire: Wire, kind: type[Worker | CarelessWorker] = Worker) -> tuple[Worker | CarelessWorker, list[str]]:
    """Return a worker that sleeps until its lease has ended.

    Another worker does the job meanwhile.
    """
    slept: list[str] = []

    def reach(where: str) -> None:
        if where == "after claim" and not slept:
            slept.append(where)
            finish(wire)

    return kind(store=wire.store, lease=timedelta(0), reach=reach), slept


def test_a_worker_that_slept_through_its_lease_is_shut_out(
    wire: Wire, of: Intake, caplog: pytest.LogCaptureFixture
) -> None:
    batches = of.send(wire, batches=1, size=5, seed=SEED)
    worker, slept = sleeper(wire)
    worker.work()
    finish(wire)
    assert slept
    assert "lease lost" in [record.message for record in caplog.records]
    assert of.faults(wire, batches) == []


def test_a_worker_that_slept_is_shut_out_while_another_has_the_job(
    wire: Wire, of: Intake, caplog: pytest.LogCaptureFixture
) -> None:
    others: list[Lease] = []

    def reach(where: str) -> None:
        if where == "after claim":
            with wire.store.unit() as unit:
                others.extend(iter(lambda: unit.batches.claim(timedelta(minutes=1)), None))

    batches = of.send(wire, batches=1, size=5, seed=SEED)
    Worker(wire.store, lease=timedelta(0), reach=reach).work()
    assert "lease lost" in [record.message for record in caplog.records]
    (same,) = (one for one in others if not one.is_first)
    with wire.store.unit() as unit:
        assert unit.batches.pending(same, 1)[0][0] == 1
        for one in others:
            unit.batches.give_back(one)
    finish(wire)
    assert of.faults(wire, batches) == []


def test_without_the_token_a_worker_that_slept_does_rows_again(wire: Wire, of: Intake) -> None:
    batches = of.send(wire, batches=1, size=5, seed=SEED)
    worker, slept = sleeper(wire, CarelessWorker)
    worker.work()
    finish(wire)
    assert slept
    assert of.faults(wire, batches) != [], "the test above could not fail"
