"""Rules for settling a row of a batch (contract 6.7).

An operator settles a row once, after its job has finished. A settled row is then like any other row: it does not lift
an opt-out, for no row of a batch does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.domain.actors import Decision
from gateway.domain.batch import RowResult
from gateway.domain.codes import Code
from gateway.domain.row_details import SettlementMark

NAMEABLE = frozenset({Code.ROW_POSSIBLE, Code.ROW_INSUFFICIENT, Code.ROW_CONFLICT, Code.ROW_NOT_FOUND})
"""Codes of rows that an operator may settle."""


class CannotSettle(Exception):
    """The row may not be settled in this way.

    The message is fit for an operator.
    """


class NoSuchRow(CannotSettle):
    """There is no such registration job, or no such row."""


class JobNotFinished(CannotSettle):
    """The job has not finished, or never will."""


class AlreadySettled(CannotSettle):
    """The row has already been settled."""


class NothingToSettle(CannotSettle):
    """The row has a ULN, or must be submitted again."""


class NotACandidate(CannotSettle):
    """The learner is not a candidate for the row."""


class IsRegistered(CannotSettle):
    """The row is certainly a registered learner."""


class CandidateNotReviewed(CannotSettle):
    """No operator has seen the learner with these key fields."""


class NotRegistrable(CannotSettle):
    """The row says too little, or its job only checks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """A row of a finished job, locked against other operators.

    `number` is the number of the row in its file.
    """

    job_id: int
    job_number: int
    position: int
    number: int
    ukprn: str
    check_only: bool
    given: Mapping[str, str]
    result: RowResult


def settled_by(result: RowResult) -> str:
    """Return who settled a row and when, or ""."""
    return "" if result.settled is None else f"{result.settled.by}, {result.settled.at} UTC"


def settled(result: RowResult, before: RowResult, decision: Decision, at: datetime) -> RowResult:
    """Return the result with the mark of who settled it."""
    mark = SettlementMark(by=decision.by, at=f"{at:%Y-%m-%d %H:%M}", before=str(before.code))
    return replace(result, settled=mark)


def require_open(row: OpenRow) -> None:
    """Raise AlreadySettled or NothingToSettle if the row needs no settling."""
    place = f"row {row.number} of job {row.job_number}"
    if by := settled_by(row.result):
        raise AlreadySettled(f"{place} was settled already: {row.result.uln} ({by})")
    if row.result.uln:
        raise NothingToSettle(f"{place} has a ULN already: {row.result.uln}")
    if row.result.code not in NAMEABLE:
        raise NothingToSettle(f"{place} cannot be settled ({row.result.code}): correct it and submit it again")
