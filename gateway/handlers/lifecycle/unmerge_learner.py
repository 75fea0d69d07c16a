"""Undoes a merge, for an operator (contract 6.4)."""

from gateway.domain.actors import Decision
from gateway.domain.lifecycle import require_merged
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


def unmerge_learner(uln: str, decision: Decision, unit: Unit) -> OperatorResult:
    """Let a merged learner stand by itself again, with its own details and events.

    The two are not proposed as one person again.

    Raises NotMerged or NoSuchLearner with the reason, LearnerExists where a living learner has its key fields now.
    """
    learner, master = unit.lifecycle.hold_with_master(uln)
    require_merged(learner)
    assert master is not None, "a merged learner has a master"
    unit.lifecycle.unmerge(learner, master, decision)
    unit.duplicates.keep_apart(uln, master.uln, decision)
    return OperatorResult(touched=(uln,))
