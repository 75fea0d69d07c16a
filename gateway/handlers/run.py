"""The one way in to the handlers: transaction, admission, audit row, count, log line.

The audit row is written in the transaction of the call, before the answer: where it cannot be
written, nothing is released. A refusal rolls the call back and is audited in a transaction of its own.
"""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Generic

from gateway import logs, metrics
from gateway.domain.access import Operation, may
from gateway.domain.codes import Code
from gateway.domain.errors import BadRequest, NoAccess, Refused, UnknownOrganisation, WrongPassword
from gateway.domain.organisation import Caller, Credentials, Organisation
from gateway.handlers.audited import Handler, Out, Request, audited
from gateway.handlers.secret import SlowWork
from gateway.handlers.vault import Vault
from gateway.store.deadline import Deadline
from gateway.store.redo import redo
from gateway.store.unit import Store, Unit

_log = logging.getLogger(__name__)

_MOST_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Register:
    """What a call needs beside its request: the store and the passwords that are known to be right."""

    store: Store
    vault: Vault
    known_users_only: bool = False
    call_seconds: float = 30
    """Seconds after which a call fails, whatever it waits for."""

    stand_ins: Mapping[Any, Any] = field(default_factory=dict)
    """Handlers that a setting puts in the place of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[Request, Out]):
    """A request on its way to its handler; it is read once the caller is admitted. Reading may raise BadRequest."""

    operation: Operation
    credentials: Credentials
    handler: Handler[Request, Out]
    read: Callable[[], Request]


class _Unchecked(Exception):
    """The password must be checked, outside the transaction."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__()
        self.organisation = organisation


def run(register: Register, call: Call[Request, Out]) -> Out:
    """Answer a call. Raises Refused, audited, where the caller may not have an answer."""
    started = time.perf_counter()
    reference = secrets.token_hex(16)
    code = Code.UNKNOWN_FAILURE
    deadline = Deadline(register.call_seconds)
    try:
        outcome = _attempted(register, call, reference, deadline)
        code = outcome.code
        return outcome
    except Refused as refusal:
        code = refusal.code
        redo(partial(_audit_refusal, register, call, reference, code, deadline), deadline)
        raise
    finally:
        _tell(call.operation, code, reference, time.perf_counter() - started)


def _tell(operation: Operation, code: Code, reference: str, seconds: float) -> None:
    """Count the call and log it; what is committed stays answered, whatever becomes of that."""
    try:
        metrics.observe_call(operation, code, seconds)
        logs.event(_log, "call", call=reference, operation=operation, code=code, ms=round(seconds * 1000, 2))
    except (OSError, ValueError):
        logs.failure(_log, "call not counted", call=reference)


def _attempted(register: Register, call: Call[Request, Out], reference: str, deadline: Deadline) -> Out:
    """Attempt the call until nothing is left that is too slow for a transaction; it is read once."""
    attempt = partial(_attempt, register, call, cache(call.read), reference, deadline)
    checked = False
    for _ in range(_MOST_ATTEMPTS):
        try:
            return redo(attempt, deadline)
        except _Unchecked as unchecked:
            if checked:  # the organisation changed between the attempts
                raise WrongPassword from None
            register.vault.check(unchecked.organisation, call.credentials.password)
            checked = True
        except SlowWork as slow:
            slow.do()
    raise TimeoutError("what the call depends on changed at every attempt")


def _attempt(
    register: Register, call: Call[Request, Out], read: Callable[[], Request], reference: str, deadline: Deadline
) -> Out:
    with register.store.unit(deadline) as unit:
        caller = _admit(register, call, unit, reference)
        handler: Handler[Request, Out] = register.stand_ins.get(call.handler, call.handler)
        return audited(handler, read(), caller, unit, operation=call.operation, call=reference)


def _admit(register: Register, call: Call[Request, Out], unit: Unit, reference: str) -> Caller:
    credentials = call.credentials
    organisation = unit.organisations.named(credentials.ukprn, credentials.reference)
    if organisation is None or organisation.suspended:
        raise UnknownOrganisation
    if not register.vault.knows(organisation, credentials.password):
        raise _Unchecked(organisation)
    if not credentials.user.strip():
        raise BadRequest("A user name is needed.")
    if register.known_users_only and credentials.user not in unit.organisations.users(organisation):
        raise UnknownOrganisation("the organisation has no such user")
    if not may(organisation, call.operation):
        raise NoAccess
    return Caller(organisation=organisation, user=credentials.user, operation=call.operation, call=reference)


def _audit_refusal(
    register: Register, call: Call[Request, Out], reference: str, code: Code, deadline: Deadline
) -> None:
    with register.store.unit(deadline) as unit:
        organisation = unit.organisations.named(call.credentials.ukprn, call.credentials.reference)
        unit.audit.record(
            call=reference,
            organisation_id=None if organisation is None else organisation.id,
            user=call.credentials.user,
            operation=call.operation,
            code=code,
            ulns=(),
        )
