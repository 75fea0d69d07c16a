"""Situations of what goes wrong below SOAP."""

from collections.abc import Sequence
from typing import Final

from gateway.domain.codes import Code
from gateway.sandbox.conformance.judges import after, survives
from gateway.sandbox.conformance.operations import FIND_BY_ULN, REGISTER, SEARCH, SUBMIT
from gateway.sandbox.conformance.seen import Seen
from gateway.sandbox.conformance.situation import OPEN, Situation, Verdict, failed, passed

_FINDS: Final = (SEARCH, *FIND_BY_ULN)
_LOST: Final = frozenset({"answer-lost", "reset-inside", "truncated", "empty", "slow-30", "slow-90"})
_NAMES_OF_LOST: Final = "sandbox:answer-lost"


def _registers_once(call: Seen, later: Sequence[Seen]) -> Verdict:
    for one in later:
        if (
            one.operation in _FINDS
            and one.stated.get("FamilyName", "").upper() == call.stated.get("FamilyName", "").upper()
        ):
            return passed(one, "the client searched for the learner after the lost answer")
        if one.operation == REGISTER and one.code == Code.LEARNER_REGISTERED:
            same = one.stated.get("GivenName") == call.stated.get("GivenName")
            if same or one.person[2:] == call.person[2:]:
                return failed(one, "the learner was registered a second time with changed details after a lost answer")
        if one.operation == REGISTER and one.code == Code.LEARNER_EXISTS:
            return passed(one, "the same registration was sent again and found the learner there")
    return OPEN


def _submits_once(call: Seen, later: Sequence[Seen]) -> Verdict:
    for one in later:
        if one.operation != call.operation:
            continue
        if one.exchange.request.replace(_NAMES_OF_LOST.encode(), b"") == call.exchange.request.replace(
            _NAMES_OF_LOST.encode(), b""
        ) or _rows(one) == _rows(call):
            return passed(one, "the same batch was sent again; it has the same job number")
        return failed(one, "another batch was sent after a lost answer; its learners may be processed twice")
    return OPEN


def _rows(call: Seen) -> bytes:
    """Return a submission without what stands before its rows."""
    request = call.exchange.request
    return request[request.find(b"Learner") :]


def _waits_as_told(call: Seen, later: Sequence[Seen]) -> Verdict:
    again = next((one for one in later if one.repeats(call)), None)
    if again is not None and again.at - call.at < _RETRY_AFTER:
        return failed(again, "the call was made again before the second that Retry-After states had passed")
    return passed(later[0], "the client waited, or went on otherwise") if later else OPEN


def _is_patient(call: Seen, later: Sequence[Seen]) -> Verdict:
    early = next((one for one in later if one.repeats(call) and one.at - call.at < _PATIENCE), None)
    if early is not None:
        return failed(early, f"the call was made again while the first was in progress; wait at least {_PATIENCE:g} s")
    return passed(later[0], "the client waited for the answer") if later else OPEN


_RETRY_AFTER, _PATIENCE = 1.0, 29.0


def _fault(scenario: str, title: str) -> Situation:
    return Situation(
        name=scenario,
        title=title,
        do=f"Make a call with the user name sandbox:{scenario}, then another.",
        judge=survives(scenario),
    )


NETWORK: Final = (
    Situation(
        name="lost-registration",
        title="A lost answer makes no second learner",
        do=(
            "Register somebody new with the user name sandbox:answer-lost. The learner is registered, and the "
            "connection ends before the answer: search for the learner, or send the same again."
        ),
        judge=after(lambda call: call.operation == REGISTER and call.scenario in _LOST, _registers_once),
    ),
    Situation(
        name="lost-submission",
        title="A lost answer makes no second batch",
        do="Submit a batch with the user name sandbox:answer-lost, then submit the same batch again.",
        judge=after(lambda call: call.operation in SUBMIT and call.scenario in _LOST, _submits_once),
    ),
    Situation(
        name="slow-30",
        title="A slow answer is waited for",
        do="Make a call with the user name sandbox:slow-30. The answer comes after 30 seconds.",
        judge=after(lambda call: call.scenario == "slow-30", _is_patient),
    ),
    Situation(
        name="http-503",
        title="A busy service gets time",
        do="Make a call with the user name sandbox:http-503. Retry-After states one second.",
        judge=after(lambda call: call.scenario == "http-503", _waits_as_told),
    ),
    _fault("slow-2", "An answer after two seconds is no failure"),
    _fault("reset-before", "A connection may end before the answer"),
    _fault("answer-lost", "An answer may be lost"),
    _fault("reset-inside", "A connection may end inside the answer"),
    _fault("http-502", "A proxy may answer with HTML"),
    _fault("truncated", "An answer may end early"),
    _fault("empty", "An answer may be empty"),
    _fault("wrong-type", "An answer may have another type"),
    _fault("foreign-fault", "A fault may be of another family"),
)
