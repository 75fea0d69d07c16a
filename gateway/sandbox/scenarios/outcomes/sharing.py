"""Outcomes of calls about keys, notifications, snapshots and challenges.

Nothing is stored. What is made has the same reference each time, and the scenario of the list shows it.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final, cast

from gateway.domain import choices
from gateway.domain.challenge import Challenge, ChallengedEvent, Complaint, Contact
from gateway.domain.codes import Code
from gateway.domain.notification import Notification, Preference
from gateway.domain.snapshot import Snapshot, SnapshotContents
from gateway.handlers.challenges.create_challenge import ChallengeOutcome
from gateway.handlers.challenges.list_challenges import ChallengeList
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.secret import Secret
from gateway.handlers.sharing.keep_snapshot import SnapshotOutcome
from gateway.handlers.sharing.list_snapshots import ListedSnapshot, SnapshotList
from gateway.sandbox.scenarios import cast as people
from gateway.sandbox.scenarios.answered import Answer, Answered, Outcomes
from gateway.sandbox.scenarios.outcomes.records import (
    identified_by,
    malformed_identity,
    other_identity,
    shared_identity,
    unshared_identity,
)

CHALLENGE: Final = "DC222222222"
"""The reference of the challenge that scenarios raise."""
SNAPSHOT: Final = "00000000-5a4d-4b0c-8000-000000000001"
"""The GUID of the snapshot that scenarios make."""
_NO_SNAPSHOT: Final = "00000000-5a4d-4b0c-8000-000000000002"
_MISSING: Final = Complaint(kind="Missing", information="A course is missing.")
_EMAIL: Final = "ada.sandbox@example.org"


def _done(_call: Answered) -> Outcome:
    return Outcome(code=choices.KEY_ANSWERS.done, touched=(people.FOUND,))


def _malformed(_call: Answered) -> Outcome:
    return Outcome(code=Code.ULN_INVALID, touched=())


def _wrong_key(_call: Answered) -> Outcome:
    return Outcome(code=Code.NOT_VERIFIED, touched=(people.FOUND,))


def _malformed_uln(call: Answered) -> Outcome:
    return call.ask(uln="1")


def _unknown_uln(call: Answered) -> Outcome:
    return call.ask(uln=people.NOBODY)


def _found_uln(call: Answered) -> Outcome:
    return call.ask(uln=people.FOUND)


def _unshared_uln(call: Answered) -> Outcome:
    return call.ask(uln=people.OPTED_OUT)


def _notifying(wish: Notification) -> Answer:
    return lambda call: call.pretend(identity=shared_identity(call), notification=wish)


def _snapshot_made(_call: Answered) -> Outcome:
    return SnapshotOutcome(code=choices.SNAPSHOT_ANSWERS.made, touched=(people.FOUND,), guid=SNAPSHOT)


def _snapshot_unknown(call: Answered) -> Outcome:
    return call.pretend(identity=shared_identity(call), guid=_NO_SNAPSHOT)


def _snapshot_without_email(call: Answered) -> Outcome:
    return _snapshot_to(call, "")


def _snapshot_to_bad_email(call: Answered) -> Outcome:
    return _snapshot_to(call, "nowhere")


def _snapshot_to(call: Answered, email: str) -> Outcome:
    return call.pretend(identity=shared_identity(call), event_ids=None, guid="", email=email, pin=Secret("0000"))


def _snapshot_listed(call: Answered) -> Outcome:
    midnight = call.unit.at.replace(hour=0, minute=0, second=0, microsecond=0)
    events = tuple(call.unit.events.of([people.FOUND]))
    snapshot = Snapshot(
        guid=SNAPSHOT,
        uln=people.FOUND,
        organisation_id=call.caller.organisation.id,
        made_at=midnight,
        expires_at=midnight + choices.SNAPSHOT_LASTS,
        chosen=SnapshotContents(
            event_ids=tuple(event.id for event in events), email=_EMAIL, reference="Sandbox", pin_hash=""
        ),
    )
    return SnapshotList(
        code=choices.SNAPSHOT_ANSWERS.listed, touched=(people.FOUND,), listed=(ListedSnapshot(snapshot, events),)
    )


def _challenge_raised(call: Answered) -> Outcome:
    raised = call.pretend(identity=shared_identity(call), complaint=_MISSING)
    return replace(cast("ChallengeOutcome", raised), reference=CHALLENGE)


def _challenging(complaint: Complaint) -> Answer:
    return lambda call: call.pretend(identity=shared_identity(call), complaint=complaint)


def _challenge_of_unshared_event(call: Answered) -> Outcome:
    complaint = replace(_MISSING, first=ChallengedEvent(event_id=1))
    return call.pretend(identity=unshared_identity(call), complaint=complaint, reader_is_learner=False)


def _challenge_listed(call: Answered) -> Outcome:
    midnight = call.unit.at.replace(hour=0, minute=0, second=0, microsecond=0)
    challenge = Challenge(
        reference=CHALLENGE,
        uln=people.FOUND,
        complaint=_MISSING,
        organisation_id=call.caller.organisation.id,
        user=call.caller.user,
        raised_at=midnight - timedelta(days=1),
    )
    return ChallengeList(code=choices.CHALLENGE_ANSWERS.listed, touched=(people.FOUND,), challenges=(challenge,))


_KEY: Final = {Code.EXACT_MATCH: _done, Code.ULN_INVALID: _malformed, Code.NOT_VERIFIED: _wrong_key}
_DELETED: Final = {Code.EXACT_MATCH: _done, Code.NO_MATCH: _unknown_uln, Code.ULN_INVALID: _malformed_uln}
_NOT_IDENTIFIED: Final = {
    Code.ULN_INVALID: identified_by(malformed_identity),
    Code.NOT_VERIFIED: identified_by(other_identity),
}
_LISTED: Final = {Code.NO_MATCH: _unknown_uln, Code.ULN_INVALID: _malformed_uln}

SHARING: Final[Outcomes] = {
    "StoreLearnerKey": _KEY,
    "RemoveLearnerKey": _KEY,
    "SetNotification": {
        **_NOT_IDENTIFIED,
        Code.EXACT_MATCH: _notifying(Notification(preference=Preference.NONE)),
        Code.INSUFFICIENT_DATA: _notifying(Notification(preference=Preference.EMAIL)),
        Code.EMAIL_INVALID: _notifying(Notification(preference=Preference.EMAIL, email="nowhere")),
    },
    "ListNotificationStatus": {**_LISTED, Code.EXACT_MATCH: _found_uln},
    "CreateOrModifySnapshot": {
        **_NOT_IDENTIFIED,
        Code.NO_MATCH: _snapshot_unknown,
        Code.EXACT_MATCH: _snapshot_made,
        Code.INSUFFICIENT_DATA: _snapshot_without_email,
        Code.EMAIL_INVALID: _snapshot_to_bad_email,
        Code.NOT_SHARED: identified_by(unshared_identity),
    },
    "ListSnapshots": {**_LISTED, Code.EXACT_MATCH: _snapshot_listed, Code.NOT_SHARED: _unshared_uln},
    "DeleteSnapshot": _DELETED,
    "CreateDataChallenge": {
        **_NOT_IDENTIFIED,
        Code.EXACT_MATCH: _challenge_raised,
        Code.INSUFFICIENT_DATA: _challenging(Complaint(kind="Missing")),
        Code.EMAIL_INVALID: _challenging(replace(_MISSING, contact=Contact(email="nowhere"))),
        Code.NOT_SHARED: _challenge_of_unshared_event,
    },
    "ListDataChallenge": {**_LISTED, Code.EXACT_MATCH: _challenge_listed},
    "DeleteDataChallenge": _DELETED,
}
