"""A worker waits while calls are busy."""

from types import SimpleNamespace

import pytest

from gateway import demo
from gateway.batch_worker import throttle
from gateway.batch_worker.throttle import Throttle
from gateway.domain.access import Operation
from gateway.domain.actors import Cause
from gateway.domain.codes import Code
from gateway.store.unit import Store


def write(store: Store, operation: Operation) -> None:
    with store.unit() as unit:
        unit.audit.record(
            Cause(user="u", organisation_id=1, operation=operation, call="c"),
            code=Code.EXACT_MATCH,
            ulns=(demo.ANN_ULN,),
        )


def work(store: Store, worker: Throttle) -> int:
    """Process a chunk, and return the size of the next."""
    worker.begin()
    with store.unit() as unit:
        worker.look(unit)
    write(store, Operation.SUBMIT_BATCH)
    return worker.rows


def test_a_worker_does_more_at_once_while_there_are_no_calls(store: Store) -> None:
    dialect = store.engine.dialect.name
    worker = Throttle(dialect)
    sizes = [work(store, worker) for _ in range(9)]
    assert sizes == sorted(sizes)
    assert (sizes[0], sizes[-1]) == (throttle.FEWEST[dialect], throttle.MOST[dialect])


def test_a_worker_does_few_at_once_while_there_are_calls(store: Store) -> None:
    worker = Throttle(store.engine.dialect.name)
    for _ in range(4):
        work(store, worker)
    write(store, Operation.FIND_BY_ULN)
    few = throttle.FEWEST[store.engine.dialect.name]
    assert work(store, worker) == few < work(store, worker)


@pytest.mark.parametrize("operation", [Operation.READ_BATCH, Operation.SUBMIT_VERIFY_BATCH])
def test_who_asks_about_batches_slows_none_down(store: Store, operation: Operation) -> None:
    worker = Throttle(store.engine.dialect.name)
    before = work(store, worker)
    write(store, operation)
    assert work(store, worker) > before


def test_a_worker_rests_as_long_as_it_worked_while_there_are_calls(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 0.03, 1.0, 1.5, 2.0])
    rests: list[float] = []
    monkeypatch.setattr(
        "gateway.batch_worker.throttle.time", SimpleNamespace(monotonic=lambda: next(clock), sleep=rests.append)
    )
    worker = Throttle(store.engine.dialect.name)
    for _ in range(2):
        write(store, Operation.FIND_BY_ULN)
        work(store, worker)
        worker.rest()
    work(store, worker)
    worker.rest()
    assert rests == [0.03, 0.1]
