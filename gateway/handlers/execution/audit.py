"""Write audit rows in the transactions that they are about."""

import logging
from collections.abc import Callable
from typing import TypeVar

from gateway import logs
from gateway.domain.actors import Caller, by_caller
from gateway.domain.codes import Code
from gateway.domain.misses import PROBING, lately
from gateway.domain.organisation import Organisation
from gateway.handlers.execution.outcome import Outcome
from gateway.store.database.group import MOST_OF_GROUP, leave_group
from gateway.store.unit import Unit

_log = logging.getLogger(__name__)

Request = TypeVar("Request")
Out = TypeVar("Out", bound=Outcome)
Handler = Callable[[Request, Caller, Unit], Out]


def audited(handler: Handler[Request, Out], request: Request, caller: Caller, unit: Unit) -> Out:
    """Call the handler, and audit the call."""
    outcome = handler(request, caller, unit)
    misses = outcome.misses or int(outcome.code in PROBING.get(caller.operation, ()))
    record_call(caller, unit, code=outcome.code, ulns=outcome.touched, misses=misses)
    return outcome


def record_call(caller: Caller, unit: Unit, *, code: Code, ulns: tuple[str, ...], misses: int) -> None:
    """Write an audit row, and count the organisation's misses."""
    if misses:
        _leave_group_near_the_limit(caller.organisation, misses, unit)
        unit.organisations.count_misses(caller.organisation, misses, unit.at)
        _warn_of_misses(caller.organisation, misses, unit)
    unit.audit.record(by_caller(caller), code=code, ulns=ulns, misses=misses)


def _leave_group_near_the_limit(organisation: Organisation, misses: int, unit: Unit) -> None:
    """Leave the group if it could exceed the hourly limit.

    Calls of one group do not see each other's misses. If each has as few as this one, all of them have room.
    """
    if lately(organisation, unit.at) + MOST_OF_GROUP * misses >= unit.rules.misses_per_hour > 0:
        leave_group()


def _warn_of_misses(organisation: Organisation, misses: int, unit: Unit) -> None:
    """Log a warning if these misses exceed the hourly limit.

    Only the call that reaches the limit is logged.
    """
    before, most = lately(organisation, unit.at), unit.rules.misses_per_hour
    if before < most <= before + misses:
        logs.event(_log, "too many misses", organisation=organisation.reference, level=logging.WARNING)
