"""Does the rows of batch jobs: any number of workers, on any number of machines.

A worker claims a job, does some of its rows in one transaction, gives the job back and claims again. The
effects of the rows, their results and the check that the claim still stands are in the same transaction: a
worker that dies leaves nothing half done, and one that slept through its lease is shut out.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from gateway import logs, metrics
from gateway.domain.access import Operation
from gateway.domain.batch import TALLIES, RowResult
from gateway.domain.codes import Code
from gateway.handlers.batch_row import Row, all_ahead, do_row, read_row
from gateway.store.batches import Claim
from gateway.store.bell import Bell
from gateway.store.errors import Overtaken, StaleLease, StoreError
from gateway.store.unit import Store, Unit

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long a claim stands without a sign of life; a transaction takes a small part of it."""

_SECONDS_BETWEEN_LOOKS = 5.0
_SECONDS_AFTER_FAILURE = 1.0
_TRANSIENT = (StoreError, OSError)
"""What says nothing about the job: it is given back and done later, or elsewhere."""


def _nothing(_where: str) -> None:
    """Go on: nobody waits for the worker at this point."""


class Worker:
    """A worker on one register. `reach` is called with a name at the points where a test may want to kill it."""

    def __init__(self, store: Store, *, lease: timedelta = LEASE, reach: Callable[[str], None] = _nothing) -> None:
        self._store = store
        self._lease = lease
        self._reach = reach

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop, and then finish only the transaction in hand."""
        with Bell(self._store.engine) as bell:
            while not stop.is_set():
                try:
                    if not self.work():
                        bell.wait(_SECONDS_BETWEEN_LOOKS, stop)
                except _TRANSIENT:
                    logs.failure(_log, "batch work failed")
                    stop.wait(_SECONDS_AFTER_FAILURE)

    def work(self) -> bool:
        """Do some rows of one job; tell whether there was any. Raises StoreError or OSError."""
        self._reach("before claim")
        with self._store.unit() as unit:
            claim = unit.batches.claim(self._lease)
        self._reach("after claim")
        self._store.step_aside()
        if claim is None:
            return False
        try:
            with self._store.unit() as unit:
                results = self._do_rows(claim, unit)
                self._reach("before commit")
            self._reach("after commit")
            _count(claim, results)
            self._store.step_aside()
        except StaleLease:
            logs.event(_log, "lease lost", job=claim.job_id, level=logging.WARNING)
        except _TRANSIENT:
            with self._store.unit() as unit:
                unit.batches.give_back(claim)
            raise
        except Exception:
            logs.failure(_log, "job failed", job=claim.job_id)
            with self._store.unit() as unit:
                unit.batches.give_up(claim)
        return True

    def _do_rows(self, claim: Claim, unit: Unit) -> Iterable[RowResult]:
        unit.batches.hold(claim)
        rows = {position: read_row(claim.kind, given) for position, given in unit.batches.pending(claim)}
        try:
            with all_ahead(rows.values(), unit) as ahead:
                results = self._results(claim, rows, ahead)
        except Overtaken:
            results = self._results(claim, rows, unit)
        known = unit.batches.done_among({result.uln for result in results.values() if result.uln}, claim)
        results = _each_once(results, known)
        self._reach("before output")
        unit.batches.record(claim, results)
        self._reach("after output")
        touched = [result.uln for result in results.values() if result.uln]
        unit.audit.record(
            call=secrets.token_hex(16),
            organisation_id=claim.caller.organisation.id,
            user=claim.caller.user,
            operation=Operation.SUBMIT_BATCH,
            code=Code.BATCH_ACCEPTED,
            ulns=tuple(dict.fromkeys(touched)),
        )
        return results.values()

    def _results(self, claim: Claim, rows: Mapping[int, Row], unit: Unit) -> dict[int, RowResult]:
        results = {}
        for position, row in rows.items():
            self._reach("before row")
            results[position] = do_row(row, claim.caller, unit, check_only=claim.check_only)
            self._reach("after row")
        return results


def _count(claim: Claim, results: Iterable[RowResult]) -> None:
    """Count rows that are done; they stay done, whatever becomes of that."""
    try:
        for result in results:
            metrics.observe_row(claim.kind, result.code)
    except (OSError, ValueError):
        logs.failure(_log, "rows not counted", job=claim.job_id)


def _each_once(results: Mapping[int, RowResult], known: set[str]) -> dict[int, RowResult]:
    """Say "stands twice in the file" of a learner whom an earlier row of the job was about."""
    known, once = set(known), dict(results)
    for position, result in results.items():
        if result.code in TALLIES and result.uln and result.uln in known:
            once[position] = RowResult(code=Code.ROW_DUPLICATE, uln=result.uln)
        known.add(result.uln)
    return once
