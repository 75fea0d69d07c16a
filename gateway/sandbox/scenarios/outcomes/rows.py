"""Results of the rows of batches."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from gateway.domain.achievements import RowError, Submission, result_with
from gateway.domain.batch import BatchIdentity, JobKind, RowResult
from gateway.domain.codes import Code
from gateway.domain.row_details import AchievementDetails, VerificationDetails, VerifiedPerson
from gateway.domain.verification import FailureFlag
from gateway.handlers.batch_rows.do_registration import Registration
from gateway.handlers.batch_rows.do_row import BatchRow
from gateway.handlers.batch_rows.do_verification import Verification
from gateway.handlers.batch_rows.report_achievement import SubmittedAchievement
from gateway.sandbox.scenarios import cast as people
from gateway.sandbox.scenarios.numbers import in_scenarios_range


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRow:
    """A row of a batch.

    Places begin at 0. `issued` is a ULN that it may get.
    """

    row: BatchRow
    place: int
    issued: str


RowAnswer = Callable[[StatedRow], RowResult]
"""Return the result of a row."""

_WITH_ULN: Final = (
    Code.ROW_NEW_ULN,
    Code.ROW_EXISTS,
    Code.ROW_UPDATED,
    Code.ROW_EXACT,
    Code.ROW_MASTER,
    Code.ROW_DUPLICATE,
)
_WITHOUT_ULN: Final = (
    Code.ROW_INSUFFICIENT,
    Code.ROW_POSSIBLE,
    Code.ROW_CONFLICT,
    Code.ROW_NOT_FOUND,
    Code.ROW_MALFORMED,
    Code.ROW_AGE,
)
_WRONG_FIELDS: Final = {
    Code.VALUE_MISSING: "reference",
    Code.VALUE_TOO_LONG: "grade",
    Code.DATE_IMPOSSIBLE: "awarded_on",
    Code.DATE_IN_FUTURE: "awarded_on",
    Code.ACTION_UNKNOWN: "action",
    Code.GENDER_UNKNOWN: "gender",
    Code.UKPRN_MALFORMED: "provider_ukprn",
    Code.ULN_MALFORMED: "uln",
    Code.REFERENCE_MALFORMED: "reference",
    Code.LEARNER_UNKNOWN: "uln",
    Code.LEARNER_DIFFERS: "family_name",
    Code.PROVIDER_UNKNOWN: "provider_ukprn",
    Code.AWARDED_BEFORE_BIRTH: "awarded_on",
    Code.ACHIEVEMENT_EXISTS: "reference",
    Code.ACHIEVEMENT_NOT_FOUND: "reference",
    Code.ACHIEVEMENT_IS_WITHDRAWN: "action",
    Code.ACHIEVEMENT_NOT_WITHDRAWN: "action",
    Code.ACHIEVEMENT_IS_FINAL: "action",
    Code.ACHIEVEMENT_UNCHANGED: "action",
}
_DONE: Final = (
    Code.ACHIEVEMENT_CREATED,
    Code.ACHIEVEMENT_UPDATED,
    Code.ACHIEVEMENT_WITHDRAWN,
    Code.ACHIEVEMENT_REINSTATED,
    Code.ACHIEVEMENT_PROMOTED,
)
_ANOTHER_GENDER: Final = {"1": "2", "2": "1"}


def _answer_with_uln(code: Code) -> RowAnswer:
    """Return a function that repeats or issues a ULN."""

    def answer(stated: StatedRow) -> RowResult:
        uln = stated.row.row.uln
        return RowResult(code=code, uln=stated.issued if not uln or in_scenarios_range(uln) else uln)

    return answer


def _answer_without_uln(code: Code) -> RowAnswer:
    return lambda _: RowResult(code=code)


def _verify(stated: StatedRow) -> RowResult:
    return RowResult(
        code=Code.VERIFIED, uln=stated.row.row.uln, details=VerificationDetails((), _repeat_details(stated))
    )


def _verify_merged(stated: StatedRow) -> RowResult:
    return RowResult(
        code=Code.VERIFIED_MERGED, uln=stated.issued, details=VerificationDetails((), _repeat_details(stated))
    )


def _find_similar(stated: StatedRow) -> RowResult:
    return RowResult(code=Code.SIMILAR, uln=stated.row.row.uln, details=_differ_in_gender(stated))


def _find_similar_merged(stated: StatedRow) -> RowResult:
    return RowResult(code=Code.SIMILAR_MERGED, uln=stated.issued, details=_differ_in_gender(stated))


def _find_different(_stated: StatedRow) -> RowResult:
    flags = (FailureFlag.GIVEN_GIVEN.value, FailureFlag.FAMILY_FAMILY.value)
    return RowResult(code=Code.DIFFERENT, details=VerificationDetails(flags, None))


def _find_nobody(_stated: StatedRow) -> RowResult:
    return RowResult(code=Code.ULN_NOT_FOUND, details=VerificationDetails((), None))


def _differ_in_gender(stated: StatedRow) -> VerificationDetails:
    held = _repeat_details(stated)
    held = replace(held, gender=_ANOTHER_GENDER.get(held.gender, "1"))
    return VerificationDetails((FailureFlag.GENDER.value,), held)


def _repeat_details(stated: StatedRow) -> VerifiedPerson:
    """Return the stated details, and Ada's where none are stated."""
    row = stated.row.row
    assert isinstance(row, BatchIdentity)
    return VerifiedPerson(
        family_name=row.family_name,
        given_name=row.given_name,
        date_of_birth=row.date_of_birth or people.ADA.date_of_birth.isoformat(),
        gender=row.gender or str(int(people.ADA.gender)),
    )


def _complete_with(code: Code) -> RowAnswer:
    def answer(stated: StatedRow) -> RowResult:
        assert isinstance(stated.row, SubmittedAchievement)
        is_final = code is Code.ACHIEVEMENT_PROMOTED or stated.row.submission is Submission.FINAL
        return RowResult(code=code, uln=stated.row.row.uln, details=AchievementDetails(is_final))

    return answer


def _refuse_with(code: Code, field: str) -> RowAnswer:
    return lambda _: result_with([RowError(field, code)])


ROW_ANSWERS: Final[dict[JobKind, dict[Code, RowAnswer]]] = {
    JobKind.REGISTRATION: {
        **{code: _answer_with_uln(code) for code in _WITH_ULN},
        **{code: _answer_without_uln(code) for code in _WITHOUT_ULN},
    },
    JobKind.VERIFICATION: {
        Code.VERIFIED: _verify,
        Code.VERIFIED_MERGED: _verify_merged,
        Code.SIMILAR: _find_similar,
        Code.SIMILAR_MERGED: _find_similar_merged,
        Code.DIFFERENT: _find_different,
        Code.ULN_NOT_FOUND: _find_nobody,
    },
    JobKind.ACHIEVEMENT: {
        **{code: _complete_with(code) for code in _DONE},
        **{code: _refuse_with(code, field) for code, field in _WRONG_FIELDS.items()},
    },
}
"""The results of a row, by kind and by code."""


def complete(stated: StatedRow) -> RowResult:
    """Return the result of a row that is done."""
    return next(iter(ROW_ANSWERS[kind_of(stated.row)].values()))(stated)


def recognise(stated: StatedRow) -> RowResult:
    """Return the result of a row whose learner is known."""
    kind = kind_of(stated.row)
    return RowResult(code=Code.ROW_EXISTS, uln=stated.row.row.uln) if kind is JobKind.REGISTRATION else complete(stated)


def answer_in_turn(stated: StatedRow) -> RowResult:
    """Return the results of all codes, one after another."""
    answers = tuple(ROW_ANSWERS[kind_of(stated.row)].values())
    return answers[stated.place % len(answers)](stated)


def kind_of(row: BatchRow) -> JobKind:
    """Return the kind of a row's batch."""
    match row:
        case Registration():
            return JobKind.REGISTRATION
        case Verification():
            return JobKind.VERIFICATION
        case SubmittedAchievement():
            return JobKind.ACHIEVEMENT
