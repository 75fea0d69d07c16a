"""Situations of batches."""

from collections.abc import Sequence
from typing import Final

from gateway.domain.codes import Code
from gateway.sandbox.conformance.judges import after, got, not_repeated, saw
from gateway.sandbox.conformance.operations import POLL, SUBMIT
from gateway.sandbox.conformance.seen import Seen
from gateway.sandbox.conformance.situation import OPEN, Situation, Verdict, failed, passed

_JOB: Final = ("JobID", "JobId", "jobId", "JobIdentifier")
_FASTEST, _FEW = 0.2, 5


def _job(call: Seen) -> str:
    return next((call.stated[name] for name in _JOB if call.stated.get(name)), "")


def _polls_slowly(call: Seen, later: Sequence[Seen]) -> Verdict:
    polls = [one for one in later if one.operation == call.operation and _job(one) == _job(call)]
    quick = 0
    for before, one in zip([call, *polls], polls, strict=False):
        quick = quick + 1 if one.at - before.at < _FASTEST else 0
        if quick >= _FEW:
            return failed(one, "the job was asked for many times within a second; wait between")
    done = next((one for one in polls if one.code != call.code), None)
    return OPEN if done is None else passed(done, "the client asked again until the job was finished")


def _reads_the_end(_call: Seen, later: Sequence[Seen]) -> Verdict:
    read = next((one for one in later if one.operation in POLL and one.code == Code.BATCH_FINISHED), None)
    return OPEN if read is None else passed(read, "the client submitted a batch and read its output")


def _tries_anew(call: Seen, later: Sequence[Seen]) -> Verdict:
    polled = [one for one in later if one.operation == call.operation and _job(one) == _job(call)]
    if len(polled) > _FEW:
        return failed(polled[-1], "a job that failed was asked for again and again; it stays failed")
    return passed(later[0], "the client went on after a failed job") if later else OPEN


BATCHES: Final = (
    Situation(
        name="batch",
        title="A batch is submitted, and its output read",
        do="Submit a batch, ask for its output until it is finished (WSRC0009).",
        judge=after(got(Code.BATCH_ACCEPTED, *SUBMIT), _reads_the_end),
    ),
    Situation(
        name="polling",
        title="A job that is not finished is asked for again, slowly",
        do="Ask for the output of a job at once. The answer is WSRC0008: wait some seconds before you ask again.",
        judge=after(got(Code.BATCH_UNFINISHED, *POLL), _polls_slowly),
    ),
    Situation(
        name="failed-batch",
        title="A batch that failed is not waited for",
        do="Get a job that fails (WSRC0010).",
        judge=after(got(Code.BATCH_FAILED, *POLL), _tries_anew),
    ),
    Situation(
        name="unknown-job",
        title="A job that does not exist is not asked for again",
        do="Ask for a job that nobody has submitted. The answer is WSRC0018.",
        judge=not_repeated(code=Code.JOB_UNKNOWN, advice="The number is wrong."),
    ),
    Situation(
        name="count",
        title="A batch states how many learners it has",
        do="Submit batches. WSRC0017 or WSRC0030 must not be repeated.",
        judge=not_repeated(code=Code.BATCH_COUNT_WRONG, advice="Count the learners."),
    ),
    Situation(
        name="achievements-refused",
        title="Achievements are submitted by awarding organisations only",
        do="Submit achievements as the college. The answer is WSRC0043.",
        judge=saw(code=Code.NOT_AWARDING, reason="the client got WSRC0043"),
    ),
    Situation(
        name="email",
        title="A submission names an e-mail address",
        do="Submit achievements with an e-mail address that is none. The answer is WSEC0044.",
        judge=not_repeated(code=Code.EMAIL_INVALID, advice="Correct the address."),
    ),
)
