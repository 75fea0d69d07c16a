"""Scenarios of batches: their rows, and how long they take.

A batch that is submitted with a scenario keeps its name as the user name of the job. So the worker, and whoever asks
for the output, know it.
"""

from collections.abc import Callable
from typing import Final

from gateway.domain.batch import JobKind, JobStatus
from gateway.domain.codes import Code
from gateway.handlers.batches.read_batch import BatchOutput
from gateway.handlers.execution.outcome import Outcome
from gateway.sandbox.scenarios.answered import Answer, Answered
from gateway.sandbox.scenarios.outcomes.batches import (
    POLLING,
    SUBMITTING,
    answering_rows,
    output_of,
    output_with,
    submitting,
)
from gateway.sandbox.scenarios.outcomes.rows import ROW_ANSWERS, RowAnswer, done, each_in_turn
from gateway.sandbox.scenarios.scenario import PREFIX, Kind, Poll, Scenario

_POLLS: Final = (2, 3, 10)
_ALL_SUBMITTING: Final = tuple(SUBMITTING.values())


def _submitting(name: str) -> Answer:
    return submitting(PREFIX + name)


def _either(submit: Answer, poll: Answer) -> Answer:
    """Return a function that answers both kinds of operation."""

    def answer(call: Answered) -> Outcome:
        return submit(call) if call.operation in _ALL_SUBMITTING else poll(call)

    return answer


def _rows(name: str, text: str, answer: RowAnswer, *kinds: JobKind) -> Scenario:
    return Scenario(
        name=name,
        text=text,
        kind=Kind.JOB,
        operations=(*(SUBMITTING[kind] for kind in kinds), *(POLLING[kind] for kind in kinds)),
        decide=_either(_submitting(name), answering_rows(answer)),
        answer_row=answer,
        answer_poll=_rows_of(answer),
    )


def _rows_of(answer: RowAnswer) -> Callable[[Poll], BatchOutput]:
    def answer_poll(poll: Poll) -> BatchOutput:
        finished = poll.output.code is Code.BATCH_FINISHED
        return output_with(poll.output, poll.kind, answer) if finished else poll.output

    return answer_poll


def _timed(name: str, text: str, answer_poll: Callable[[Poll], BatchOutput], *, is_done: bool) -> Scenario:
    """Return a scenario of a batch that takes its time.

    If `is_done`, the worker processes its rows as ever. Otherwise they change nothing.
    """
    return Scenario(
        name=name,
        text=text,
        kind=Kind.JOB,
        operations=_ALL_SUBMITTING,
        decide=_submitting(name),
        answer_row=None if is_done else done,
        answer_poll=answer_poll,
    )


def _until(polls: int, status: JobStatus) -> Callable[[Poll], BatchOutput]:
    """Return a function that shows a status for some polls."""
    return lambda poll: output_of(poll.output, status) if poll.times < polls else poll.output


def _always(status: JobStatus) -> Callable[[Poll], BatchOutput]:
    return lambda poll: output_of(poll.output, status)


BATCH_SCENARIOS: Final = (
    Scenario(
        name=Code.BATCH_ACCEPTED,
        text=f"{Code.BATCH_ACCEPTED.text}. Its rows are done, and change nothing.",
        kind=Kind.CODE,
        operations=_ALL_SUBMITTING,
        decide=_submitting(Code.BATCH_ACCEPTED),
        answer_row=done,
        answer_poll=_rows_of(done),
    ),
    *(
        _rows(f"rows-{code}", f"Every row has {code}: {code.text}.", answer, kind)
        for kind, answers in ROW_ANSWERS.items()
        for code, answer in answers.items()
    ),
    _rows("rows-every-code", "The rows have every code of their kind, in turn.", each_in_turn, *JobKind),
    _timed("batch-unfinished", "The batch never finishes.", _always(JobStatus.RUNNING), is_done=False),
    _timed("batch-fails", "The batch fails.", _always(JobStatus.FAILED), is_done=False),
    *(
        _timed(
            f"batch-slow-{polls}",
            f"The batch is in progress, and has finished at poll {polls}.",
            _until(polls, JobStatus.RUNNING),
            is_done=True,
        )
        for polls in _POLLS
    ),
    *(
        _timed(
            f"worker-down-{polls}",
            f"The batch waits for {polls} polls, because no worker runs. Then it has finished.",
            _until(polls + 1, JobStatus.SUBMITTED),
            is_done=True,
        )
        for polls in _POLLS
    ),
)
