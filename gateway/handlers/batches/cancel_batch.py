"""Cancels a batch that has not ended, for an operator (contract 2.15: the job status "Cancelled")."""

from gateway.domain.actors import Decision
from gateway.domain.codes import Code
from gateway.handlers.execution.outcome import Outcome
from gateway.store.unit import Unit


def cancel_batch(number: int, _decision: Decision, unit: Unit) -> Outcome:
    """Let no more rows of a job be done; what is done stays done. Raises NoOpenJob."""
    unit.batches.cancel(number)
    return Outcome(code=Code.BATCH_FAILED)
