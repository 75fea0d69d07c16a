"""Cancels a batch that has not ended, for an operator (contract 2.15: the job status "Cancelled")."""

from gateway.domain.actors import Decision
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


def cancel_batch(number: int, _decision: Decision, unit: Unit) -> OperatorResult:
    """Let no more rows of a job be done.

    What is done stays done. Raises NoOpenJob.
    """
    unit.batches.cancel(number)
    return OperatorResult(touched=())
