"""Scenarios of batches: their rows, and how long they take.

A batch that is submitted with a scenario keeps its name as the user name of the job. So the worker, and whoever asks
for the output, know it.
"""

from collections.abc import Callable
from typing import Final, cast

from gateway.domain.batch import JobKind, JobStatus
from gateway.domain.codes import Code
from gateway.handlers.batches.read_batch import BatchOutput
from gateway.handlers.execution.outcome import Outcome
from gateway.sandbox.scenarios.answered import Answer, Answered
from gateway.sandbox.scenarios.outcomes.batches import (
    POLLING,
    SUBMITTING,
    accept_for,
    answer_with_rows,
    replace_results,
    show_status,
)
from gateway.sandbox.scenarios.outcomes.rows import ROW_ANSWERS, RowAnswer, answer_in_turn, complete
from gateway.sandbox.scenarios.polls import POLLS
from gateway.sandbox.scenarios.scenario import PREFIX, Kind, Poll, Scenario

_POLLS: Final = (2, 3, 10)
_ALL_SUBMITTING: Final = tuple(SUBMITTING.values())


def _accept(name: str) -> Answer:
    return accept_for(PREFIX + name)


def _choose(submit: Answer, poll: Answer) -> Answer:
    """Return a function that answers both kinds of operation."""

    def answer(call: Answered) -> Outcome:
        return submit(call) if call.operation in _ALL_SUBMITTING else poll(call)

    return answer


def _make_rows_scenario(name: str, text: str, answer: RowAnswer, *kinds: JobKind) -> Scenario:
    return Scenario(
        name=name,
        text=text,
        kind=Kind.JOB,
        operations=(*(SUBMITTING[kind] for kind in kinds), *(POLLING[kind] for kind in kinds)),
        decide=_choose(_accept(name), answer_with_rows(answer)),
        answer_row=answer,
        answer_poll=_answer_rows(answer),
    )


def _answer_rows(answer: RowAnswer) -> Callable[[Poll], BatchOutput]:
    def answer_poll(poll: Poll) -> BatchOutput:
        finished = poll.output.code is Code.BATCH_FINISHED
        return replace_results(poll.output, poll.kind, answer) if finished else poll.output

    return answer_poll


def _make_timed(name: str, text: str, answer_poll: Callable[[Poll], BatchOutput], *, is_done: bool) -> Scenario:
    """Return a scenario of a batch that takes its time.

    If `is_done`, the worker processes its rows as ever. Otherwise they change nothing.
    """
    return Scenario(
        name=name,
        text=text,
        kind=Kind.JOB,
        operations=(*_ALL_SUBMITTING, *POLLING.values()),
        decide=_choose(_accept(name), _count_and_answer(answer_poll)),
        answer_row=None if is_done else complete,
        answer_poll=answer_poll,
    )


def _count_and_answer(answer_poll: Callable[[Poll], BatchOutput]) -> Answer:
    """Return a function that counts a poll, and answers it.

    A client may have the same user name in all its calls.
    """

    def answer(call: Answered) -> Outcome:
        output = cast("BatchOutput", call.ask())
        if output.job is None:
            return output
        times = POLLS.get().count(output.job.number, call.caller.call)
        return answer_poll(Poll(kind=call.request.kind, output=output, times=times))

    return answer


def _wait_until(polls: int, status: JobStatus) -> Callable[[Poll], BatchOutput]:
    """Return a function that shows a status for some polls."""
    return lambda poll: show_status(poll.output, status) if poll.times < polls else poll.output


def _show_always(status: JobStatus) -> Callable[[Poll], BatchOutput]:
    return lambda poll: show_status(poll.output, status)


BATCH_SCENARIOS: Final = (
    Scenario(
        name=Code.BATCH_ACCEPTED,
        text=f"{Code.BATCH_ACCEPTED.text}. Its rows are done, and change nothing.",
        kind=Kind.CODE,
        operations=_ALL_SUBMITTING,
        decide=_accept(Code.BATCH_ACCEPTED),
        answer_row=complete,
        answer_poll=_answer_rows(complete),
    ),
    *(
        _make_rows_scenario(f"rows-{code}", f"Every row has {code}: {code.text}.", answer, kind)
        for kind, answers in ROW_ANSWERS.items()
        for code, answer in answers.items()
    ),
    _make_rows_scenario(
        "rows-every-code", "The rows have every code of their kind, in turn.", answer_in_turn, *JobKind
    ),
    _make_timed("batch-unfinished", "The batch never finishes.", _show_always(JobStatus.RUNNING), is_done=False),
    _make_timed("batch-fails", "The batch fails.", _show_always(JobStatus.FAILED), is_done=False),
    *(
        _make_timed(
            f"batch-slow-{polls}",
            f"The batch is in progress, and has finished at poll {polls}.",
            _wait_until(polls, JobStatus.RUNNING),
            is_done=True,
        )
        for polls in _POLLS
    ),
    *(
        _make_timed(
            f"worker-down-{polls}",
            f"The batch waits for {polls} polls, because no worker runs. Then it has finished.",
            _wait_until(polls + 1, JobStatus.SUBMITTED),
            is_done=True,
        )
        for polls in _POLLS
    ),
)
