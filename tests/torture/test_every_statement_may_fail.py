"""After any statement fails, nothing stays locked.

The next call is right. `make torture` does this for every operation and every kind of failure; here is a short run.
"""

import os
import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from gateway import demo
from gateway.batch_worker.worker import Worker
from gateway.domain.event import LearningEvent
from gateway.domain.event_load import EventFile, EventRow
from gateway.handlers.event_loads.load_events import load_events
from gateway.store.errors import StoreError
from tests.builders import FINDMSG, LEARNER_SERVICE, Wire, miap
from tests.contract.golden import PATHS, Case, cases, is_fault, issued, work
from tests.faulty import Faulty, Kind
from tests.torture import intake

LOOK = miap(
    FINDMSG,
    "FindLearnerByULN",
    {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"},
    find="FUL",
)
UNKNOWN_FAILURE = b"WSEC0999"


def one_of_each() -> dict[str, Case]:
    """Return a case with a good answer for every operation.

    An operation that two years have is under the name of 2017.
    """
    chosen: dict[str, Case] = {}
    for case in cases():
        service = case.service.removesuffix("_2014").removesuffix("_2017")
        operation = f"{service}/{case.operation}"
        good = not is_fault(case.steps[-1][1].read_bytes()) and not list(case.folder.glob("break-*"))
        if good and len(case.steps) > len(chosen[operation].steps if operation in chosen else ()):
            chosen[operation] = case
    return chosen


CASES = one_of_each()
KINDS = (Kind.REFUSED, Kind.BROKEN_BEFORE, Kind.BROKEN_AFTER)
WHOLE = "TORTURE_SECONDS" in os.environ
SEED = int(os.environ.get("TORTURE_SEED", "20261127"))
CHOSEN = CASES if WHOLE else {name: CASES[name] for name in random.Random(SEED).sample(sorted(CASES), 8)}


def held(engine: Engine) -> list[str]:
    """Return what a database that nobody uses still holds.

    That is connections in use, and the lock file that orders SQLite's writers.
    """
    found = [f"{engine.pool.checkedout()} connections"] if engine.pool.checkedout() else []  # type: ignore[attr-defined]
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            target = descriptor.readlink().name
        except OSError:
            continue
        if target.endswith(("-turn", "-load")):
            found.append(target)
    return found


def last_request(case: Case, wire: Wire) -> Callable[[], bytes]:
    """Send a case's requests but the last.

    Returns a function that sends the last one.
    """
    given: dict[str, str] = {}
    steps = case.steps
    for number, (request, response) in enumerate(steps, 1):
        if (case.folder / f"work-before-{number}").exists():
            work(wire)
        body = re.sub(rb"\{\{([0-9]+) TIMES\}\}(.*?)\{\{END\}\}", rb"\2", request.read_bytes(), flags=re.DOTALL)
        for name, value in given.items():
            body = body.replace(f"{{{{{name.upper()}}}}}".encode(), value.encode())
        if number < len(steps):
            given |= issued(response.read_bytes(), wire.post(PATHS[case.service], body, **case.headers).body)
    return lambda: wire.post(PATHS[case.service], body, **case.headers).body


def every_statement(database: Faulty, engine: Engine, do: Callable[[], object]) -> Iterator[str]:
    """Make each statement of an action fail in turn.

    Checks that nothing stays locked, and yields the statement.
    """
    for statement in count(1):
        for kind in KINDS if WHOLE else [KINDS[statement % len(KINDS)]]:
            fault = database.arm(statement, kind)
            do()
            database.disarm()
            if not fault.happened:
                return
            where = f"{kind.name} at statement {statement}, {fault.seen[statement - 1]}"
            assert held(engine) == [], where
            yield where


def test_nothing_is_held_after_any_statement_of_a_call_failed(faulty: tuple[Wire, Faulty]) -> None:
    wire, database = faulty
    wire.post(LEARNER_SERVICE, LOOK)
    for operation, case in CHOSEN.items():
        send, seen = last_request(case, wire), []
        for where in every_statement(database, wire.store.engine, send):
            assert UNKNOWN_FAILURE not in send(), where
            seen.append(where)
        assert len(seen) > 3, operation
        assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body, operation


def test_nothing_is_held_after_any_statement_of_a_chunk_of_a_batch_failed(faulty: tuple[Wire, Faulty]) -> None:
    wire, database = faulty
    store = wire.store
    batches = intake.send(wire, batches=8, size=40, seed=SEED)

    def chunks() -> None:
        with suppress(StoreError):
            Worker(store, lease=timedelta(0)).work()  # no lease, so that a job that a failure left need not wait

    for where in every_statement(database, store.engine, chunks):
        assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body, where
    intake.finish(wire)
    assert intake.faults(wire, batches) == []


def test_nothing_is_held_after_any_statement_of_a_load_failed(faulty: tuple[Wire, Faulty]) -> None:
    wire, database = faulty
    store = wire.store
    rows = [EventRow(line, demo.ANN_ULN, LearningEvent(0, "ILR", f"Subject {line}", "1")) for line in range(2, 40)]
    numbers = count(1)

    def load() -> None:
        file = EventFile(
            name="events.csv", digest=f"{next(numbers):064}", source="ILR", year="2023", return_number="14"
        )
        with suppress(StoreError):
            load_events(store, file, rows, by="jo", at_once=20)

    for where in every_statement(database, store.engine, load):
        assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body, where
    load()
    with store.reading() as unit:
        assert unit.event_loads.unfinished() == []
