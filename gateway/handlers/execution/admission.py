"""Admit callers (contract 5).

Their organisation, password, user name, role and number of misses decide.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Generic

from gateway.domain import choices, misses
from gateway.domain.access import Operation, may
from gateway.domain.actors import Caller, Credentials
from gateway.domain.chance import new_reference
from gateway.domain.errors import BadRequest, Busy, NoAccess, TooManyMisses, UnknownOrganisation, WrongPassword
from gateway.domain.organisation import Organisation
from gateway.handlers.execution.audit import Handler, Out, Request
from gateway.handlers.execution.call_record import CallRecord
from gateway.handlers.execution.password_cache import PasswordCache
from gateway.handlers.execution.retry_outside_transaction import RetryOutsideTransaction
from gateway.store.unit import Store, Unit


@dataclass(frozen=True, slots=True)
class CallServices:
    """The services that every call needs."""

    store: Store
    password_cache: PasswordCache
    known_users_only: bool = False
    call_seconds: float = 30
    """Seconds after which a call fails, whatever it waits for."""
    new_reference: Callable[[], str] = new_reference
    """Returns the reference of a call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[Request, Out]):
    """A request that no handler has taken yet.

    `read` makes the request once the caller is admitted. It may raise BadRequest.
    """

    operation: Operation
    credentials: Credentials
    handler: Handler[Request, Out]
    read: Callable[[], Request]
    record: CallRecord = field(default_factory=CallRecord)
    """What the log will say of the call."""


class WrongPasswordChecked(WrongPassword):
    """The password was checked, and is wrong."""


def check_password(
    register: CallServices, password: str, organisation: Organisation, wrong: int, wrong_from_peer: int
) -> None:
    """Check a password, outside a transaction.

    `wrong` and `wrong_from_peer` count recent wrong passwords of the organisation: all, and those from the caller's
    address. When there are many, the gateway hashes nothing for addresses that guess. It still accepts a password that
    was right before, and one from an address that does not guess, so nobody can lock an organisation out. An address
    that guesses does not wait for a free hashing slot either: if there is none, the answer is that the password is
    wrong.

    Raises WrongPassword or Busy.
    """
    is_suspect = wrong_from_peer >= choices.PASSWORD_SLIPS
    if is_suspect and wrong >= choices.PASSWORD_GUESSES:
        if register.password_cache.renew(organisation, password):
            return
        raise WrongPassword
    try:
        register.password_cache.check(organisation, password, wait=not is_suspect)
    except WrongPassword:
        raise WrongPasswordChecked from None
    except Busy:
        if is_suspect:
            raise WrongPassword from None
        raise


def admit(register: CallServices, call: Call[Request, Out], unit: Unit) -> Caller:
    """Return the caller, who may have an answer.

    Raises Refused, or RetryOutsideTransaction to check the password.
    """
    credentials = call.credentials
    organisation = unit.organisations.named(credentials.ukprn, credentials.reference)
    call.record.organisation = None if organisation is None else organisation.reference
    if organisation is None or organisation.suspended:
        raise UnknownOrganisation
    if not register.password_cache.knows(organisation, credentials.password):
        lately = unit.wrong_passwords.lately(organisation, call.record.peer)
        raise RetryOutsideTransaction(partial(check_password, register, credentials.password, organisation, *lately))
    if not credentials.user.strip():
        raise BadRequest("A user name is needed.")
    if register.known_users_only and credentials.user not in unit.organisations.users(organisation):
        raise UnknownOrganisation("the organisation has no such user")
    if not may(organisation, call.operation):
        raise NoAccess
    if call.operation in misses.PROBING and 0 < unit.rules.misses_per_hour <= misses.lately(organisation, unit.at):
        raise TooManyMisses("Too many ULNs were not found or had other details. Try again within the hour.")
    return Caller(
        organisation=organisation, user=credentials.user, operation=call.operation, call=call.record.reference
    )
