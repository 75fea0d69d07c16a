"""Report which ULNs were merged and unmerged.

getMergedUnmergedULNsReport; contract 2.12, 6.4.
"""

from dataclasses import dataclass

from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.lifecycle import Link, ReportDays
from gateway.handlers.execution.outcome import Outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class MergesReport(Outcome):
    """Merges and unmerges of these days, oldest first.

    The learners' details are those of today.
    """

    merged: tuple[Link, ...] = ()
    unmerged: tuple[Link, ...] = ()


def report_merges(request: ReportDays, _caller: Caller, unit: Unit) -> MergesReport:
    """List every merge and every unmerge of these days.

    A learner who was deleted since is only in the report of deletions.
    """
    last = request.last or unit.at.date()
    merged = tuple(unit.lifecycle.merged(request.first, last))
    unmerged = tuple(unit.lifecycle.unmerged(request.first, last))
    shown = [who.uln for link in merged + unmerged for who in (link.master, link.learner)]
    return MergesReport(
        code=Code.REPORT if shown else Code.REPORT_EMPTY,
        touched=tuple(dict.fromkeys(shown)),
        merged=merged,
        unmerged=unmerged,
    )
