"""Who calls, who decides, and for whom."""

from dataclasses import dataclass

from gateway.domain.organisation import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a caller presents.

    Of the two identifiers one may be empty; given both, they must agree.
    """

    ukprn: str
    reference: str
    password: str
    user: str

    def __repr__(self) -> str:
        return "Credentials(...)"  # a traceback or a log must never show a password


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An organisation that was admitted, and the user it named.

    `operation` is what it calls for, `call` the reference of the call in the audit trail; both go into histories.
    """

    organisation: Organisation
    user: str
    operation: str
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An operator's decision: who took it, and why."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedDecision(Decision):
    """A decision that is carried out.

    Histories and the audit trail name it.

    `operation` is what is done, `call` the reference of its audit row.
    """

    operation: str
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Who changed something, in which operation and call."""

    user: str
    organisation_id: int | None
    operation: str
    call: str


def by_caller(caller: Caller) -> Cause:
    """Return the cause of what a caller does."""
    return Cause(user=caller.user, organisation_id=caller.organisation.id, operation=caller.operation, call=caller.call)


def by_operator(decision: AuditedDecision) -> Cause:
    """Return the cause of what an operator decided."""
    return Cause(user=decision.by, organisation_id=None, operation=decision.operation, call=decision.call)
