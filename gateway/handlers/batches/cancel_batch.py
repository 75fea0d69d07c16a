"""Cancel a batch that has not ended, for an operator.

The job then has the status "Cancelled" (contract 2.15).
"""

from gateway.domain.actors import Decision
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


def cancel_batch(number: int, _decision: Decision, unit: Unit) -> OperatorResult:
    """Cancel a job; results of rows already processed stay.

    Raises NoOpenJob.
    """
    unit.batches.cancel(number)
    return OperatorResult(touched=())
