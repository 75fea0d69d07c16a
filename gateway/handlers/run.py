"""The one way in to the handlers: transaction, admission, audit row, count, log line.

The audit row is written in the transaction of the call, before the answer: where it cannot be
written, nothing is released. A refusal rolls the call back and is audited in a transaction of its own.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic

from gateway import logs, metrics
from gateway.domain import choices
from gateway.domain.access import Operation, may
from gateway.domain.codes import Code
from gateway.domain.errors import BadRequest, Busy, NoAccess, Refused, TooManyMisses, UnknownOrganisation, WrongPassword
from gateway.domain.misses import PROBING, lately
from gateway.domain.organisation import Caller, Credentials, Organisation
from gateway.handlers.audited import Handler, Out, Request, audited
from gateway.handlers.call_record import CallRecord
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
    record: CallRecord = field(default_factory=CallRecord)
    """Where it came from, and what becomes of it."""


class _Unchecked(Exception):
    """The password must be checked, outside the transaction."""

    def __init__(self, organisation: Organisation, wrong: int, wrong_from_peer: int) -> None:
        super().__init__()
        self.organisation = organisation
        self.is_suspect = wrong_from_peer >= choices.PASSWORD_SLIPS
        self.is_storm = self.is_suspect and wrong >= choices.PASSWORD_GUESSES


class _Guessed(WrongPassword):
    """The password was checked, and is wrong."""


def run(register: Register, call: Call[Request, Out]) -> Out:
    """Answer a call. Raises Refused, audited, where the caller may not have an answer."""
    started = time.perf_counter()
    code = Code.UNKNOWN_FAILURE
    deadline = Deadline(register.call_seconds)
    try:
        outcome = _attempted(register, call, deadline)
        code = outcome.code
        return outcome
    except Refused as refusal:
        code = refusal.code
        redo(partial(_audit_refusal, register, call, refusal, deadline), deadline)
        raise
    finally:
        _count(call, code, time.perf_counter() - started)


def _count(call: Call[Request, Out], code: Code, seconds: float) -> None:
    """Count the call and note it for the log; what is committed stays answered, whatever becomes of that."""
    record = call.record
    record.operation, record.code, record.ms = call.operation, code, round(seconds * 1000, 2)
    try:
        metrics.observe_call(call.operation, code, seconds)
    except (OSError, ValueError):
        logs.failure(_log, "call not counted", call=record.reference)


def _attempted(register: Register, call: Call[Request, Out], deadline: Deadline) -> Out:
    """Attempt the call until nothing is left that is too slow for a transaction; it is read once."""
    attempt = partial(_attempt, register, call, _read_once(call.read), deadline)
    checked = False
    for _ in range(_MOST_ATTEMPTS):
        try:
            return redo(attempt, deadline)
        except _Unchecked as unchecked:
            if checked:  # the organisation changed between the attempts
                raise WrongPassword from None
            _check_password(register, call, unchecked)
            checked = True
        except SlowWork as slow:
            slow.do()
    raise TimeoutError("what the call depends on changed at every attempt")


def _read_once(read: Callable[[], Request]) -> Callable[[], Request]:
    """Return what reads a request at its first call and recalls it later, at a third of the cost of functools.cache."""
    requests: list[Request] = []

    def read_or_recall() -> Request:
        if not requests:
            requests.append(read())
        return requests[0]

    return read_or_recall


def _check_password(register: Register, call: Call[Request, Out], unchecked: _Unchecked) -> None:
    """Check a password outside the transaction. Raises WrongPassword or Busy.

    In a storm nothing is hashed for addresses that guess: a password that was right before goes on being taken, and so
    does one from an address that does not guess, so nobody locks an organisation out. Who guesses does not wait for a
    slot either, and is told that the password is wrong where there is none.
    """
    if unchecked.is_storm:
        if register.vault.renew(unchecked.organisation, call.credentials.password):
            return
        raise WrongPassword
    try:
        register.vault.check(unchecked.organisation, call.credentials.password, wait=not unchecked.is_suspect)
    except WrongPassword:
        raise _Guessed from None
    except Busy:
        if unchecked.is_suspect:
            raise WrongPassword from None
        raise


def _attempt(
    register: Register,
    call: Call[Request, Out],
    read: Callable[[], Request],
    deadline: Deadline,
) -> Out:
    with register.store.unit(deadline) as unit:
        caller = _admit(register, call, unit)
        handler: Handler[Request, Out] = register.stand_ins.get(call.handler, call.handler)
        return audited(handler, read(), caller, unit, operation=call.operation, call=call.record.reference)


def _admit(register: Register, call: Call[Request, Out], unit: Unit) -> Caller:
    credentials = call.credentials
    organisation = unit.organisations.named(credentials.ukprn, credentials.reference)
    call.record.organisation = None if organisation is None else organisation.reference
    if organisation is None or organisation.suspended:
        raise UnknownOrganisation
    if not register.vault.knows(organisation, credentials.password):
        raise _Unchecked(organisation, *unit.wrong_passwords.lately(organisation, call.record.peer))
    if not credentials.user.strip():
        raise BadRequest("A user name is needed.")
    if register.known_users_only and credentials.user not in unit.organisations.users(organisation):
        raise UnknownOrganisation("the organisation has no such user")
    if not may(organisation, call.operation):
        raise NoAccess
    if call.operation in PROBING and 0 < unit.rules.misses_per_hour <= lately(organisation, unit.at):
        raise TooManyMisses("Too many ULNs were not found or had other details. Try again within the hour.")
    return Caller(
        organisation=organisation, user=credentials.user, operation=call.operation, call=call.record.reference
    )


def _audit_refusal(register: Register, call: Call[Request, Out], refusal: Refused, deadline: Deadline) -> None:
    with register.store.unit(deadline) as unit:
        organisation = unit.organisations.named(call.credentials.ukprn, call.credentials.reference)
        unit.audit.record(
            call=call.record.reference,
            organisation_id=None if organisation is None else organisation.id,
            user=call.credentials.user,
            operation=call.operation,
            code=refusal.code,
            ulns=(),
        )
        if organisation is not None and isinstance(refusal, _Guessed):
            unit.wrong_passwords.count(organisation, call.record.peer)
