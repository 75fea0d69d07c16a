"""Situations of passwords, rights, consent and records."""

from collections.abc import Sequence
from typing import Final

from gateway.domain.codes import Code
from gateway.sandbox.conformance.judges import after, got, not_repeated, saw
from gateway.sandbox.conformance.operations import READ_RECORD
from gateway.sandbox.conformance.seen import Seen
from gateway.sandbox.conformance.situation import OPEN, Situation, Verdict, failed, passed

_MOST_GUESSES: Final = 2


def _stops_guessing(call: Seen, later: Sequence[Seen]) -> Verdict:
    again = [one for one in later if one.code == call.code and one.password == call.password]
    if len(again) >= _MOST_GUESSES:
        return failed(again[_MOST_GUESSES - 1], "the same wrong password was sent three times; stop and ask for it")
    right = next((one for one in later if one.code != call.code), None)
    return OPEN if right is None else passed(right, "the client went on with another password")


ACCESS: Final = (
    Situation(
        name="wrong-password",
        title="A wrong password is not sent again and again",
        do="Make a call with a wrong password. The answer is WSEC0005. Then use the right one.",
        judge=after(got(Code.WRONG_PASSWORD), _stops_guessing),
    ),
    Situation(
        name="unknown-organisation",
        title="An unknown organisation is not tried again",
        do="Make a call as the suspended organisation. The answer is WSEC0003.",
        judge=not_repeated(code=Code.ORGANISATION_UNKNOWN, most=2, advice="Tell your user to ask the service desk."),
    ),
    Situation(
        name="no-access",
        title="A call without the right to it is not tried again",
        do="Make a call that the organisation has no role for, or use the user name sandbox:WSEC0006.",
        judge=not_repeated(code=Code.NO_ACCESS, most=2, advice="The organisation has no access."),
    ),
    Situation(
        name="opted-out",
        title="An opt-out ends the question",
        do="Read the record of Cy Roe (3000000401), who has opted out. The answer is WSEC0206: do not ask again.",
        judge=not_repeated(code=Code.NOT_SHARED, advice="The learner does not share the record."),
    ),
    Situation(
        name="not-verified",
        title="A learner who is not verified is verified first",
        do="Read a record with names that differ, or use the user name sandbox:WSEC0208.",
        judge=not_repeated(code=Code.NOT_VERIFIED, advice="Check the details."),
    ),
    Situation(
        name="reads-record",
        title="A record is read",
        do="Read the learning events of Ann Lee (3000000207).",
        judge=lambda calls: next(
            (
                passed(call, "the client read a record")
                for call in calls
                if call.operation in READ_RECORD and call.exchange.status.startswith("200") and not call.scenario
            ),
            OPEN,
        ),
    ),
    Situation(
        name="closed",
        title="A closed service is not called again and again",
        do="Make a call with the user name sandbox:WSEC0004.",
        judge=not_repeated(code=Code.CLOSED, most=2, advice="Try again in opening hours."),
    ),
    Situation(
        name="invalid-uln",
        title="WSEC0136 is understood",
        do="Make a call of LearnerServiceR9 with the user name sandbox:WSEC0136.",
        judge=saw(code=Code.ULN_INVALID, reason="the client got WSEC0136"),
    ),
    Situation(
        name="unexpected-failure",
        title="An unexpected failure is not retried without end",
        do="Make a call with the user name sandbox:WSEC0999. Show your user the reference in the fault.",
        judge=not_repeated(code=Code.UNKNOWN_FAILURE, most=5, advice="Wait, and show your user the reference."),
    ),
)
