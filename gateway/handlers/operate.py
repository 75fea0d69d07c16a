"""The way in for operators: the change, its reason and the audit row are in one transaction."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from gateway.domain.standing import Decision
from gateway.handlers.outcome import Outcome
from gateway.store.unit import Unit

Request = TypeVar("Request")


def operate(
    operation: str, verb: Callable[[Request, Decision, Unit], Outcome], request: Request, decision: Decision, unit: Unit
) -> None:
    """Do what an operator decided, and audit it. No organisation may: `operation` is not one of domain.access."""
    call = secrets.token_hex(16)
    outcome = verb(request, replace(decision, operation=operation, call=call), unit)
    unit.audit.record(
        call=call,
        organisation_id=None,
        user=decision.by,
        operation=operation,
        code=outcome.code,
        ulns=outcome.touched,
    )
