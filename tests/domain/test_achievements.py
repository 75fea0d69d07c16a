"""The rules for rows of achievements, and their effect."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import demo
from gateway.domain.achievement_counts import count_achievements
from gateway.domain.achievements import (
    Achievement,
    AchievementChange,
    AchievementRow,
    Action,
    Report,
    RowError,
    Submission,
    change,
    differing,
    read_report,
    result_of,
    result_with,
)
from gateway.domain.codes import Code, CodeKind
from gateway.domain.learner import Learner

TODAY = date(2026, 9, 1)
ROW = AchievementRow(
    action="1",
    acted_on="2024-07-08T00:00:00",
    uln=demo.ANN_ULN,
    given_name="Ann",
    family_name="Lee",
    provider_ukprn="TEST0001",
    reference="600/1234/5",
    awarded_on="2024-07-05T00:00:00+01:00",
    grade="Pass",
)
ANN: Learner = next(demo.learners())


def report(**changes: str) -> Report:
    read = read_report(replace(ROW, **changes), TODAY)
    assert isinstance(read, Report)
    return read


def errors(**changes: str) -> set[tuple[str, Code]]:
    read = read_report(replace(ROW, **changes), TODAY)
    assert not isinstance(read, Report)
    return {(error.field, error.rule) for error in read}


def test_a_row_is_read_with_the_dates_as_they_were_written() -> None:
    read = report(date_of_birth="2004-03-09", gender="2")
    assert (read.award.awarded_on, read.date_of_birth, read.gender) == (date(2024, 7, 5), date(2004, 3, 9), 2)


def test_all_that_is_wrong_with_the_fields_is_told_at_once() -> None:
    assert errors(action="", uln="", awarded_on="", acted_on="2026-09-02T00:00:00", reason="x" * 255) == {
        ("action", Code.ACTION_UNKNOWN),
        ("uln", Code.VALUE_MISSING),
        ("awarded_on", Code.VALUE_MISSING),
        ("acted_on", Code.DATE_IN_FUTURE),
        ("reason", Code.VALUE_TOO_LONG),
    }


@pytest.mark.parametrize("reference", ["600/1234/5", "601/4321/X", "60148571", "5009861X", "A/500/1234"])
def test_numbers_of_units_and_qualifications(reference: str) -> None:
    assert report(reference=reference).reference == reference


@pytest.mark.parametrize("reference", ["600/1234", "600-1234-5", "600/1234/55", "601/4321/x", "６００/1234/5"])
def test_what_is_no_number_of_a_unit_or_qualification(reference: str) -> None:
    assert errors(reference=reference) == {("reference", Code.REFERENCE_MALFORMED)}


@given(st.builds(AchievementRow, action=st.integers(-9, 9).map(str), acted_on=st.text(), awarded_on=st.text()))
def test_any_text_is_read_or_refused(row: AchievementRow) -> None:
    assert isinstance(read_report(row, TODAY), (Report, tuple))


def test_names_may_be_written_otherwise_and_be_the_preferred_or_former_ones() -> None:
    assert differing(report(given_name="ANNIE", family_name="lee"), ANN) == ()
    assert differing(report(given_name="Anna", family_name="Lea"), ANN) == (
        RowError("given_name", Code.LEARNER_DIFFERS),
        RowError("family_name", Code.LEARNER_DIFFERS),
    )


def held(*, final: bool = True, withdrawn: bool = False) -> Achievement:
    new = change(report(), None, demo.ANN_ULN, Submission.FINAL if final else Submission.PROVISIONAL)
    assert isinstance(new, AchievementChange)
    return replace(new.achievement, withdrawn_on=TODAY if withdrawn else None)


C, U, W, R = Action.CREATE, Action.UPDATE, Action.WITHDRAW, Action.REINSTATE
FINAL, PROVISIONAL = Submission.FINAL, Submission.PROVISIONAL


@pytest.mark.parametrize(
    ("standing", "submission", "action", "code"),
    [
        (None, FINAL, C, Code.ACHIEVEMENT_CREATED),
        (None, FINAL, U, Code.ACHIEVEMENT_NOT_FOUND),
        (None, PROVISIONAL, W, Code.ACHIEVEMENT_NOT_FOUND),
        (None, PROVISIONAL, R, Code.ACHIEVEMENT_NOT_FOUND),
        (held(), FINAL, C, Code.ACHIEVEMENT_EXISTS),
        (held(), FINAL, U, Code.ACHIEVEMENT_UPDATED),
        (held(), FINAL, W, Code.ACHIEVEMENT_WITHDRAWN),
        (held(), FINAL, R, Code.ACHIEVEMENT_NOT_WITHDRAWN),
        (held(), PROVISIONAL, U, Code.ACHIEVEMENT_IS_FINAL),
        (held(withdrawn=True), FINAL, C, Code.ACHIEVEMENT_IS_WITHDRAWN),
        (held(withdrawn=True), FINAL, U, Code.ACHIEVEMENT_IS_WITHDRAWN),
        (held(withdrawn=True), FINAL, R, Code.ACHIEVEMENT_REINSTATED),
        (held(withdrawn=True), PROVISIONAL, R, Code.ACHIEVEMENT_IS_FINAL),
        (held(final=False), PROVISIONAL, C, Code.ACHIEVEMENT_EXISTS),
        (held(final=False), PROVISIONAL, U, Code.ACHIEVEMENT_UPDATED),
        (held(final=False), FINAL, C, Code.ACHIEVEMENT_PROMOTED),
        (held(final=False), FINAL, U, Code.ACHIEVEMENT_PROMOTED),
        (held(final=False), FINAL, W, Code.ACHIEVEMENT_WITHDRAWN),
        (held(final=False, withdrawn=True), FINAL, R, Code.ACHIEVEMENT_REINSTATED),
    ],
)
def test_what_an_action_does(standing: Achievement | None, submission: Submission, action: Action, code: Code) -> None:
    asked = replace(report(grade="Merit"), action=action)
    done = change(asked, standing, demo.ANN_ULN, submission)
    assert (done.code if isinstance(done, AchievementChange) else done.rule) is code
    if isinstance(done, AchievementChange) and standing is not None:
        assert done.achievement.version == standing.version + 1
        assert done.achievement.final == (standing.final or code is Code.ACHIEVEMENT_PROMOTED)


def test_an_update_that_changes_nothing_is_refused_and_a_promotion_is_not() -> None:
    same = replace(report(), action=U)
    assert change(same, held(), demo.ANN_ULN, FINAL) == RowError("action", Code.ACHIEVEMENT_UNCHANGED)
    promoted = change(same, held(final=False), demo.ANN_ULN, FINAL)
    assert isinstance(promoted, AchievementChange) and promoted.code is Code.ACHIEVEMENT_PROMOTED


def test_every_record_is_counted_once() -> None:
    created = change(report(), None, demo.ANN_ULN, PROVISIONAL)
    promoted = change(report(), held(final=False), demo.ANN_ULN, FINAL)
    assert isinstance(created, AchievementChange) and isinstance(promoted, AchievementChange)
    two_errors = [RowError("uln", Code.ULN_MALFORMED), RowError("grade", Code.VALUE_TOO_LONG)]
    counts = count_achievements([result_of(created), result_of(promoted), result_with(two_errors)], 3)
    assert counts.done == {Code.ACHIEVEMENT_CREATED: 1, Code.ACHIEVEMENT_PROMOTED: 1}
    assert counts.errors == {CodeKind.FIELD: 1}
    assert (counts.final, counts.provisional) == (1, 1)
    assert counts.percentage == pytest.approx(66.67, abs=0.01)


def test_a_batch_of_nothing_has_no_success() -> None:
    assert count_achievements([], 0).percentage == 0
