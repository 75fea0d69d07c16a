"""Write answers about batches (contract 2.8, 2.9)."""

from collections.abc import Mapping

from gateway.domain.batch import Job, RowResult, Tally, tally
from gateway.domain.row_details import VerificationDetails
from gateway.handlers.batches.read_batch import BatchOutput
from gateway.handlers.batches.submit_batch import BatchAccepted
from gateway.wire.learner_service.batch_members import CLAIM, LEARNER
from gateway.wire.values.choices import JOB_STATUS
from gateway.wire.values.fields import format_moment, without_empty
from gateway.wire.values.message import Members, Message

_COUNTERS = {
    "NewLearnersCount": Tally.NEW,
    "ExistsUpdatedLearnersCount": Tally.EXISTS,
    "PossibleMatchLearnersCount": Tally.POSSIBLE,
    "LearnersNotFoundCount": Tally.NOT_FOUND,
    "RejectedLearnersCount": Tally.REJECTED,
}


def accepted(_message: Message, outcome: BatchAccepted) -> Message:
    """Write SubmitBatchResponse or SubmitVerifyBatchResponse.

    JobID is 0 if there is no job.
    """
    return {"ResponseCode": outcome.code, "JobID": str(outcome.job_number or 0)}


def registration_output(_message: Message, outcome: BatchOutput) -> Message:
    """Write GetSubmitBatchOutputResponse."""
    answer: Members = {"ResponseCode": outcome.code} | _job_members(outcome.job)
    if outcome.rows:
        counts = tally(result for _, result in outcome.rows)
        answer |= {name: str(counts[counter]) for name, counter in _COUNTERS.items()}
        answer["Learner"] = [_learner(given, result) for given, result in outcome.rows]
    return answer


def verification_output(_message: Message, outcome: BatchOutput) -> Message:
    """Write GetVerifyBatchOutputResponse."""
    answer: Members = {"ResponseCode": outcome.code} | _job_members(outcome.job)
    if outcome.rows:
        answer["VerifiedLearner"] = [_verified(given, result) for given, result in outcome.rows]
    return answer


def _job_members(job: Job | None) -> Members:
    """Write the progress of a job.

    The contract of 2014 requires both times: an unknown one is empty.
    """
    if job is None:
        return {"JobStartedDateTime": "", "JobFinishedDateTime": ""}
    return {
        "JobStatus": JOB_STATUS[job.status],
        "JobStartedDateTime": format_moment(job.started_at) or "",
        "JobFinishedDateTime": format_moment(job.finished_at) or "",
    }


def _learner(given: Mapping[str, str], result: RowResult) -> Members:
    """Write a row as it was sent, with its result.

    The result is a code, and the ULN if one is known.
    """
    members = result.echo(given)
    echo = {member: members[name] for member, name in LEARNER.items() if name in members}
    return echo | without_empty(ULN=result.uln) | {"ReturnCode": result.code}


def _verified(given: Mapping[str, str], result: RowResult) -> Members:
    """Write a row of a verification.

    It has the stated details, and those of the learner if they agree.
    """
    answer = {f"Searched{member}": given[name] for member, name in CLAIM.items() if name in given}
    answer |= without_empty(MISIdentifier=answer.pop("SearchedMISIdentifier", None)) | {"ResponseCode": result.code}
    if not isinstance(result.details, VerificationDetails):
        return answer
    if (person := result.details.person) is not None:
        answer |= {
            "ULN": result.uln,
            "FamilyName": person.family_name,
            "GivenName": person.given_name,
            "DateOfBirth": person.date_of_birth,
            "Gender": person.gender,
        }
    return answer | ({"FailureFlag": list(result.details.flags)} if result.details.flags else {})
