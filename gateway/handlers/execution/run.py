"""Run a call: transaction, admission, handler, audit row, log line.

All handlers of calls run here. The audit row is written in the transaction of the call, before the answer: if it cannot
be written, the caller gets no answer. A refusal rolls the call back, and a transaction of its own audits it.
"""

import logging
import time
from collections.abc import Callable
from functools import partial

from gateway import logs, metrics
from gateway.domain.access import SHARED
from gateway.domain.actors import Cause
from gateway.domain.codes import Code
from gateway.domain.errors import Refused
from gateway.handlers.execution.admission import (
    Call,
    CallServices,
    WrongPasswordChecked,
    admit,
)
from gateway.handlers.execution.audit import Out, Request, audited
from gateway.handlers.execution.retry_outside_transaction import RetryOutsideTransaction
from gateway.store.database.deadline import Deadline
from gateway.store.database.group import leave_group
from gateway.store.database.retry import retry

_log = logging.getLogger(__name__)

_MOST_ATTEMPTS = 8


def run(register: CallServices, call: Call[Request, Out]) -> Out:
    """Answer a call.

    Raises Refused if the caller may not have an answer. The refusal is audited.
    """
    started = time.perf_counter()
    deadline = Deadline(register.call_seconds, since=call.record.arrived)
    try:
        outcome = _attempted(register, call, deadline)
    except Refused as refusal:
        retry(partial(_audit_refusal, register, call, refusal, deadline), deadline)
        _count(call, refusal.code, started)
        raise
    except Exception:
        _count(call, Code.UNKNOWN_FAILURE, started)
        raise
    _count(call, outcome.code, started, lifts_opt_out=outcome.lifts_opt_out)
    return outcome


def _count(call: Call[Request, Out], code: Code, started: float, *, lifts_opt_out: bool = False) -> None:
    """Count the call in the metrics and complete its record.

    An error here does not change the answer, because the call is committed.
    """
    record, seconds = call.record, time.perf_counter() - started
    record.operation, record.code, record.ms = call.operation, code, round(seconds * 1000, 2)
    try:
        metrics.observe_call(call.operation, code, seconds)
        if lifts_opt_out:
            metrics.observe_lifted(call.operation)
    except (OSError, ValueError):
        logs.failure(_log, "call not counted", call=record.reference)


def _attempted(register: CallServices, call: Call[Request, Out], deadline: Deadline) -> Out:
    """Attempt the call until it needs no more slow work.

    The request is read once.
    """
    attempt = partial(_attempt, register, call, _read_once(call.read), deadline)
    for _ in range(_MOST_ATTEMPTS):
        try:
            return retry(attempt, deadline)
        except RetryOutsideTransaction as slow:
            leave_group()
            slow.work()
    raise TimeoutError("what the call depends on changed at every attempt")


def _read_once(read: Callable[[], Request]) -> Callable[[], Request]:
    """Return a function that reads the request only once.

    functools.cache would do the same at three times the cost.
    """
    requests: list[Request] = []

    def read_or_recall() -> Request:
        if not requests:
            requests.append(read())
        return requests[0]

    return read_or_recall


def _attempt(
    register: CallServices,
    call: Call[Request, Out],
    read: Callable[[], Request],
    deadline: Deadline,
) -> Out:
    with register.store.unit(deadline, shared=call.operation in SHARED) as unit:
        caller = admit(register, call, unit)
        return audited(call.handler, read(), caller, unit)


def _audit_refusal(register: CallServices, call: Call[Request, Out], refusal: Refused, deadline: Deadline) -> None:
    with register.store.unit(deadline, shared=True) as unit:
        organisation = unit.organisations.named(call.credentials.ukprn, call.credentials.reference)
        unit.audit.record(
            Cause(
                user=call.credentials.user,
                organisation_id=None if organisation is None else organisation.id,
                operation=call.operation,
                call=call.record.reference,
            ),
            code=refusal.code,
            ulns=(),
        )
        if organisation is not None and isinstance(refusal, WrongPasswordChecked):
            unit.wrong_passwords.count(organisation, call.record.peer)
