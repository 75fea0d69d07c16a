"""Deletes a snapshot, for the organisation that made it (DeleteSnapshot; contract 2.16)."""

from dataclasses import dataclass

from gateway.domain import choices, uln
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_uln import master_of, standing_learner
from gateway.handlers.sharing.keep_snapshot import held_snapshot
from gateway.store.errors import Stale
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteSnapshot:
    """Which snapshot, and of which learner."""

    uln: str
    guid: str


def delete_snapshot(request: DeleteSnapshot, caller: Caller, unit: Unit) -> Outcome:
    """Delete the snapshot, whether the learner still shares her record or not."""
    if not uln.is_valid(request.uln):
        return Outcome(code=Code.ULN_INVALID)
    unknown = choices.SNAPSHOT_CODES["unknown"]
    learner = standing_learner(request.uln, unit)
    if learner is None:
        return Outcome(code=unknown)
    master = master_of(learner, unit)
    held = held_snapshot(request.guid, (master.uln, *master.linked_ulns), caller, unit)
    if held is None:
        return Outcome(code=unknown, touched=(master.uln,))
    try:
        unit.snapshots.delete(held)
    except Stale:  # deleted in the moment between
        return Outcome(code=unknown, touched=(master.uln,))
    return Outcome(code=choices.SNAPSHOT_CODES["deleted"], touched=(master.uln,))
