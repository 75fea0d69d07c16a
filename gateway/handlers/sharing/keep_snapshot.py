"""Make or change a snapshot of a learner's record.

CreateOrModifySnapshot; contract 2.16.
"""

from collections.abc import Collection
from dataclasses import dataclass

from gateway.domain import choices, consent
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.snapshot import Snapshot, SnapshotContents
from gateway.domain.text import is_email
from gateway.domain.verification import StatedIdentity
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_details import identify_by_details
from gateway.handlers.identification.by_uln import NotIdentified
from gateway.handlers.identification.secret import Secret
from gateway.store.errors import Stale
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepSnapshot:
    """The events to show, and whom to show them to.

    Without `event_ids` the snapshot has all present events. Without `guid` it is a new snapshot. A snapshot that is
    changed keeps its PIN if `pin` is None.
    """

    identity: StatedIdentity
    event_ids: frozenset[int] | None
    email: str
    pin: Secret | None
    reference: str
    guid: str
    reader_is_learner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotOutcome(Outcome):
    """The GUID of the snapshot, or empty if refused."""

    guid: str = ""


def keep_snapshot(request: KeepSnapshot, caller: Caller, unit: Unit) -> SnapshotOutcome:
    """Make or change a snapshot, if the details agree.

    The learner must share the record. Raises RetryOutsideTransaction.
    """
    holder = identify_by_details(request.identity, unit)
    if isinstance(holder, NotIdentified):
        return SnapshotOutcome(code=holder.code, touched=holder.touched)
    touched = (holder.master.uln,)
    if not consent.may_release(holder.master, reader_is_learner=request.reader_is_learner):
        return SnapshotOutcome(code=Code.NOT_SHARED, touched=touched)
    stored = held_snapshot(request.guid, holder.ulns, caller, unit) if request.guid else None
    if request.guid and stored is None:
        return SnapshotOutcome(code=choices.SNAPSHOT_ANSWERS.unknown, touched=touched)
    in_record = [event.id for event in unit.events.of(holder.ulns)]
    event_ids = frozenset(in_record) if request.event_ids is None else request.event_ids
    if problem := _problem(request, event_ids, in_record, stored):
        return SnapshotOutcome(code=problem, touched=touched)
    chosen = SnapshotContents(
        event_ids=tuple(number for number in in_record if number in event_ids),
        email=request.email,
        reference=request.reference,
        pin_hash=_pin_hash(request, stored),
    )
    if stored is not None:
        try:
            unit.snapshots.change(stored, chosen)
        except Stale:  # another transaction has just deleted it
            return SnapshotOutcome(code=choices.SNAPSHOT_ANSWERS.unknown, touched=touched)
        return SnapshotOutcome(code=choices.SNAPSHOT_ANSWERS.changed, touched=touched, guid=stored.guid)
    guid = unit.snapshots.make(holder.learner.uln, chosen, caller)
    return SnapshotOutcome(code=choices.SNAPSHOT_ANSWERS.made, touched=touched, guid=guid)


def held_snapshot(guid: str, ulns: Collection[str], caller: Caller, unit: Unit) -> Snapshot | None:
    """Return the caller's snapshot with this GUID, or None.

    Snapshots of other organisations are not returned.
    """
    snapshots = unit.snapshots.of(ulns, caller, guid=guid)
    return snapshots[0] if snapshots else None


def _problem(
    request: KeepSnapshot, event_ids: frozenset[int], in_record: Collection[int], stored: Snapshot | None
) -> Code | None:
    if not request.email or not event_ids or (request.pin is None and stored is None):
        return Code.INSUFFICIENT_DATA
    if not is_email(request.email):
        return Code.EMAIL_INVALID
    return None if event_ids.issubset(in_record) else choices.SNAPSHOT_ANSWERS.event_unknown


def _pin_hash(request: KeepSnapshot, stored: Snapshot | None) -> str:
    if request.pin is not None:
        return request.pin.hash()
    assert stored is not None, "a new snapshot has a PIN"
    return stored.chosen.pin_hash
