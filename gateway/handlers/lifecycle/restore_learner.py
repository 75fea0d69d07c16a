"""Restore a deleted learner, for an operator (contract 6.4)."""

from gateway.domain.actors import AuditedDecision
from gateway.domain.lifecycle import require_deleted
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


def restore_learner(uln: str, decision: AuditedDecision, unit: Unit) -> OperatorResult:
    """Make a deleted learner active, even if merged before.

    Raises NotDeleted, NoSuchLearner, or LearnerExists if another learner has the key fields now.
    """
    learner = unit.lifecycle.lock([uln])[uln]
    require_deleted(learner)
    unit.lifecycle.restore(learner, decision)
    return OperatorResult(touched=(uln,))
