"""Explain the results of a registration batch to an operator.

A row that waits for a decision comes with the learners whom it may be about (contract 6.7).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.domain.batch import BatchLearner, JobKind, RowResult, file_row_of
from gateway.domain.codes import Code
from gateway.domain.row_words import in_words
from gateway.handlers.batch_rows.do_registration import Registration
from gateway.handlers.batch_rows.do_row import read_row
from gateway.handlers.learners.find_candidates import Candidates, find_candidates
from gateway.store.unit import Unit

_NONE = Candidates(code=Code.NO_MATCH, shown=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedRow:
    """A row, its result, also in words, and its candidates.

    `number` is the row's number in the file.
    """

    number: int
    given: BatchLearner
    result: RowResult
    words: str
    candidates: Candidates


def explain_rows(rows: Iterable[tuple[Mapping[str, str], RowResult]], unit: Unit) -> list[ExplainedRow]:
    """Return the rows of a job, in order, with explanations.

    A row that waits for a decision has the candidates that the register holds now.
    """
    rows = tuple(rows)
    stated = {given["uln"] for given, result in rows if result.code is Code.ROW_CONFLICT and given.get("uln")}
    learners = unit.learners.by_ulns(stated) if stated else {}
    explained = []
    for position, (given, result) in enumerate(rows, 1):
        row = read_row(JobKind.REGISTRATION, given)
        assert isinstance(row, Registration), "the job is one of registrations"
        candidates = _NONE
        if result.code is Code.ROW_POSSIBLE and not isinstance(row.person, Code):
            candidates = find_candidates(row.person, unit)
        explained.append(
            ExplainedRow(
                number=file_row_of(given, position),
                given=row.row,
                result=result,
                words=in_words(row.row, result, unit.at.date(), learners.get(row.row.uln)) + _now(candidates, result),
                candidates=candidates,
            )
        )
    return explained


def _now(candidates: Candidates, result: RowResult) -> str:
    """Return a sentence for a waiting row without candidates."""
    if result.code is not Code.ROW_POSSIBLE or candidates.shown:
        return ""
    if candidates.code is Code.TOO_MANY_MATCHES:
        return " More than ten learners may be this one: find it by more details (lrs-gateway learner find)."
    return " Nobody on the register is like this learner any more: settle it as new."
