"""Process a row of a batch of achievements (contract 6.10).

An achievement of a merged learner goes into the record of the master, because calls read that one.
"""

from dataclasses import dataclass

from gateway.domain.achievements import (
    AchievementRow,
    Report,
    RowError,
    Submission,
    broken_rules,
    change,
    differing,
    read_report,
    result_of,
    result_with,
)
from gateway.domain.actors import Caller
from gateway.domain.batch import RowResult
from gateway.domain.codes import Code
from gateway.domain.organisation import Organisation
from gateway.handlers.identification.by_uln import Identified, NotIdentified, identify_by_uln
from gateway.store.chunks.row_unit import RowUnit
from gateway.store.errors import AchievementExists


@dataclass(frozen=True, slots=True)
class SubmittedAchievement:
    """A row that reports an achievement, with the submission type."""

    row: AchievementRow
    submission: Submission

    people = ()


def report_achievement(reported: SubmittedAchievement, caller: Caller, unit: RowUnit) -> RowResult:
    """Check a row, store its achievement, and return the result."""
    report = read_report(reported.row, unit.at.date())
    if not isinstance(report, Report):
        return result_with(report)
    holder = identify_by_uln(report.uln, unit)
    if isinstance(holder, NotIdentified):
        return result_with([RowError("uln", Code.LEARNER_UNKNOWN)])
    master = holder.master
    differences = differing(report, holder.learner)
    if differences and not (holder.is_merged and not differing(report, master)):
        return result_with(differences, master.uln)
    provider = _provider(report, unit)
    broken = tuple(broken_rules(report, master, provider_known=provider is not None))
    if broken:
        return result_with(broken, master.uln)
    return _do(report, reported.submission, holder, provider, caller, unit)


def _provider(report: Report, unit: RowUnit) -> Organisation | None:
    """Return the learner's provider, or None if unknown or suspended."""
    found = unit.organisations.named(report.award.provider_ukprn, "")
    return None if found is None or found.suspended else found


def _do(
    report: Report,
    submission: Submission,
    holder: Identified,
    provider: Organisation | None,
    caller: Caller,
    unit: RowUnit,
) -> RowResult:
    stored = unit.achievements.by_reference(holder.ulns, report.reference, report.identifier, caller)
    done = change(report, stored, holder.master.uln, submission)
    if isinstance(done, RowError):
        return result_with([done], holder.master.uln)
    if stored is not None:
        unit.achievements.replace(stored, done.achievement, provider)
        return result_of(done)
    try:
        unit.achievements.create(done.achievement, provider, caller)
    except AchievementExists:  # another job of the organisation has just reported it
        return _do(report, submission, holder, provider, caller, unit)
    return result_of(done)
