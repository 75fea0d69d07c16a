"""An answer and its audit row, in one transaction: for calls, and for files that an operator brings."""

from collections.abc import Callable
from typing import TypeVar

from gateway.domain.access import Operation
from gateway.domain.organisation import Caller
from gateway.handlers.outcome import Outcome
from gateway.store.unit import Unit

Request = TypeVar("Request")
Out = TypeVar("Out", bound=Outcome)
Handler = Callable[[Request, Caller, Unit], Out]


def audited(
    handler: Handler[Request, Out], request: Request, caller: Caller, unit: Unit, *, operation: Operation, call: str
) -> Out:
    """Answer a caller who is admitted; `call` is the reference of the audit row."""
    outcome = handler(request, caller, unit)
    unit.audit.record(
        call=call,
        organisation_id=caller.organisation.id,
        user=caller.user,
        operation=operation,
        code=outcome.code,
        ulns=outcome.touched,
    )
    return outcome
