"""Outcomes of the reports of merged and deleted ULNs."""

from dataclasses import replace
from datetime import date
from typing import Final, cast

from gateway.domain.codes import Code
from gateway.domain.lifecycle import ReportDays
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.lifecycle.report_deletions import DeletionsReport
from gateway.handlers.lifecycle.report_merges import MergesReport
from gateway.sandbox.scenarios import cast as people
from gateway.sandbox.scenarios.answered import Answered, Outcomes

_DAY: Final = people.MERGED_AT.date()


def _report_merge(call: Answered) -> Outcome:
    """Report Mel Sandbox, merged on the first day requested."""
    first = cast("ReportDays", call.request).first
    report = cast("MergesReport", call.ask(first=_DAY, last=_DAY))
    merged = tuple(replace(one, day=first) for one in report.merged if one.learner.uln == people.MERGED)
    return replace(report, merged=merged, unmerged=(), touched=(people.MASTER, people.MERGED))


def _report_deletion(call: Answered) -> Outcome:
    """Report Del Sandbox, deleted on the first day requested."""
    first = cast("ReportDays", call.request).first
    report = cast("DeletionsReport", call.ask(first=_DAY, last=_DAY))
    deleted = tuple(replace(one, day=first) for one in report.deleted if one.uln == people.DELETED)
    return replace(report, deleted=deleted, touched=(people.DELETED,))


def _report_nothing(call: Answered) -> Outcome:
    return call.ask(first=date(1900, 1, 1), last=date(1900, 1, 1))


REPORTS: Final[Outcomes] = {
    "getMergedUnmergedULNsReport": {Code.REPORT: _report_merge, Code.REPORT_EMPTY: _report_nothing},
    "getDeletedULNsReport": {Code.REPORT: _report_deletion, Code.REPORT_EMPTY: _report_nothing},
}
