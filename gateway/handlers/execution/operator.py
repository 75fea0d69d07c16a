"""The way in for operators: the change, its reason and the audit row are in one transaction.

What an operator looks at is in the audit trail before it is shown, as is what a caller looks at.
"""

import secrets
from collections.abc import Callable, Collection
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from gateway.domain.access_log import OperatorLook
from gateway.domain.actors import Decision
from gateway.domain.codes import Code
from gateway.domain.organisation import Organisation
from gateway.handlers.execution.outcome import Outcome
from gateway.store.unit import Unit

Request = TypeVar("Request")
Out = TypeVar("Out", bound=Outcome)


def operate(
    operation: str, verb: Callable[[Request, Decision, Unit], Out], request: Request, decision: Decision, unit: Unit
) -> Out:
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
        reason=decision.reason,
    )
    return outcome


class OrganisationChange(StrEnum):
    """What an operator changes of an organisation. The value stands in the audit trail."""

    ADDED = "add-organisation"
    SUSPENDED = "suspend-organisation"
    RESUMED = "resume-organisation"
    PASSWORD = "change-password"  # noqa: S105  (what is done, and no password)
    ROLES = "change-roles"
    USERS = "change-users"


def record_change(
    change: OrganisationChange, organisation: Organisation, by: str, reason: str | None, unit: Unit
) -> None:
    """Audit that an operator changes an organisation, in the unit of the change; the row is of this organisation."""
    unit.audit.record(
        call=secrets.token_hex(16),
        organisation_id=organisation.id,
        user=by,
        operation=change,
        code=Code.LEARNER_UPDATED,
        ulns=(),
        reason=reason,
    )


def look(
    operation: OperatorLook,
    ulns: Collection[str],
    by: str,
    unit: Unit,
    *,
    code: Code | None = None,
    reason: str | None = None,
) -> None:
    """Audit that an operator looks at these learners; show nothing of them before the unit has ended."""
    unit.audit.record(
        call=secrets.token_hex(16),
        organisation_id=None,
        user=by,
        operation=operation,
        code=code or (Code.EXACT_MATCH if ulns else Code.NO_MATCH),
        ulns=tuple(dict.fromkeys(ulns)),
        reason=reason,
    )
