"""Accept a batch of achievements, which a worker processes later.

SubmitAchievementBatchJob; contract 6.10.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.achievements import Submission
from gateway.domain.actors import Caller
from gateway.domain.batch import JobKind
from gateway.domain.codes import Code
from gateway.domain.organisation import Role
from gateway.domain.text import is_email
from gateway.handlers.batches.submit_batch import BatchAccepted
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAchievements:
    """The rows of a batch, as the register stores them.

    `submission` (the type of submission) and `email` (whom to notify) are as the caller wrote them.
    """

    rows: tuple[Mapping[str, str], ...]
    submission: str
    email: str


def submit_achievements(request: SubmitAchievements, caller: Caller, unit: Unit) -> BatchAccepted:
    """Store the rows as a job.

    If the organisation sends the same batch again, the answer names the same job.
    """
    submission = Submission.of(request.submission)
    if not is_email(request.email) and (request.email or choices.ACHIEVEMENT_EMAIL_NEEDED):
        return BatchAccepted(code=Code.EMAIL_INVALID, touched=())
    if submission is None:
        return BatchAccepted(code=Code.SUBMISSION_TYPE_INVALID, touched=())
    if not request.rows:
        return BatchAccepted(code=Code.NO_ACHIEVEMENTS, touched=())
    if len(request.rows) > choices.LARGEST_ACHIEVEMENT_BATCH:
        return BatchAccepted(code=Code.TOO_MANY_ACHIEVEMENTS, touched=())
    if Role.AWARDING not in caller.organisation.roles:
        return BatchAccepted(code=Code.NOT_AWARDING, touched=())
    number = unit.batches.submit(
        JobKind.ACHIEVEMENT, request.rows, caller, email=request.email, submission=submission.value
    )
    return BatchAccepted(code=Code.BATCH_ACCEPTED, touched=(), job_number=number)
