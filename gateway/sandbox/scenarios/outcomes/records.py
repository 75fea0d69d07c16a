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


def identify_ada(call: Answered) -> StatedIdentity:
    """Return the details of a learner who shares the record."""
    return call.identity(people.FOUND)


def identify_mel(call: Answered) -> StatedIdentity:
    """Return the details of a learner who is merged."""
    return call.identity(people.MERGED)


def identify_otto(call: Answered) -> StatedIdentity:
    """Return the details of a learner who has opted out."""
    return call.identity(people.OPTED_OUT)


def identify_malformed(call: Answered) -> StatedIdentity:
    """Return details with a ULN that is none."""
    return replace(call.identity(people.FOUND), uln="1")


def identify_stranger(call: Answered) -> StatedIdentity:
    """Return a ULN with the names of somebody else."""
    return replace(call.identity(people.FOUND), given_name="Xerxes", family_name="Quatermain")


def ask_about(identify: Identify) -> Answer:
    """Return a function that asks about a learner by details."""
    return lambda call: call.ask(identity=identify(call))


def _read_own_record_of(identify: Identify) -> Answer:
    """Return the same for an operation that states a key.

    No learner of the scenarios has a key, so the details identify the learner.
    """
    return lambda call: read_record(ReadRecord(identity=identify(call), reader_is_learner=True), call.caller, call.unit)


def _view_log(call: Answered) -> Outcome:
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


def _view_log_of_stranger(call: Answered) -> Outcome:
    return call.ask(uln=people.FOUND, given_name="Xerxes", family_name="Quatermain", page=0)


_IDENTITIES: Final[dict[Code, Identify]] = {
    Code.EXACT_MATCH: identify_ada,
    Code.MASTER_SUBSTITUTED: identify_mel,
    Code.ULN_INVALID: identify_malformed,
    Code.NOT_SHARED: identify_otto,
    Code.NOT_VERIFIED: identify_stranger,
}
_RECORD: Final = {code: ask_about(identify) for code, identify in _IDENTITIES.items()}

RECORDS: Final[Outcomes] = {
    "GetLearnerLearningEvents": _RECORD,
    "getLearnerRecord": _RECORD,
    "GetLearnerRecord": _RECORD,
    "GetMyLearningEvents": {code: _read_own_record_of(identify) for code, identify in _IDENTITIES.items()},
    "ViewAudit": {Code.EXACT_MATCH: _view_log, Code.NOT_VERIFIED: _view_log_of_stranger},
}
