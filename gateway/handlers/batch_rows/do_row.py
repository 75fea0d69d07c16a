"""Process one row of a batch (contract 4.4, 6.7, 6.8).

Registrations and verifications use the handlers of the single calls. No single call reports an achievement:
`report_achievement` does that.
"""

from collections.abc import Collection, Mapping

from gateway.domain.achievements import AchievementRow, RowError, Submission, result_with
from gateway.domain.actors import Caller
from gateway.domain.batch import (
    BatchIdentity,
    BatchLearner,
    JobKind,
    RowInsufficient,
    RowMalformed,
    RowResult,
    person_of,
)
from gateway.domain.codes import Code
from gateway.handlers.batch_rows.do_registration import Registration, do_registration
from gateway.handlers.batch_rows.do_verification import Verification, do_verification
from gateway.handlers.batch_rows.report_achievement import SubmittedAchievement, report_achievement
from gateway.store.chunks.chunk import Chunk
from gateway.store.chunks.row_unit import RowUnit
from gateway.store.unit import Unit

BatchRow = Registration | Verification | SubmittedAchievement


def read_row(kind: JobKind, given: Mapping[str, str], submission: str = "") -> BatchRow:
    """Return the row that the stored values hold.

    `submission` is the submission type of a batch of achievements.
    """
    if kind is JobKind.VERIFICATION:
        return Verification(BatchIdentity.of(given))
    if kind is JobKind.ACHIEVEMENT:
        return SubmittedAchievement(AchievementRow.of(given), Submission(submission))
    row = BatchLearner.of(given)
    try:
        return Registration(row, person_of(row))
    except RowMalformed:
        return Registration(row, Code.ROW_MALFORMED)
    except RowInsufficient:
        return Registration(row, Code.ROW_INSUFFICIENT)


def plan_for(rows: Collection[BatchRow], unit: Unit) -> Chunk:
    """Return a chunk with the learners of these rows."""
    return unit.chunk([person for row in rows for person in row.people], {row.row.uln for row in rows if row.row.uln})


def failed_row(row: BatchRow) -> RowResult:
    """Return the result of a row whose processing failed unexpectedly.

    No code of the contract says so; the result has the code that comes nearest.
    """
    if isinstance(row, Verification):
        return RowResult(code=Code.ULN_NOT_FOUND)
    if isinstance(row, SubmittedAchievement):
        return result_with([RowError("uln", Code.LEARNER_UNKNOWN)])
    return RowResult(code=Code.ROW_MALFORMED)


def do_row(row: BatchRow, caller: Caller, unit: RowUnit, *, check_only: bool) -> RowResult:
    """Process a row and return its result."""
    if isinstance(row, Verification):
        return do_verification(row.row, caller, unit)
    if isinstance(row, SubmittedAchievement):
        return report_achievement(row, caller, unit)
    try:
        return do_registration(row, caller, unit, check_only=check_only)
    except RowMalformed:
        return RowResult(code=Code.ROW_MALFORMED)
    except RowInsufficient:
        return RowResult(code=Code.ROW_INSUFFICIENT)
