"""Carry out operators' actions.

The change, its reason and the audit row are in one transaction. An operator sees nothing of a learner before the audit
row is written.
"""

import secrets
from collections.abc import Callable, Collection
from enum import StrEnum
from typing import TypeVar

from gateway.domain.access_log import OperatorAction, OperatorLook
from gateway.domain.actors import AuditedDecision, Cause, Decision, by_operator
from gateway.domain.codes import Code
from gateway.domain.organisation import Organisation
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit

Request = TypeVar("Request")
Out = TypeVar("Out", bound=OperatorResult)


def operate(
    action: OperatorAction,
    verb: Callable[[Request, AuditedDecision, Unit], Out],
    request: Request,
    decision: Decision,
    unit: Unit,
) -> Out:
    """Do what an operator decided, and audit it."""
    audited = AuditedDecision(by=decision.by, reason=decision.reason, operation=action, call=secrets.token_hex(16))
    result = verb(request, audited, unit)
    unit.audit.record(by_operator(audited), code=None, ulns=result.touched, reason=decision.reason)
    return result


def record_load(by: str, unit: Unit) -> None:
    """Audit that an operator loads events; no reason is needed."""
    unit.audit.record(_cause(OperatorAction.LOAD_EVENTS, by), code=None, ulns=())


def _cause(operation: str, by: str, organisation: Organisation | None = None) -> Cause:
    """Return the cause of an operator's action, with new reference."""
    return Cause(
        user=by,
        organisation_id=None if organisation is None else organisation.id,
        operation=operation,
        call=secrets.token_hex(16),
    )


class OrganisationChange(StrEnum):
    """A change that an operator makes to an organisation.

    The value is in the audit trail.
    """

    ADDED = "add-organisation"
    SUSPENDED = "suspend-organisation"
    RESUMED = "resume-organisation"
    PASSWORD = "change-password"  # noqa: S105  (the name of a change, not a password)
    ROLES = "change-roles"
    USERS = "change-users"


def record_change(
    change: OrganisationChange, organisation: Organisation, by: str, reason: str | None, unit: Unit
) -> None:
    """Audit an operator's change of an organisation.

    `unit` is the one that makes the change. The audit row belongs to this organisation.
    """
    unit.audit.record(_cause(change, by, organisation), code=None, ulns=(), reason=reason)


def look(
    operation: OperatorLook,
    ulns: Collection[str],
    by: str,
    unit: Unit,
    *,
    code: Code | None = None,
    reason: str | None = None,
) -> None:
    """Audit that an operator looks at these learners.

    Show them only after the unit has committed.
    """
    unit.audit.record(
        _cause(operation, by),
        code=code or (Code.EXACT_MATCH if ulns else Code.NO_MATCH),
        ulns=tuple(dict.fromkeys(ulns)),
        reason=reason,
    )
