"""Outcomes of calls that read learning records or logs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from gateway.domain.access import Operation
from gateway.domain.access_log import Access
from gateway.domain.codes import Code
from gateway.domain.verification import StatedIdentity
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.records.read_record import ReadRecord, read_record
from gateway.handlers.records.view_access_log import AccessLogPage
from gateway.sandbox.scenarios import cast as people
from gateway.sandbox.scenarios.answered import Answer, Answered, Outcomes

Identify = Callable[[Answered], StatedIdentity]


def shared_identity(call: Answered) -> StatedIdentity:
    """Return the details of a learner who shares the record."""
    return call.identity(people.FOUND)


def merged_identity(call: Answered) -> StatedIdentity:
    """Return the details of a learner who is merged."""
    return call.identity(people.MERGED)


def unshared_identity(call: Answered) -> StatedIdentity:
    """Return the details of a learner who has opted out."""
    return call.identity(people.OPTED_OUT)


def malformed_identity(call: Answered) -> StatedIdentity:
    """Return details with a ULN that is none."""
    return replace(call.identity(people.FOUND), uln="1")


def other_identity(call: Answered) -> StatedIdentity:
    """Return a ULN with the names of somebody else."""
    return replace(call.identity(people.FOUND), given_name="Xerxes", family_name="Quatermain")


def identified_by(identify: Identify) -> Answer:
    """Return a function that asks about a learner by details."""
    return lambda call: call.ask(identity=identify(call))


def _own_record_of(identify: Identify) -> Answer:
    """Return the same for an operation that states a key.

    No learner of the scenarios has a key, so the details identify the learner.
    """
    return lambda call: read_record(ReadRecord(identity=identify(call), reader_is_learner=True), call.caller, call.unit)


def _log_with_readings(call: Answered) -> Outcome:
    """Return two readings, both of midnight."""
    midnight = call.unit.at.replace(hour=0, minute=0, second=0, microsecond=0)
    read = Access(
        operation=Operation.READ_RECORD,
        code=Code.EXACT_MATCH,
        at=midnight,
        organisation=call.caller.organisation.name,
        user="registrar",
    )
    found = replace(read, operation=Operation.FIND_BY_ULN)
    return AccessLogPage(code=Code.EXACT_MATCH, touched=(people.FOUND,), accesses=(read, found), total=2)


def _log_of_another(call: Answered) -> Outcome:
    return call.ask(uln=people.FOUND, given_name="Xerxes", family_name="Quatermain", page=0)


_IDENTITIES: Final[dict[Code, Identify]] = {
    Code.EXACT_MATCH: shared_identity,
    Code.MASTER_SUBSTITUTED: merged_identity,
    Code.ULN_INVALID: malformed_identity,
    Code.NOT_SHARED: unshared_identity,
    Code.NOT_VERIFIED: other_identity,
}
_RECORD: Final = {code: identified_by(identify) for code, identify in _IDENTITIES.items()}

RECORDS: Final[Outcomes] = {
    "GetLearnerLearningEvents": _RECORD,
    "getLearnerRecord": _RECORD,
    "GetLearnerRecord": _RECORD,
    "GetMyLearningEvents": {code: _own_record_of(identify) for code, identify in _IDENTITIES.items()},
    "ViewAudit": {Code.EXACT_MATCH: _log_with_readings, Code.NOT_VERIFIED: _log_of_another},
}
