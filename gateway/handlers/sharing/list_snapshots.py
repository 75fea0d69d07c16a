"""List the snapshots that an organisation made of a learner.

ListSnapshots; contract 2.16.
"""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain import choices, consent
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.event import LearningEvent
from gateway.domain.period import bounds_of_period
from gateway.domain.snapshot import Snapshot
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_uln import NotIdentified, identify_by_uln
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSnapshots:
    """A learner, and the period in which snapshots were made.

    `bounds_of_period` says how the period is read. With `guid` only that snapshot is listed.
    """

    uln: str
    since: datetime | None
    until: datetime | None
    guid: str
    reader_is_learner: bool


@dataclass(frozen=True, slots=True)
class ListedSnapshot:
    """A snapshot, and its events that the record still has."""

    snapshot: Snapshot
    events: tuple[LearningEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotList(Outcome):
    """The snapshots, oldest first."""

    listed: tuple[ListedSnapshot, ...] = ()


def list_snapshots(request: ListSnapshots, caller: Caller, unit: Unit) -> SnapshotList:
    """Return the snapshots that the caller's organisation made.

    Snapshots of learners who are merged with this learner are among them.
    """
    holder = identify_by_uln(request.uln, unit)
    if isinstance(holder, NotIdentified):
        return SnapshotList(code=holder.code_for(choices.SNAPSHOT_ANSWERS.unknown), touched=())
    touched = (holder.master.uln,)
    if not consent.may_release(holder.master, reader_is_learner=request.reader_is_learner):
        return SnapshotList(code=Code.NOT_SHARED, touched=touched)
    since, until = bounds_of_period(request.since, request.until)
    snapshots = unit.snapshots.of(holder.ulns, caller, guid=request.guid, since=since, until=until)
    events = unit.events.of(holder.ulns) if snapshots else []
    listed = [
        ListedSnapshot(snapshot, tuple(event for event in events if event.id in snapshot.chosen.event_ids))
        for snapshot in snapshots
    ]
    return SnapshotList(code=choices.SNAPSHOT_ANSWERS.listed, touched=touched, listed=tuple(listed))
