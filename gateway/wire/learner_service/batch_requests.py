"""Read messages about batches (contract 2.8, 2.9)."""

from collections.abc import Iterable, Mapping

from gateway.domain import choices
from gateway.domain.batch import JobKind
from gateway.domain.errors import BadRequest
from gateway.handlers.batches.read_batch import ReadBatch
from gateway.handlers.batches.submit_batch import SubmitBatch
from gateway.wire.learner_service.batch_members import CLAIM, LEARNER
from gateway.wire.values.fields import read_required_number, read_text
from gateway.wire.values.message import Message

_LARGEST = 2**31 - 1


def submit_registration(message: Message) -> SubmitBatch:
    """Read SubmitBatch."""
    return SubmitBatch(
        kind=JobKind.REGISTRATION,
        rows=_rows(message["Learner"], LEARNER),
        stated_size=read_required_number(message, "LearnerRecordCount"),
        check_only=message["JobType"] == "CHK",
    )


def submit_verification(message: Message) -> SubmitBatch:
    """Read SubmitVerifyBatch.

    Raises BadRequest for more learners than a batch may have.
    """
    learners = message["Learner"]
    if len(learners) > choices.LARGEST_VERIFY_BATCH:
        raise BadRequest(f"A batch holds at most {choices.LARGEST_VERIFY_BATCH} learners.")
    return SubmitBatch(
        kind=JobKind.VERIFICATION,
        rows=_rows(learners, CLAIM),
        stated_size=read_required_number(message, "LearnerRecordCount") if choices.VERIFY_COUNT_MUST_AGREE else None,
        email=read_text(message, "OrgEmail"),
    )


def _rows(learners: Iterable[Message], names: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
    return tuple({names[member]: value for member, value in learner.items()} for learner in learners)


def read_registration(message: Message) -> ReadBatch:
    """Read GetSubmitBatchOutput."""
    return ReadBatch(kind=JobKind.REGISTRATION, number=_job_number(message))


def read_verification(message: Message) -> ReadBatch:
    """Read GetVerifyBatchOutput."""
    return ReadBatch(kind=JobKind.VERIFICATION, number=_job_number(message))


def _job_number(message: Message) -> int | None:
    """Return the number of a job.

    A number too large for a database is that of no job.
    """
    stated = read_required_number(message, "JobID")
    return stated if 0 < stated <= _LARGEST else None
