"""Achievements of awarding organisations (contract 2.15, 6.10).

An achievement belongs to one learner, one unit or qualification, and one identifier that the organisation chose. An
empty identifier counts as one. A row is checked in three steps: its own fields, the learner, the rules. The checks stop
after the first step that finds errors.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from gateway.domain import choices, uln
from gateway.domain.batch import RowResult, StoredRow
from gateway.domain.codes import Code
from gateway.domain.learner import Gender, Learner
from gateway.domain.matching import family_names, given_names
from gateway.domain.names import folded_postcode, normal_name
from gateway.domain.row_details import AchievementDetails, AchievementErrors


class Action(StrEnum):
    """What a row asks for."""

    CREATE = "create"
    UPDATE = "update"
    WITHDRAW = "withdraw"
    REINSTATE = "reinstate"


class Submission(StrEnum):
    """What the results of a submission are."""

    PROVISIONAL = "provisional"
    FINAL = "final"

    @classmethod
    def of(cls, text: str) -> "Submission | None":
        """Read a submission type, None where it is none."""
        lowered = text.strip().lower()
        return next((member for member in cls if member == lowered), None)


@dataclass(frozen=True, slots=True)
class RowError:
    """A field of a row, and the rule it breaks."""

    field: str
    rule: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementRow(StoredRow):
    """A row as the caller sent it.

    An empty string means that the value is not stated.
    """

    action: str = ""
    acted_on: str = ""
    reason: str = ""
    uln: str = ""
    given_name: str = ""
    family_name: str = ""
    date_of_birth: str = ""
    gender: str = ""
    postcode: str = ""
    provider_ukprn: str = ""
    reference: str = ""
    identifier: str = ""
    awarded_on: str = ""
    grade: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """What an update may change of an achievement."""

    awarded_on: date
    provider_ukprn: str
    grade: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a row reports, once its fields are checked."""

    action: Action
    acted_on: date
    reason: str
    uln: str
    given_name: str
    family_name: str
    date_of_birth: date | None
    gender: Gender | None
    postcode: str
    reference: str
    identifier: str
    award: Award


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """An achievement as it is held.

    Its version grows with every change, `event_id` is 0 until it is written.
    """

    uln: str
    reference: str
    identifier: str
    award: Award
    final: bool
    withdrawn_on: date | None = None
    reason: str = ""
    event_id: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class AchievementChange:
    """Effect of a row: its code and the new achievement."""

    code: Code
    achievement: Achievement


_ACTIONS = {
    choices.ACHIEVEMENT_ACTIONS.create: Action.CREATE,
    choices.ACHIEVEMENT_ACTIONS.update: Action.UPDATE,
    choices.ACHIEVEMENT_ACTIONS.withdraw: Action.WITHDRAW,
    choices.ACHIEVEMENT_ACTIONS.reinstate: Action.REINSTATE,
}
_GENDERS = {int(gender): gender for gender in Gender}
_NEEDED = ("uln", "given_name", "family_name", "provider_ukprn", "reference")
_LONGEST = {"given_name": 35, "family_name": 35, "grade": 35, "language": 35, "identifier": 128, "reason": 254}
_UKPRN = re.compile(r"[0-9A-Za-z]{8}")
_MAKES_FINAL = frozenset({Action.CREATE, Action.UPDATE})
"""Actions that make a provisional achievement final.

They do so in a final submission only (contract 6.10 is silent).
"""
_REFERENCE = re.compile(choices.REFERENCE_PATTERN)
_FORMS = (
    ("uln", uln.is_valid, Code.ULN_MALFORMED),
    ("provider_ukprn", _UKPRN.fullmatch, Code.UKPRN_MALFORMED),
    ("reference", _REFERENCE.fullmatch, Code.REFERENCE_MALFORMED),
)


def read_report(row: AchievementRow, today: date) -> Report | tuple[RowError, ...]:
    """Read a row, or return all errors of its fields."""
    errors = list(_malformed(row))
    awarded_on, acted_on = _past("awarded_on", row, today, errors), _past("acted_on", row, today, errors)
    born = _day("date_of_birth", row, errors) if row.date_of_birth else None
    action = _ACTIONS.get(int(row.action or 0))
    gender = _GENDERS.get(int(row.gender)) if row.gender else None
    if action is None:
        errors.append(RowError("action", Code.ACTION_UNKNOWN))
    if row.gender and gender is None:
        errors.append(RowError("gender", Code.GENDER_UNKNOWN))
    if errors or action is None or awarded_on is None or acted_on is None:
        return tuple(errors)
    return Report(
        action=action,
        acted_on=acted_on,
        reason=row.reason,
        uln=row.uln,
        given_name=row.given_name,
        family_name=row.family_name,
        date_of_birth=born,
        gender=gender,
        postcode=row.postcode,
        reference=row.reference,
        identifier=row.identifier,
        award=Award(awarded_on=awarded_on, provider_ukprn=row.provider_ukprn, grade=row.grade, language=row.language),
    )


def _malformed(row: AchievementRow) -> Iterator[RowError]:
    for field in _NEEDED:
        if not getattr(row, field).strip():
            yield RowError(field, Code.VALUE_MISSING)
    for field, most in _LONGEST.items():
        if len(getattr(row, field)) > most:
            yield RowError(field, Code.VALUE_TOO_LONG)
    for field, has_form, rule in _FORMS:
        value = getattr(row, field)
        if value.strip() and not has_form(value):
            yield RowError(field, rule)


def _past(field: str, row: AchievementRow, today: date, errors: list[RowError]) -> date | None:
    day = _day(field, row, errors)
    if day is not None and day > today:
        errors.append(RowError(field, Code.DATE_IN_FUTURE))
    return day


def _day(field: str, row: AchievementRow, errors: list[RowError]) -> date | None:
    """Read the date in a date and time.

    The time zone is ignored: the date stands as the caller wrote it. Add to `errors` if the value is missing or no
    date.
    """
    text = getattr(row, field).strip()
    if not text:
        errors.append(RowError(field, Code.VALUE_MISSING))
        return None
    try:
        return date.fromisoformat(text.partition("T")[0])
    except ValueError:  # a year before 1 or after 9999 passes the schema
        errors.append(RowError(field, Code.DATE_IMPOSSIBLE))
        return None


def differing(report: Report, learner: Learner) -> tuple[RowError, ...]:
    """Return the fields in which the report and learner differ.

    A field that the report does not state does not differ.
    """
    person = learner.person
    agrees = {
        "given_name": normal_name(report.given_name) in given_names(person),
        "family_name": normal_name(report.family_name) in family_names(person),
        "date_of_birth": report.date_of_birth in (None, person.date_of_birth),
        "gender": report.gender in (None, person.gender),
        "postcode": not (report.postcode and choices.POSTCODE_MUST_AGREE)
        or folded_postcode(report.postcode) == folded_postcode(person.postcode),
    }
    return tuple(RowError(field, Code.LEARNER_DIFFERS) for field, same in agrees.items() if not same)


def broken_rules(report: Report, learner: Learner, *, provider_known: bool) -> Iterator[RowError]:
    """Return the rules that a report breaks.

    These rules do not depend on the achievement that is held.
    """
    if choices.PROVIDER_MUST_BE_KNOWN and not provider_known:
        yield RowError("provider_ukprn", Code.PROVIDER_UNKNOWN)
    if report.award.awarded_on <= learner.person.date_of_birth:
        yield RowError("awarded_on", Code.AWARDED_BEFORE_BIRTH)


def change(
    report: Report, stored: Achievement | None, uln: str, submission: Submission
) -> AchievementChange | RowError:
    """Return the effect of a report on the achievement held.

    `stored` is None if there is none.
    """
    final = submission is Submission.FINAL
    if stored is None:
        if report.action is not Action.CREATE:
            return RowError("reference", Code.ACHIEVEMENT_NOT_FOUND)
        new = Achievement(
            uln=uln,
            reference=report.reference,
            identifier=report.identifier,
            award=report.award,
            final=final,
            reason=report.reason,
        )
        return AchievementChange(Code.ACHIEVEMENT_CREATED, new)
    if stored.final and not final:
        return RowError("action", Code.ACHIEVEMENT_IS_FINAL)
    if report.action is Action.REINSTATE:
        return _reinstated(report, stored)
    if stored.withdrawn_on is not None:
        return RowError("action", Code.ACHIEVEMENT_IS_WITHDRAWN)
    if report.action is Action.WITHDRAW:
        return _changed(Code.ACHIEVEMENT_WITHDRAWN, stored, report, withdrawn_on=report.acted_on)
    return _written_over(report, stored, promoted=final and not stored.final)


def _reinstated(report: Report, stored: Achievement) -> AchievementChange | RowError:
    if stored.withdrawn_on is None:
        return RowError("action", Code.ACHIEVEMENT_NOT_WITHDRAWN)
    return _changed(Code.ACHIEVEMENT_REINSTATED, stored, report, withdrawn_on=None)


def _written_over(report: Report, stored: Achievement, *, promoted: bool) -> AchievementChange | RowError:
    """Return the effect on an achievement that exists."""
    if promoted and report.action in _MAKES_FINAL:
        return _changed(Code.ACHIEVEMENT_PROMOTED, stored, report, award=report.award, final=True)
    if report.action is Action.CREATE:
        return RowError("reference", Code.ACHIEVEMENT_EXISTS)
    if report.award == stored.award:
        return RowError("action", Code.ACHIEVEMENT_UNCHANGED)
    return _changed(Code.ACHIEVEMENT_UPDATED, stored, report, award=report.award)


def _changed(code: Code, stored: Achievement, report: Report, **changes: Any) -> AchievementChange:
    return AchievementChange(code, replace(stored, reason=report.reason, version=stored.version + 1, **changes))


def result_of(change: AchievementChange) -> RowResult:
    """Return the result of a row that changed an achievement."""
    return RowResult(code=change.code, uln=change.achievement.uln, details=AchievementDetails(change.achievement.final))


def result_with(errors: Iterable[RowError], uln: str = "") -> RowResult:
    """Return the result of a row with errors.

    The first error decides how the row is counted.
    """
    found = list(errors)
    return RowResult(
        code=found[0].rule, uln=uln, details=AchievementErrors(tuple((error.field, error.rule) for error in found))
    )
