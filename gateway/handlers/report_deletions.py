"""Reports which ULNs were deleted (getDeletedULNsReport; contract 2.12, 6.4)."""

from dataclasses import dataclass
from datetime import date

from gateway.domain.codes import Code
from gateway.domain.organisation import Caller
from gateway.domain.standing import Deletion
from gateway.handlers.outcome import Outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDeletions:
    """The days of the report, both included, UTC; None is today."""

    from_day: date
    to_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionsReport(Outcome):
    """The ULNs deleted on these days, oldest first, each once."""

    deleted: tuple[Deletion, ...] = ()


def report_deletions(request: ReportDeletions, _caller: Caller, unit: Unit) -> DeletionsReport:
    """List the ULNs deleted on these days. One that was restored since is none: the report could not say so."""
    deleted = tuple(unit.standings.deleted(request.from_day, request.to_day or unit.at.date()))
    return DeletionsReport(
        code=Code.REPORT if deleted else Code.REPORT_EMPTY,
        touched=tuple(one.uln for one in deleted),
        deleted=deleted,
    )
