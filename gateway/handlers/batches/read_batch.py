"""Return the status and the results of a batch.

getBatchRegistrationOutput, getVerifyBatchOutput; contract 6.7, 6.8.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.domain.actors import Caller
from gateway.domain.batch import Job, JobKind, JobStatus, RowResult
from gateway.domain.codes import Code
from gateway.handlers.execution.outcome import Outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBatch:
    """A job of this kind and number.

    `number` is None where the caller states none that a job can have.
    """

    kind: JobKind
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOutput(Outcome):
    """The job, or None if the organisation has none.

    `rows` holds rows and results, where the caller may have them.
    """

    job: Job | None = None
    rows: tuple[tuple[Mapping[str, str], RowResult], ...] = ()


_CODES = {
    JobStatus.SUBMITTED: Code.BATCH_UNFINISHED,
    JobStatus.RUNNING: Code.BATCH_UNFINISHED,
    JobStatus.FINISHED: Code.BATCH_FINISHED,
    JobStatus.FAILED: Code.BATCH_FAILED,
    JobStatus.CANCELLED: Code.BATCH_FAILED,
}
_ENDED = (JobStatus.FINISHED, JobStatus.FAILED, JobStatus.CANCELLED)


def read_batch(request: ReadBatch, caller: Caller, unit: Unit) -> BatchOutput:
    """Return the status of a job, and its results.

    There are results once the job has finished; those of achievements also after it failed or was cancelled.
    """
    job = None if request.number is None else unit.batches.job(request.number, request.kind, caller)
    if job is None:
        return BatchOutput(code=Code.JOB_UNKNOWN, touched=())
    shown = _ENDED if request.kind is JobKind.ACHIEVEMENT else (JobStatus.FINISHED,)
    rows = tuple(unit.batches.results(job.id)) if job.status in shown else ()
    touched = tuple(dict.fromkeys(result.uln for _, result in rows if result.uln))
    return BatchOutput(code=_CODES[job.status], touched=touched, job=job, rows=rows)
