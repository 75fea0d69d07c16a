"""Measure registration by batch, beside raw inserts and calls.

`make bench BENCH='--only batches'` runs this. The matching model is learnt first, as an operator does. In each round
one batch has the workers to itself, which shows their speed, and another has single calls beside it, which shows how
long the calls wait.
"""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from gateway.domain.learner import Person
from gateway.handlers.matching.refresh_matching import refresh_matching
from gateway.settings import Settings
from gateway.store.database.database_session import transaction
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.bench import population
from tests.bench.messages import our_messages
from tests.builders import LEARNER_SERVICE, Wire, miap

_BATCH = 200
_BATCHNS = "http://api.lrs.miap.gov.uk/batchmsg"


def _submission(people: list[tuple[str, Person]]) -> bytes:
    rows = [
        {
            "Title": person.title,
            "GivenName": person.given_name,
            "MiddleOtherName": person.middle_name,
            "FamilyName": person.family_name,
            "SchoolAtAge16": person.school_at_16,
            "LastKnownAddressLine1": person.address.line1,
            "LastKnownPostCode": person.postcode,
            "DateOfBirth": person.date_of_birth.isoformat(),
            "EmailAddress": person.email,
            "Gender": int(person.gender),
            "AbilityToShare": 1,
            "VerificationType": 1,
        }
        for _, person in people
    ]
    values = {"JobType": "FUL", "LearnerRecordCount": len(rows), "Learner": rows}
    return miap(_BATCHNS, "SubmitBatch", values).encode()


def _learn(url: str) -> None:
    engine = open_engine(url)
    refresh_matching(Store(engine), iter)
    engine.dispose()


@contextmanager
def _workers(url: str, count: int) -> Iterator[None]:
    command = [sys.executable, "-m", "gateway.cli", "worker"]
    environment = os.environ | {"GATEWAY_DATABASE_URL": url, "GATEWAY_LOG_LEVEL": "ERROR"}
    processes = [subprocess.Popen(command, env=environment) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def _raw(url: str, people: list[tuple[str, Person]]) -> float:
    """Insert learners by the driver only; return learners per second.

    Each transaction has 200 learners.
    """
    engine = open_engine(url)
    insert = population.INSERTION.statement  # the ULN is in use: draw another
    rows = [population.row(uln, person) for uln, person in people]
    started = time.perf_counter()
    for start in range(0, len(rows), _BATCH):
        with transaction(engine) as session:
            session.run_all(insert, rows[start : start + _BATCH])
    took = time.perf_counter() - started
    engine.dispose()
    return len(rows) / took


def _timed(calls: list[Callable[[], object]]) -> list[float]:
    took = []
    for call in calls:
        started = time.perf_counter()
        call()
        took.append((time.perf_counter() - started) * 1e3)
    return took


def _wait_until_done(url: str) -> None:
    engine = open_engine(url)
    try:
        while True:
            with engine.connect() as connection:
                left = connection.execute(
                    text("SELECT count(*) FROM batch_job WHERE status IN ('submitted', 'running')")
                )
                if not left.scalar_one():
                    return
            time.sleep(0.05)
    finally:
        engine.dispose()


def report(
    name: str, url: str, held: list[tuple[str, Person]], *, rounds: int, size: int, workers: int
) -> dict[str, Any]:
    """Print the speeds of batches and of raw inserts.

    Prints also how long a batch takes to submit, and the times of single calls with and without a batch beside them.
    """
    spare = iter(population.people(len(held) + rounds * 3 * size)[len(held) :])
    singles = our_messages(held[:500])
    batched, raw, submits, alone, beside = [], [], [], [], []
    _learn(url)
    with Wire.open(Settings(database_url=url)) as wire, _workers(url, workers):
        time.sleep(3)  # the workers are still starting

        def calls(messages: list[bytes]) -> list[Callable[[], object]]:
            return [lambda message=message: wire.post(LEARNER_SERVICE, message) for message in messages]  # type: ignore[misc]

        def intake() -> list[Callable[[], object]]:
            return calls([_submission(list(islice(spare, _BATCH))) for _ in range(0, size, _BATCH)])

        _timed(calls(singles))
        for _ in range(rounds):
            raw.append(_raw(url, list(islice(spare, size))))
            alone += _timed(calls(singles))
            first, second = intake(), intake()
            started = time.perf_counter()
            submits += _timed(first)
            _wait_until_done(url)
            batched.append(size / (time.perf_counter() - started))
            submits += _timed(second)
            aside = threading.Thread(target=lambda: beside.extend(_timed(calls(singles))))
            aside.start()
            _wait_until_done(url)
            aside.join()
    table = Table(
        "measure",
        "median",
        "range or p99",
        title=f"Batches of {_BATCH}, {name}, {len(held):,} learners held, {workers} workers",
    )
    for what, rates in (("learners/s by batch", batched), ("learners/s by raw inserts", raw)):
        table.add_row(what, f"{statistics.median(rates):,.0f}", f"{min(rates):,.0f}-{max(rates):,.0f}")
    for what, times in (
        ("submit, ms", submits),
        ("learnerByULN alone, ms", alone),
        ("learnerByULN beside, ms", beside),
    ):
        table.add_row(what, f"{statistics.median(times):.2f}", f"p99 {sorted(times)[len(times) * 99 // 100]:.2f}")
    Console(width=110).print(table)
    return {
        "database": name,
        "learners": len(held),
        "learners_a_second": batched,
        "raw_inserts_a_second": raw,
        "submit_ms": statistics.median(submits),
        "call_alone_p99_ms": sorted(alone)[len(alone) * 99 // 100],
        "call_beside_p99_ms": sorted(beside)[len(beside) * 99 // 100],
    }
