"""Undo a merge, for an operator (contract 6.4)."""

from gateway.domain.actors import AuditedDecision
from gateway.domain.lifecycle import require_merged
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


def unmerge_learner(uln: str, decision: AuditedDecision, unit: Unit) -> OperatorResult:
    """Undo the merge of this learner into a master.

    The learner is active again, with the details and events from before. The search for duplicates does not propose the
    two again.

    Raises NotMerged, NoSuchLearner, or LearnerExists if another learner has the key fields now.
    """
    learner, master = unit.lifecycle.lock_with_master(uln)
    require_merged(learner)
    assert master is not None, "a merged learner has a master"
    unit.lifecycle.unmerge(learner, master, decision)
    unit.duplicates.keep_apart(uln, master.uln, decision)
    return OperatorResult(touched=(uln,))
