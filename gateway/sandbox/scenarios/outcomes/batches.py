"""Outcomes of calls that submit batches or read output."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, cast

from gateway.domain import choices
from gateway.domain.achievements import Submission
from gateway.domain.batch import Job, JobKind, JobStatus, RowResult
from gateway.domain.codes import Code
from gateway.handlers.batch_rows.do_row import read_row
from gateway.handlers.batches.read_batch import BatchOutput, ReadBatch
from gateway.handlers.batches.submit_achievements import SubmitAchievements
from gateway.handlers.batches.submit_batch import BatchAccepted, SubmitBatch
from gateway.handlers.execution.outcome import Outcome
from gateway.sandbox.scenarios import cast as people
from gateway.sandbox.scenarios.answered import Answer, Answered, Outcomes
from gateway.sandbox.scenarios.numbers import issue_ulns
from gateway.sandbox.scenarios.outcomes.rows import RowAnswer, StatedRow, complete
from gateway.sandbox.scenarios.polls import POLLS

Rows = tuple[tuple[Mapping[str, str], RowResult], ...]

SUBMITTING: Final = {
    JobKind.REGISTRATION: "submitBatchRegistration",
    JobKind.VERIFICATION: "submitVerifyBatch",
    JobKind.ACHIEVEMENT: "SubmitAchievementBatchJob",
}
POLLING: Final = {
    JobKind.REGISTRATION: "getBatchRegistrationOutput",
    JobKind.VERIFICATION: "getVerifyBatchOutput",
    JobKind.ACHIEVEMENT: "GetAchievementBatchJob",
}

_ADA: Final = {"given_name": people.ADA.given_name, "family_name": people.ADA.family_name}
_MADE_UP_ROWS: Final[Mapping[JobKind, Mapping[str, str]]] = {
    JobKind.REGISTRATION: {
        **_ADA,
        "mis_identifier": "1",
        "postcode": people.ADA.postcode,
        "date_of_birth": people.ADA.date_of_birth.isoformat(),
        "gender": str(int(people.ADA.gender)),
        "verification_type": "1",
        "ability_to_share": "1",
    },
    JobKind.VERIFICATION: {**_ADA, "mis_identifier": "1", "uln": people.FOUND},
    JobKind.ACHIEVEMENT: {**_ADA, "identifier": "1", "uln": people.FOUND, "reference": "60142922"},
}


def accept_for(name: str) -> Answer:
    """Return a function that accepts a batch for a scenario.

    The batch is stored, and its user name is that of the scenario. Its polls are counted from the beginning.
    """

    def submit(call: Answered) -> Outcome:
        accepted = call.pretend()
        if accepted.code is not Code.BATCH_ACCEPTED:
            return accepted
        number = _store(replace(call, caller=replace(call.caller, user=name)))
        POLLS.get().begin(number)
        return replace(cast("BatchAccepted", accepted), job_number=number)

    return submit


def _store(call: Answered) -> int:
    batches, request, variant = call.unit.batches, call.request, call.caller.user
    if isinstance(request, SubmitBatch):
        return batches.submit(
            request.kind,
            request.rows,
            call.caller,
            check_only=request.check_only,
            email=request.email,
            variant=variant,
        )
    assert isinstance(request, SubmitAchievements)
    submission = Submission.of(request.submission)
    assert submission is not None, "the handler has accepted it"
    return batches.submit(
        JobKind.ACHIEVEMENT,
        request.rows,
        call.caller,
        email=request.email,
        submission=submission.value,
        variant=variant,
    )


def replace_results(output: BatchOutput, kind: JobKind, answer: RowAnswer) -> BatchOutput:
    """Return the output of a finished batch with other results."""
    assert output.job is not None
    first = output.rows[0][0] if output.rows else {}
    ulns = issue_ulns((f"{name} {first[name]}" for name in sorted(first)), len(output.rows))
    rows = tuple(
        (given, answer(StatedRow(row=read_row(kind, given, output.job.submission), place=place, issued=uln)))
        for place, ((given, _), uln) in enumerate(zip(output.rows, ulns, strict=True))
    )
    return replace(output, rows=rows, touched=())


def show_status(output: BatchOutput, status: JobStatus) -> BatchOutput:
    """Return the output of a batch that has no results."""
    assert output.job is not None
    job = replace(
        output.job,
        status=status,
        done=0,
        started_at=None if status is JobStatus.SUBMITTED else output.job.submitted_at,
        finished_at=output.job.submitted_at if status is JobStatus.FAILED else None,
    )
    code = Code.BATCH_FAILED if status is JobStatus.FAILED else Code.BATCH_UNFINISHED
    return replace(output, code=code, job=job, rows=(), touched=())


def answer_with_rows(answer: RowAnswer) -> Answer:
    """Return a function that answers a poll with finished rows.

    They are those of the batch, if the organisation has it and it has finished. Otherwise there is one, of Ada Sandbox.
    """

    def poll(call: Answered) -> Outcome:
        output = cast("BatchOutput", call.ask())
        if output.code is not Code.BATCH_FINISHED:
            output = _make_up(call)
        return replace_results(output, _read_request(call).kind, answer)

    return poll


def _make_up(call: Answered) -> BatchOutput:
    """Return a batch's output with one row, of Ada Sandbox."""
    request = _read_request(call)
    midnight = call.unit.at.replace(hour=0, minute=0, second=0, microsecond=0)
    job = Job(
        id=0,
        number=request.number or 0,
        user=call.caller.user,
        submission=Submission.PROVISIONAL.value,
        status=JobStatus.FINISHED,
        size=1,
        done=1,
        submitted_at=midnight,
        started_at=midnight,
        finished_at=midnight,
    )
    given = _MADE_UP_ROWS[request.kind]
    return BatchOutput(code=Code.BATCH_FINISHED, touched=(), job=job, rows=((given, RowResult(code=Code.ROW_EXISTS)),))


def _read_request(call: Answered) -> ReadBatch:
    return cast("ReadBatch", call.request)


def _answer_status(status: JobStatus) -> Answer:
    """Return a function that answers a poll with a status."""

    def poll(call: Answered) -> Outcome:
        output = cast("BatchOutput", call.ask())
        return show_status(output if output.job is not None else _make_up(call), status)

    return poll


def _answer_finished(call: Answered) -> Outcome:
    output = cast("BatchOutput", call.ask())
    return output if output.code is Code.BATCH_FINISHED else answer_with_rows(complete)(call)


def _answer_unknown(call: Answered) -> Outcome:
    return call.ask(number=None)


def _state_wrong_count(call: Answered) -> Outcome:
    return call.ask(stated_size=len(cast("SubmitBatch", call.request).rows) + 1)


def _state_bad_email(call: Answered) -> Outcome:
    return call.ask(email="nowhere")


def _state_bad_submission(call: Answered) -> Outcome:
    return call.ask(submission="neither", email=people.ADA.email)


def _submit_too_many(call: Answered) -> Outcome:
    row = _MADE_UP_ROWS[JobKind.ACHIEVEMENT]
    return _submit_achievements(call, (row,) * (choices.LARGEST_ACHIEVEMENT_BATCH + 1))


def _submit_none(call: Answered) -> Outcome:
    return _submit_achievements(call, ())


def _submit_achievements(call: Answered, rows: tuple[Mapping[str, str], ...]) -> Outcome:
    return call.ask(rows=rows, submission=Submission.PROVISIONAL.value, email=people.ADA.email)


def _refuse_organisation(_call: Answered) -> Outcome:
    return BatchAccepted(code=Code.NOT_AWARDING, touched=())


_POLL: Final = {
    Code.BATCH_UNFINISHED: _answer_status(JobStatus.RUNNING),
    Code.BATCH_FINISHED: _answer_finished,
    Code.BATCH_FAILED: _answer_status(JobStatus.FAILED),
    Code.JOB_UNKNOWN: _answer_unknown,
}

BATCHES: Final[Outcomes] = {
    "submitBatchRegistration": {Code.BATCH_COUNT_WRONG: _state_wrong_count},
    "submitVerifyBatch": {Code.VERIFY_COUNT_WRONG: _state_wrong_count},
    "SubmitAchievementBatchJob": {
        Code.NOT_AWARDING: _refuse_organisation,
        Code.EMAIL_INVALID: _state_bad_email,
        Code.SUBMISSION_TYPE_INVALID: _state_bad_submission,
        Code.TOO_MANY_ACHIEVEMENTS: _submit_too_many,
        Code.NO_ACHIEVEMENTS: _submit_none,
    },
    "getBatchRegistrationOutput": _POLL,
    "getVerifyBatchOutput": _POLL,
    "GetAchievementBatchJob": _POLL,
}
