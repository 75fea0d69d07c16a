"""Write answers of ExternalService (contract 2.15, 6.10).

A member without a value is left out.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from gateway.domain.achievement_counts import count_achievements
from gateway.domain.achievements import Submission
from gateway.domain.batch import Job, JobStatus, RowResult
from gateway.domain.codes import Code, CodeKind
from gateway.domain.errors import Refused
from gateway.handlers.batches.read_batch import BatchOutput
from gateway.handlers.batches.submit_batch import BatchAccepted
from gateway.wire.external_service.error_file import error_file
from gateway.wire.values.choices import ERROR_FILE_NAME, SUBMISSION_TYPES
from gateway.wire.values.fields import read_text, without_empty
from gateway.wire.values.message import Members, Message

_STATUS = {
    JobStatus.SUBMITTED: "Waiting",
    JobStatus.RUNNING: "InProgress",
    JobStatus.FINISHED: "Successful",
    JobStatus.FAILED: "Failed",
    JobStatus.CANCELLED: "Cancelled",
}
_REASONS = {
    JobStatus.FAILED: "The batch failed; the records counted here are done.",
    JobStatus.CANCELLED: "The operator cancelled the batch; the records counted here are done.",
}
_OPEN = (JobStatus.SUBMITTED, JobStatus.RUNNING)
_DONE = {
    "AchievementsCreated": Code.ACHIEVEMENT_CREATED,
    "AchievementsPromotedToFinal": Code.ACHIEVEMENT_PROMOTED,
    "AchievementsReinstated": Code.ACHIEVEMENT_REINSTATED,
    "AchievementsUpdated": Code.ACHIEVEMENT_UPDATED,
    "AchievementsWithdrawn": Code.ACHIEVEMENT_WITHDRAWN,
}
_ERRORS = {
    "BusinessRuleErrors": CodeKind.RULE,
    "FieldDataErrors": CodeKind.FIELD,
    "LearnerDataErrors": CodeKind.LEARNER,
}


def accepted(_message: Message, outcome: BatchAccepted) -> Message:
    """Write SubmitAchievementBatchJobResult.

    JobId is 0 if the batch was not accepted.
    """
    return _accepted(outcome.code, outcome.job_number or 0)


def submission_refused(_message: Message, refusal: Refused) -> Message:
    """Write a refusal as an answer without a job."""
    return _accepted(refusal.code, 0)


def _accepted(code: Code, number: int) -> Message:
    return {"SubmitAchievementBatchJobResult": {"ResponseCode": code, "JobId": str(number)}}


def job(message: Message, outcome: BatchOutput) -> Message:
    """Write GetAchievementBatchJobResult: the status of a job.

    Once the job has ended, the answer has its results too.
    """
    if outcome.job is None:
        return _job(message, outcome.code, {})
    counted = {} if outcome.job.status in _OPEN else _counted(outcome.job, outcome.rows)
    return _job(message, outcome.code, _job_members(outcome.job) | counted)


def job_refused(message: Message, refusal: Refused) -> Message:
    """Write a refusal as an answer without a job."""
    return _job(message, refusal.code, {})


def _job(message: Message, code: Code, members: Message) -> Message:
    result = {"ResponseCode": code, "JobID": read_text(message, "jobId").strip() or "0", **members}
    return {"GetAchievementBatchJobResult": result}


def _job_members(job: Job) -> Members:
    return {"Status": _STATUS[job.status], "NumberOfRecords": str(job.size)} | without_empty(
        Duration=_duration(job),
        EndDate=_moment(job.finished_at),
        RejectionReason=_REASONS.get(job.status),
        StartDate=_moment(job.started_at),
        SubmittedDate=_moment(job.submitted_at),
        Type=SUBMISSION_TYPES[Submission(job.submission)],
        User=job.user,
    )


def _duration(job: Job) -> str | None:
    """Write how long the job took, as hours:minutes:seconds.

    This is the time from the first record to the last.
    """
    if job.started_at is None or job.finished_at is None:
        return None
    seconds = (job.finished_at - job.started_at) // timedelta(seconds=1)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _moment(value: datetime | None) -> str | None:
    return None if value is None else f"{value:%Y-%m-%dT%H:%M:%S}"


def _counted(job: Job, rows: tuple[tuple[Mapping[str, str], RowResult], ...]) -> Members:
    counts = count_achievements((result for _, result in rows), job.size)
    numbers = {name: counts.done[code] for name, code in _DONE.items()}
    numbers |= {name: counts.errors[kind] for name, kind in _ERRORS.items()}
    numbers |= {
        "SuccessfulFinalAchievements": counts.final,
        "SuccessfulProvisionalAchievements": counts.provisional,
    }
    errors = error_file(rows)
    named = {name: str(number) for name, number in numbers.items()}
    return (
        named
        | {"PercentageSuccessfulRecords": f"{counts.percentage:.2f}"}
        | without_empty(
            AchievementBatchErrorFile=errors,
            Filename=ERROR_FILE_NAME.format(number=job.number) if errors else None,
        )
    )
