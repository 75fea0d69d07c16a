"""Jobs as polls show them."""

from gateway.domain.batch import Job, JobKind
from gateway.domain.codes import Code
from gateway.handlers.batches.read_batch import BatchOutput
from gateway.sandbox.scenarios.catalogue import find_by_stored_user
from gateway.sandbox.scenarios.scenario import Poll


def show_job(job: Job, kind: JobKind, times: int) -> Job:
    """Return a job as shown after so many polls."""
    scenario = find_by_stored_user(job.user)
    if scenario is None or scenario.answer_poll is None:
        return job
    output = BatchOutput(code=Code.BATCH_UNFINISHED, touched=(), job=job)
    return scenario.answer_poll(Poll(kind=kind, output=output, times=times)).job or job
