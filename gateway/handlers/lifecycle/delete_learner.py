"""Delete a learner, for an operator (contract 6.4)."""

from gateway.domain.actors import AuditedDecision
from gateway.domain.lifecycle import require_deletable
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


def delete_learner(uln: str, decision: AuditedDecision, unit: Unit) -> OperatorResult:
    """Delete a learner, who is then never found.

    The ULN is not issued again. Raises OperatorActionRefused with the reason, or NoSuchLearner.
    """
    learner, master = unit.lifecycle.lock_with_master(uln)
    require_deletable(learner, master)
    unit.lifecycle.delete(learner, master, decision)
    return OperatorResult(touched=(uln,))
