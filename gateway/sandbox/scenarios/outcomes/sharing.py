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
    ask_about,
    identify_ada,
    identify_malformed,
    identify_otto,
    identify_stranger,
)

CHALLENGE: Final = "DC222222222"
"""The reference of the challenge that scenarios raise."""
SNAPSHOT: Final = "00000000-5a4d-4b0c-8000-000000000001"
"""The GUID of the snapshot that scenarios make."""
_NO_SNAPSHOT: Final = "00000000-5a4d-4b0c-8000-000000000002"
_MISSING: Final = Complaint(kind="Missing", information="A course is missing.")
_EMAIL: Final = "ada.sandbox@example.org"


def _report_done(_call: Answered) -> Outcome:
    return Outcome(code=choices.KEY_ANSWERS.done, touched=(people.FOUND,))


def _refuse_uln(_call: Answered) -> Outcome:
    return Outcome(code=Code.ULN_INVALID, touched=())


def _refuse_key(_call: Answered) -> Outcome:
    return Outcome(code=Code.NOT_VERIFIED, touched=(people.FOUND,))


def _ask_about_malformed(call: Answered) -> Outcome:
    return call.ask(uln="1")


def _ask_about_nobody(call: Answered) -> Outcome:
    return call.ask(uln=people.NOBODY)


def _ask_about_ada(call: Answered) -> Outcome:
    return call.ask(uln=people.FOUND)


def _ask_about_otto(call: Answered) -> Outcome:
    return call.ask(uln=people.OPTED_OUT)


def _set_notification(wish: Notification) -> Answer:
    return lambda call: call.pretend(identity=identify_ada(call), notification=wish)


def _make_snapshot(_call: Answered) -> Outcome:
    return SnapshotOutcome(code=choices.SNAPSHOT_ANSWERS.made, touched=(people.FOUND,), guid=SNAPSHOT)


def _change_unknown_snapshot(call: Answered) -> Outcome:
    return call.pretend(identity=identify_ada(call), guid=_NO_SNAPSHOT)


def _make_snapshot_without_email(call: Answered) -> Outcome:
    return _make_snapshot_to(call, "")


def _make_snapshot_to_bad_email(call: Answered) -> Outcome:
    return _make_snapshot_to(call, "nowhere")


def _make_snapshot_to(call: Answered, email: str) -> Outcome:
    return call.pretend(identity=identify_ada(call), event_ids=None, guid="", email=email, pin=Secret("0000"))


def _list_snapshot(call: Answered) -> Outcome:
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


def _raise_challenge(call: Answered) -> Outcome:
    raised = call.pretend(identity=identify_ada(call), complaint=_MISSING)
    return replace(cast("ChallengeOutcome", raised), reference=CHALLENGE)


def _raise_bad_challenge(complaint: Complaint) -> Answer:
    return lambda call: call.pretend(identity=identify_ada(call), complaint=complaint)


def _challenge_unshared_event(call: Answered) -> Outcome:
    complaint = replace(_MISSING, first=ChallengedEvent(event_id=1))
    return call.pretend(identity=identify_otto(call), complaint=complaint, reader_is_learner=False)


def _list_challenge(call: Answered) -> Outcome:
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


_KEY: Final = {Code.EXACT_MATCH: _report_done, Code.ULN_INVALID: _refuse_uln, Code.NOT_VERIFIED: _refuse_key}
_DELETED: Final = {
    Code.EXACT_MATCH: _report_done,
    Code.NO_MATCH: _ask_about_nobody,
    Code.ULN_INVALID: _ask_about_malformed,
}
_NOT_IDENTIFIED: Final = {
    Code.ULN_INVALID: ask_about(identify_malformed),
    Code.NOT_VERIFIED: ask_about(identify_stranger),
}
_LISTED: Final = {Code.NO_MATCH: _ask_about_nobody, Code.ULN_INVALID: _ask_about_malformed}

SHARING: Final[Outcomes] = {
    "StoreLearnerKey": _KEY,
    "RemoveLearnerKey": _KEY,
    "SetNotification": {
        **_NOT_IDENTIFIED,
        Code.EXACT_MATCH: _set_notification(Notification(preference=Preference.NONE)),
        Code.INSUFFICIENT_DATA: _set_notification(Notification(preference=Preference.EMAIL)),
        Code.EMAIL_INVALID: _set_notification(Notification(preference=Preference.EMAIL, email="nowhere")),
    },
    "ListNotificationStatus": {**_LISTED, Code.EXACT_MATCH: _ask_about_ada},
    "CreateOrModifySnapshot": {
        **_NOT_IDENTIFIED,
        Code.NO_MATCH: _change_unknown_snapshot,
        Code.EXACT_MATCH: _make_snapshot,
        Code.INSUFFICIENT_DATA: _make_snapshot_without_email,
        Code.EMAIL_INVALID: _make_snapshot_to_bad_email,
        Code.NOT_SHARED: ask_about(identify_otto),
    },
    "ListSnapshots": {**_LISTED, Code.EXACT_MATCH: _list_snapshot, Code.NOT_SHARED: _ask_about_otto},
    "DeleteSnapshot": _DELETED,
    "CreateDataChallenge": {
        **_NOT_IDENTIFIED,
        Code.EXACT_MATCH: _raise_challenge,
        Code.INSUFFICIENT_DATA: _raise_bad_challenge(Complaint(kind="Missing")),
        Code.EMAIL_INVALID: _raise_bad_challenge(replace(_MISSING, contact=Contact(email="nowhere"))),
        Code.NOT_SHARED: _challenge_unshared_event,
    },
    "ListDataChallenge": {**_LISTED, Code.EXACT_MATCH: _list_challenge},
    "DeleteDataChallenge": _DELETED,
}
