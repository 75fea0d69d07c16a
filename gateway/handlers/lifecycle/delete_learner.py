"""Deletes a learner, for an operator (contract 6.4)."""

from gateway.domain.actors import Decision
from gateway.domain.lifecycle import require_deletable
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


def delete_learner(uln: str, decision: Decision, unit: Unit) -> OperatorResult:
    """Delete a learner: nobody finds it any more, and the ULN is never issued again.

    Raises OperatorActionRefused or NoSuchLearner with the reason.
    """
    learner, master = unit.lifecycle.hold_with_master(uln)
    require_deletable(learner, master)
    unit.lifecycle.delete(learner, master, decision)
    return OperatorResult(touched=(uln,))
