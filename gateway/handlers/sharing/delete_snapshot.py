"""Delete a snapshot, for the organisation that made it.

DeleteSnapshot; contract 2.16.
"""

from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_uln import NotIdentified, identify_by_uln
from gateway.handlers.sharing.keep_snapshot import held_snapshot
from gateway.store.errors import Stale
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteSnapshot:
    """A snapshot of a learner."""

    uln: str
    guid: str


def delete_snapshot(request: DeleteSnapshot, caller: Caller, unit: Unit) -> Outcome:
    """Delete a snapshot, even if the learner has opted out."""
    unknown = choices.SNAPSHOT_ANSWERS.unknown
    holder = identify_by_uln(request.uln, unit)
    if isinstance(holder, NotIdentified):
        return Outcome(code=holder.code_for(unknown), touched=())
    touched = (holder.master.uln,)
    snapshot = held_snapshot(request.guid, holder.ulns, caller, unit)
    if snapshot is None:
        return Outcome(code=unknown, touched=touched)
    try:
        unit.snapshots.delete(snapshot)
    except Stale:  # another transaction has just deleted it
        return Outcome(code=unknown, touched=touched)
    return Outcome(code=choices.SNAPSHOT_ANSWERS.deleted, touched=touched)
