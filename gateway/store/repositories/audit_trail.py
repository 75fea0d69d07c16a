"""The audit trail as operators read it: newest row first.

Rows are numbered as they are written. So their numbers follow the time, except for the length of a call and for clocks
that differ. A search by time therefore searches the numbers: an index of times would make every call write one more
page of the file.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select

from gateway.domain.access import Operation
from gateway.domain.audit_trail import REFUSALS, TrailDay, TrailQuery, TrailRow
from gateway.domain.codes import Code
from gateway.store.database.session import Session
from gateway.store.database.statement import Query, Statement, parameter
from gateway.store.tables.audit import audit
from gateway.store.tables.organisations import organisation

_SLACK = timedelta(hours=6)
"""Slack of a search by time.

More than twice the difference that the clocks of two machines may have.
"""


class _MomentRow:
    id: int
    at: datetime


class _TrailRow:
    id: int
    at: datetime
    ukprn: str | None
    reference: str | None
    user_name: str
    operation: str
    code: str
    uln: str | None
    call: str
    reason: str | None
    misses: int | None


class _DayRow:
    day: date | str
    reference: str | None
    by_operator: int
    calls: int
    refused: int
    wrong_passwords: int
    nobody_found: int
    learners: int
    misses: int


_SELECT_LAST_ID = Statement(select(func.max(audit.c.id)))
_SELECT_FIRST_FROM_ID = Query(
    select(audit.c.id, audit.c.at).where(audit.c.id >= parameter("least")).order_by(audit.c.id).limit(1), _MomentRow
)

_NOBODY_FOUND = (Code.NO_MATCH, Code.ULN_NOT_FOUND, Code.LEARNER_NOT_FOUND, Code.NOT_VERIFIED)
_OF_CALLERS = audit.c.operation.in_([operation.value for operation in Operation])
_FOUND_NOBODY = and_(_OF_CALLERS, audit.c.code.in_([str(code) for code in _NOBODY_FOUND]))
_REFUSED = func.substr(audit.c.code, 1, len(REFUSALS)) == REFUSALS


class AuditSearch:
    """Searches of the audit trail, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, query: TrailQuery, *, before: int | None, size: int) -> list[TrailRow]:
        """Return at most `size` rows, newest first.

        If `before` is stated, the rows have smaller numbers.
        """
        chosen = [*self._chosen(query)]
        if before is not None:
            chosen.append(audit.c.id < before)
        page = (
            select(audit, organisation.c.ukprn, organisation.c.reference)
            .join(organisation, organisation.c.id == audit.c.organisation_id, isouter=True)
            .where(*chosen)
            .order_by(audit.c.id.desc())
            .limit(size)
        )
        rows = self._session.rows(Query(page, _TrailRow))
        return [
            TrailRow(
                id=row.id,
                at=row.at,
                ukprn=row.ukprn or "",
                reference=row.reference or "",
                user=row.user_name,
                operation=row.operation,
                code=row.code,
                uln=row.uln or "",
                call=row.call,
                reason=row.reason or "",
                misses=row.misses or 0,
            )
            for row in rows
        ]

    def days(self, query: TrailQuery) -> list[TrailDay]:
        """Return what each organisation did on each day.

        The newest day comes first, and within a day the most calls.
        """
        day = func.date(audit.c.at).label("day")
        by_operator = case((_OF_CALLERS, 0), else_=1).label("by_operator")
        reference = case((_OF_CALLERS, organisation.c.reference)).label("reference")
        calls = func.count(audit.c.call.distinct()).label("calls")
        each_day = (
            select(
                day,
                reference,
                by_operator,
                calls,
                _calls(_REFUSED).label("refused"),
                _calls(audit.c.code == str(Code.WRONG_PASSWORD)).label("wrong_passwords"),
                _calls(_FOUND_NOBODY).label("nobody_found"),
                func.count(audit.c.uln.distinct()).label("learners"),
                func.coalesce(func.sum(audit.c.misses), 0).label("misses"),
            )
            .select_from(audit.join(organisation, organisation.c.id == audit.c.organisation_id, isouter=True))
            .where(*self._chosen(query))
            .group_by(day, reference, by_operator)
            .order_by(day.desc(), calls.desc(), reference)
        )
        rows = self._session.rows(Query(each_day, _DayRow))
        return [
            TrailDay(
                day=date.fromisoformat(str(row.day)),
                reference=row.reference or "",
                by_operator=bool(row.by_operator),
                calls=row.calls,
                refused=row.refused,
                wrong_passwords=row.wrong_passwords,
                nobody_found=row.nobody_found,
                learners=row.learners,
                misses=row.misses,
            )
            for row in rows
        ]

    def _chosen(self, query: TrailQuery) -> Iterator[ColumnElement[bool]]:
        for column, value in (
            (audit.c.organisation_id, query.organisation_id),
            (audit.c.uln, query.uln),
            (audit.c.user_name, query.user),
            (audit.c.operation, query.operation),
            (audit.c.code, query.code),
        ):
            if value is not None:
                yield column == value
        if query.refused:
            yield _REFUSED
        if query.since is not None:
            yield and_(audit.c.id >= self._first_after(query.since - _SLACK), audit.c.at >= query.since)
        if query.until is not None:
            yield and_(audit.c.id < self._first_after(query.until + _SLACK), audit.c.at < query.until)

    def _first_after(self, moment: datetime) -> int:
        """Return a number before which all rows are older.

        They are older than `moment`. The search halves the range of numbers at each step.
        """
        low, high = 0, (self._session.number(_SELECT_LAST_ID) or 0) + 1
        while low < high:
            middle = (low + high) // 2
            row = self._session.row(_SELECT_FIRST_FROM_ID, {"least": middle})
            if row is None or row.at >= moment:
                high = middle
            else:
                low = row.id + 1
        return low


def _calls(chosen: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((chosen, audit.c.call)).distinct())
