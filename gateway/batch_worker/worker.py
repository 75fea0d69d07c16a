"""Process the rows of batch jobs.

Any number of workers may run, on any number of machines. A worker claims a job, plans some of its rows on what it
reads, and writes their effects in one transaction. Then it releases the job and claims again. The effects of the rows,
their results, and the check that the claim still stands are in the same transaction. So a worker that dies leaves
nothing half done, and a worker that slept through its lease can write nothing.
"""

import logging
import os
import random
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from gateway import logs, metrics
from gateway.batch_worker.throttle import Throttle
from gateway.domain.actors import Caller
from gateway.domain.batch import TALLIES, RowResult
from gateway.domain.codes import Code
from gateway.domain.misses import ROWS_IN_VAIN
from gateway.handlers.batch_rows.do_row import BatchRow, do_row, failed_row, plan_for, read_row
from gateway.handlers.execution.audit import record_call
from gateway.store.chunks.chunk import Chunk
from gateway.store.chunks.row_unit import RowUnit
from gateway.store.database.job_notifications import JobListener
from gateway.store.errors import BadConfiguration, CommitInDoubt, Overtaken, StaleLease, StoreError, Unavailable
from gateway.store.repositories.batches import LONGEST_LEASE, Lease
from gateway.store.repositories.heartbeats import ProcessKind, on_this_host
from gateway.store.unit import Store, Unit

_log = logging.getLogger(__name__)

LEASE = LONGEST_LEASE
"""Time for which a claim stands.

A transaction takes a small part of it.
"""

_SECONDS_BETWEEN_POLLS = 5.0
_SECONDS_BETWEEN_HEARTBEATS = 10.0
_SECONDS_AFTER_FAILURE, _MOST_SECONDS_AFTER_FAILURE = 1.0, 15.0
_SECONDS_AFTER_LOSS = 0.5
_NOT_OF_THE_JOB = (Unavailable, BadConfiguration, CommitInDoubt, OSError, MemoryError)
"""Errors that are not the fault of the job.

The job is released, and done later or elsewhere, however often this happens.
"""


class DoRow(Protocol):
    """A function that processes a row of a batch."""

    def __call__(self, row: BatchRow, caller: Caller, unit: RowUnit, *, check_only: bool) -> RowResult:
        """Process a row and return its result."""


def _nothing(_where: str) -> None:
    """Do nothing at this point; tests may."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """Rows, and the results that the plan gives them.

    If there is no plan, the rows are done one by one.
    """

    rows: Mapping[int, BatchRow]
    plan: Chunk | None
    results: dict[int, RowResult]


class Worker:
    """A worker on one register.

    It processes each row by `do_row`. It calls `reach` with a name at the points where a test may want to kill it.
    """

    def __init__(
        self,
        store: Store,
        *,
        lease: timedelta = LEASE,
        reach: Callable[[str], None] = _nothing,
        do_row: DoRow = do_row,
    ) -> None:
        self._store = store
        self._do_row = do_row
        self._lease = lease
        self._reach = reach
        self._throttle = Throttle(store.engine.dialect.name)
        self._name = on_this_host(os.getpid())
        self._beat_at = -_SECONDS_BETWEEN_HEARTBEATS

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop.

        Then finish only the current transaction.
        """
        lease, wait = None, _SECONDS_AFTER_FAILURE
        logs.event(_log, "worker started", worker=self._name)
        with JobListener(self._store.engine) as listener:
            while not stop.is_set():
                try:
                    self._beat()
                    if lease is None and (lease := self._claim()) is None:
                        listener.wait(_SECONDS_BETWEEN_POLLS, stop)
                    else:
                        lease = self._work_on(lease, go_on=True)
                        wait = _SECONDS_AFTER_FAILURE
                except _NOT_OF_THE_JOB:
                    lease = None
                    logs.failure(_log, "batch work failed")
                    stop.wait(wait)
                    wait = min(2 * wait, _MOST_SECONDS_AFTER_FAILURE)
        if lease is not None:
            self._give_back(lease)
        with suppress(StoreError, OSError), self._store.lazy_unit() as unit:
            unit.heartbeats.end(ProcessKind.WORKER, self._name)
        logs.event(_log, "worker stopped", worker=self._name)

    def work(self) -> bool:
        """Process some rows of one job, if there is one.

        Return whether there was one. Raises StoreError or OSError.
        """
        lease = self._claim()
        if lease is not None:
            self._work_on(lease, go_on=False)
        return lease is not None

    def _beat(self) -> None:
        """Write a heartbeat, if the last one was long ago."""
        if time.monotonic() - self._beat_at >= _SECONDS_BETWEEN_HEARTBEATS:
            with self._store.lazy_unit() as unit:
                unit.heartbeats.beat(ProcessKind.WORKER, self._name)
            self._beat_at = time.monotonic()

    def _claim(self) -> Lease | None:
        self._reach("before claim")
        with self._store.unit() as unit:
            lease = unit.batches.claim(self._lease)
        self._reach("after claim")
        _tell_of_begun(lease)
        return lease

    def _work_on(self, lease: Lease, *, go_on: bool) -> Lease | None:
        """Process some rows of a job, and release it.

        With `go_on`, claim the next job and return its lease.
        """
        self._throttle.begin()
        try:
            following = self._do_chunk(lease, self._throttle.rows, go_on=go_on)
        except StaleLease:
            self._lose(lease)
            return None
        except _NOT_OF_THE_JOB:
            self._give_back(lease)
            raise
        except StoreError:
            logs.failure(_log, "chunk failed", job=lease.number)
            self._do_one_by_one(lease, self._throttle.rows)
            return None
        except Exception:
            self._give_up(lease)
            return None
        self._store.step_aside()
        self._throttle.rest()
        return following

    def _do_chunk(self, lease: Lease, size: int, *, go_on: bool) -> Lease | None:
        """Process so many rows of a job in one transaction.

        With `go_on`, claim the next job in the same transaction and return its lease.
        """
        with self._store.reading() as unit:
            planned = self._plan(lease, size, unit)
        with self._store.lazy_unit() as unit:
            results, is_finished = self._write(lease, planned, unit)
            following = unit.batches.claim(self._lease) if go_on else None
            self._reach("before commit")
        self._reach("after commit")
        _report(lease, results, is_finished=is_finished)
        _tell_of_begun(following)
        return following

    def _do_one_by_one(self, lease: Lease, size: int) -> None:
        """Process so many rows, each in its own transaction.

        A row that the register refuses gets a result that says so.
        """
        try:
            for _ in range(size):
                try:
                    self._do_chunk(lease, 1, go_on=False)
                except (StaleLease, *_NOT_OF_THE_JOB):
                    raise
                except StoreError:
                    self._fail_row(lease)
        except StaleLease:  # or the job has ended
            self._lose(lease)
        except _NOT_OF_THE_JOB:
            self._give_back(lease)
            raise
        except Exception:
            self._give_up(lease)

    def _fail_row(self, lease: Lease) -> None:
        """Write that the next row of a job failed.

        The reason is logged.
        """
        with self._store.lazy_unit() as unit:
            unit.batches.lock(lease)
            results = {
                position: failed_row(read_row(lease.kind, given, lease.submission))
                for position, given in unit.batches.pending(lease, 1)
            }
            logs.failure(_log, "row failed", job=lease.number, row=next(iter(results), None))
            is_finished = unit.batches.record(lease, results)
        _report(lease, results.values(), is_finished=is_finished)

    def _give_up(self, lease: Lease) -> None:
        logs.failure(_log, "job failed", job=lease.number)
        try:
            with self._store.unit() as unit:
                unit.batches.give_up(lease)
        except StaleLease:
            self._lose(lease)

    def _lose(self, lease: Lease) -> None:
        """Leave a job to the worker that has claimed it.

        Wait for a moment, so that the other worker can do some of it.
        """
        logs.event(_log, "lease lost", job=lease.number, level=logging.WARNING)
        time.sleep(random.uniform(0, _SECONDS_AFTER_LOSS))  # noqa: S311  (no secret)

    def _plan(self, lease: Lease, size: int, unit: Unit) -> _Planned:
        """Work out the next rows on a plan.

        It takes no lock on the register, so nobody has to wait for it.
        """
        pending = unit.batches.pending(lease, size)
        rows = {position: read_row(lease.kind, given, lease.submission) for position, given in pending}
        plan = plan_for(rows.values(), unit)
        try:
            return _Planned(rows, plan, self._results(lease, rows, unit.planned(plan)))
        except Overtaken:
            return _Planned(rows, None, {})

    def _write(self, lease: Lease, planned: _Planned, unit: Unit) -> tuple[Collection[RowResult], bool]:
        """Write the planned results, or process rows one by one.

        The rows are processed one by one if the plan was overtaken. Return the results, and whether the job is
        finished.
        """
        unit.batches.lock(lease)
        self._throttle.look(unit)
        try:
            results = self._carry_out(planned, unit)
        except Overtaken:
            results = self._results(lease, planned.rows, unit)
        known = unit.batches.done_among({result.uln for result in results.values() if result.uln}, lease)
        results = _each_once(results, known)
        self._reach("before output")
        is_finished = unit.batches.record(lease, results)
        self._reach("after output")
        touched = [result.uln for result in results.values() if result.uln]
        misses = sum(result.code in ROWS_IN_VAIN and bool(planned.rows[at].row.uln) for at, result in results.items())
        ulns = tuple(dict.fromkeys(touched))
        record_call(lease.caller, unit, code=Code.BATCH_ACCEPTED, ulns=ulns, misses=misses)
        return results.values(), is_finished

    def _carry_out(self, planned: _Planned, unit: Unit) -> dict[int, RowResult]:
        if planned.plan is None:
            raise Overtaken("the chunk could not be planned")
        with unit.savepoint():
            planned.plan.write(unit.learners, unit.achievements)
        return planned.results

    def _results(self, lease: Lease, rows: Mapping[int, BatchRow], unit: RowUnit) -> dict[int, RowResult]:
        results = {}
        for position, row in rows.items():
            self._reach("before row")
            results[position] = self._do_row(row, lease.caller, unit, check_only=lease.check_only)
            self._reach("after row")
        return results

    def _give_back(self, lease: Lease) -> None:
        try:
            with self._store.unit() as unit:
                unit.batches.give_back(lease)
        except StaleLease:
            logs.event(_log, "lease lost", job=lease.number, level=logging.WARNING)


def _tell_of_begun(lease: Lease | None) -> None:
    if lease is not None and lease.is_first:
        _tell_of_job("job begun", lease)


def _tell_of_job(what: str, lease: Lease) -> None:
    logs.event(_log, what, job=lease.number, kind=lease.kind, organisation=lease.caller.organisation.reference)


def _report(lease: Lease, results: Iterable[RowResult], *, is_finished: bool) -> None:
    """Count finished rows, and log whether the job is finished."""
    _count(lease, results)
    if is_finished:
        _tell_of_job("job finished", lease)


def _count(lease: Lease, results: Iterable[RowResult]) -> None:
    """Count finished rows.

    If counting fails, the rows stay done.
    """
    try:
        for result in results:
            metrics.observe_row(lease.kind, result.code)
    except (OSError, ValueError):
        logs.failure(_log, "rows not counted", job=lease.number)


def _each_once(results: Mapping[int, RowResult], known: set[str]) -> dict[int, RowResult]:
    """Replace results of learners that occur twice in a job.

    A learner whom an earlier row of the job was about gets ROW_DUPLICATE.
    """
    known, once = set(known), dict(results)
    for position, result in results.items():
        if result.code in TALLIES and result.uln and result.uln in known:
            once[position] = RowResult(code=Code.ROW_DUPLICATE, uln=result.uln)
        known.add(result.uln)
    return once
