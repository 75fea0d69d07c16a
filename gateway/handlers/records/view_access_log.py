"""Show who looked at a learner's record, when and why.

ViewAudit; contract 2.14, 6.9.
"""

from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.access_log import Access
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.learner import Learner
from gateway.domain.matching import has_both_names
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_uln import NotIdentified, identify_by_uln
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewAudit:
    """A learner, and a page number, counted from 0."""

    uln: str
    given_name: str
    family_name: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLogPage(Outcome):
    """A page of accesses, newest first, and the total number."""

    accesses: tuple[Access, ...] = ()
    total: int = 0
    page: int = 0

    @property
    def pages(self) -> int:
        """Return the number of pages."""
        return -(-self.total // choices.AUDIT_PAGE_SIZE)


def view_access_log(request: ViewAudit, _caller: Caller, unit: Unit) -> AccessLogPage:
    """Return a page of accesses, under all linked ULNs.

    There are none if the names do not agree.
    """
    holder = identify_by_uln(request.uln, unit)
    if isinstance(holder, NotIdentified):
        return AccessLogPage(code=Code.NOT_VERIFIED, touched=(), page=request.page)
    if not (_is_called(holder.learner, request) or _is_called(holder.master, request)):
        return AccessLogPage(code=Code.NOT_VERIFIED, touched=(holder.learner.uln,), page=request.page)
    total, accesses = unit.audit.accesses(holder.ulns, page=request.page, size=choices.AUDIT_PAGE_SIZE)
    return AccessLogPage(
        code=Code.EXACT_MATCH, touched=(holder.master.uln,), accesses=tuple(accesses), total=total, page=request.page
    )


def _is_called(learner: Learner, request: ViewAudit) -> bool:
    return has_both_names(learner.person, request.given_name, request.family_name)
