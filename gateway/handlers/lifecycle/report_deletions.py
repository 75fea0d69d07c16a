"""Report which ULNs were deleted.

getDeletedULNsReport; contract 2.12, 6.4.
"""

from dataclasses import dataclass

from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.lifecycle import Deletion, ReportDays
from gateway.handlers.execution.outcome import Outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionsReport(Outcome):
    """The ULNs deleted on these days, each once, oldest first."""

    deleted: tuple[Deletion, ...] = ()


def report_deletions(request: ReportDays, _caller: Caller, unit: Unit) -> DeletionsReport:
    """List the ULNs deleted on these days.

    A learner who was restored since is left out, because the report has no way to say so.
    """
    deleted = tuple(unit.lifecycle.deleted(request.first, request.last or unit.at.date()))
    return DeletionsReport(
        code=Code.REPORT if deleted else Code.REPORT_EMPTY,
        touched=tuple(one.uln for one in deleted),
        deleted=deleted,
    )
