"""CreateOrModifySnapshot, ListSnapshots and DeleteSnapshot (contract 2.16)."""

from gateway.domain import choices
from gateway.domain.errors import BadRequest, Refused
from gateway.domain.event import LearningEvent
from gateway.domain.uln import compact
from gateway.handlers.identification.secret import Secret
from gateway.handlers.sharing.delete_snapshot import DeleteSnapshot
from gateway.handlers.sharing.keep_snapshot import KeepSnapshot, SnapshotOutcome
from gateway.handlers.sharing.list_snapshots import ListedSnapshot, ListSnapshots, SnapshotList
from gateway.wire.learner_service_r9.year_2017.members import (
    flag,
    guid,
    moment,
    read_identity,
    written_date,
    written_time,
)
from gateway.wire.values.fields import read_limited_text, read_number, read_text, without_empty
from gateway.wire.values.message import Members, Message

_LONGEST_REFERENCE = 254


def keep_snapshot(message: Message) -> KeepSnapshot:
    """Read CreateOrModifySnapshot.

    A GUID of zeros, which .NET sends for none, asks for a new snapshot.
    """
    identity = read_identity(message, "learnerUln")
    return KeepSnapshot(
        identity=identity,
        event_ids=None if flag(message, "includeAllEvents") else _chosen(message),
        email=read_text(message, "targetEmail").strip(),
        pin=_pin(message),
        reference=read_limited_text(message, "userReference", _LONGEST_REFERENCE) or "",
        guid=guid(message, "guid"),
        reader_is_learner=read_text(message, "userType") == "LNR",
    )


def _chosen(message: Message) -> frozenset[int]:
    """Return the numbers of the events to include.

    If LearningEventId is absent, the number is that of the row, Id. No event has the number 0.
    """
    events: list[Message] = message.get("events", {}).get("PlrSnapshotEvent", [])
    return frozenset(
        read_number(event, "LearningEventId" if "LearningEventId" in event else "Id") or 0
        for event in events
        if flag(event, "Include")
    )


def _pin(message: Message) -> Secret | None:
    pin = read_text(message, "pinCode").strip()
    if not pin:
        return None
    if len(pin) < choices.SHORTEST_PIN:
        raise BadRequest(f"pinCode is shorter than {choices.SHORTEST_PIN} characters.")
    return Secret(pin)


def list_snapshots(message: Message) -> ListSnapshots:
    """Read ListSnapshots; a GUID of zeros asks for all."""
    return ListSnapshots(
        uln=compact(read_text(message, "learnerUln")),
        since=moment(message, "dateCreatedStart"),
        until=moment(message, "dateCreatedEnd"),
        guid=guid(message, "guid"),
        reader_is_learner=read_text(message, "userType") == "LNR",
    )


def delete_snapshot(message: Message) -> DeleteSnapshot:
    """Read DeleteSnapshot.

    Raises BadRequest without a GUID.
    """
    which = guid(message, "guid")
    if not which:
        raise BadRequest("guid is needed.")
    return DeleteSnapshot(uln=compact(read_text(message, "learnerUln")), guid=which)


def kept(_message: Message, outcome: SnapshotOutcome) -> Message:
    """Write CreateOrModifySnapshotResult."""
    return {"CreateOrModifySnapshotResult": {"ResponseCode": outcome.code} | without_empty(Guid=outcome.guid)}


def listed(_message: Message, outcome: SnapshotList) -> Message:
    """Write ListSnapshotsResult.

    Snapshots is there even when it is empty, like the lists of other answers.
    """
    snapshots = {"Snapshot": [_snapshot(snapshot) for snapshot in outcome.listed]}
    return {"ListSnapshotsResult": {"ResponseCode": outcome.code, "Snapshots": snapshots}}


def list_refused(_message: Message, refusal: Refused) -> Message:
    """Write a refusal as an answer without snapshots."""
    return {"ListSnapshotsResult": {"ResponseCode": refusal.code, "Snapshots": {"Snapshot": []}}}


def _snapshot(one: ListedSnapshot) -> Members:
    snapshot = one.snapshot
    return {
        "Accessed": "true" if snapshot.accessed else "false",
        "DateCreated": written_time(snapshot.made_at),
        "Events": {"SnapshotEvent": [_event(event) for event in one.events]},
        "ExpiryDate": written_time(snapshot.expires_at),
        "Guid": snapshot.guid,
        "TargetEmail": snapshot.chosen.email,
    } | without_empty(UserReference=snapshot.chosen.reference)


def _event(event: LearningEvent) -> Members:
    return {"LearningEventId": str(event.id)} | without_empty(
        AchievementAwardDate=written_date(event.awarded_on),
        DateLoaded=written_time(event.loaded_at),
        LastUpdatedDateTime=written_time(event.loaded_at),
        ParticipationEndDate=written_date(event.ended_on),
        ParticipationStartDate=written_date(event.started_on),
        QualificationCode=event.subject_code,
    )
