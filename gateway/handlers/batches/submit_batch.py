"""Accept a batch, which a worker processes later.

submitBatchRegistration, submitVerifyBatch; contract 6.7, 6.8.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.domain.actors import Caller
from gateway.domain.batch import JobKind
from gateway.domain.codes import Code
from gateway.handlers.execution.outcome import Outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitBatch:
    """The rows of a batch, as the register stores them.

    `stated_size` is the number of rows that the caller states, or None if it is not to be checked.
    """

    kind: JobKind
    rows: tuple[Mapping[str, str], ...]
    stated_size: int | None
    check_only: bool = False
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAccepted(Outcome):
    """The number of the job, or None if not accepted."""

    job_number: int | None = None


_COUNT_WRONG = {JobKind.REGISTRATION: Code.BATCH_COUNT_WRONG, JobKind.VERIFICATION: Code.VERIFY_COUNT_WRONG}


def submit_batch(request: SubmitBatch, caller: Caller, unit: Unit) -> BatchAccepted:
    """Store the rows as a job.

    If the organisation sends the same batch again, the answer names the same job.
    """
    if request.stated_size not in (None, len(request.rows)):
        return BatchAccepted(code=_COUNT_WRONG[request.kind], touched=())
    number = unit.batches.submit(request.kind, request.rows, caller, check_only=request.check_only, email=request.email)
    return BatchAccepted(code=Code.BATCH_ACCEPTED, touched=(), job_number=number)
