"""The audit trail in the database.

A call has one row, or one row for each learner that its answer touches.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Integer, func, select, true

from gateway.domain import choices
from gateway.domain.access import BATCH_OPERATIONS, Operation
from gateway.domain.access_log import SHOWS_NOTHING, Access, OperatorLook
from gateway.domain.actors import Cause
from gateway.domain.codes import Code
from gateway.store.database.session import Session
from gateway.store.database.statement import Insertion, Query, Statement, among, constant, parameter, words
from gateway.store.tables.audit import audit
from gateway.store.tables.organisations import organisation

_INSERT = Insertion(audit, but=["id"], in_arrays=True)


class _OutcomeRow:
    operation: str
    code: str


class _AccessRow:
    total: int
    id: int | None
    call: str
    at: datetime
    operation: str
    code: str
    name: str | None
    user_name: str


_SELECT_OUTCOMES = Query(
    select(audit.c.operation, audit.c.code)
    .where(among(audit.c.uln, words("ulns")), audit.c.organisation_id == parameter("organisation_id_"))
    .distinct(),
    _OutcomeRow,
)
_SELECT_SHOWN_TO_ORGANISATION = Statement(
    select(audit.c.id)
    .where(
        audit.c.uln == parameter("uln_"),
        audit.c.organisation_id == parameter("organisation_id_"),
        audit.c.operation == constant(Operation.FIND_BY_DEMOGRAPHICS.value),
        audit.c.at > parameter("since"),
    )
    .limit(1)
)
_SELECT_SHOWN_TO_OPERATOR = Statement(
    select(audit.c.id)
    .where(
        audit.c.uln == parameter("uln_"),
        audit.c.organisation_id.is_(None),
        audit.c.operation.in_([constant(one.value) for one in (OperatorLook.FIND, OperatorLook.BATCH)]),
        audit.c.at > parameter("since"),
    )
    .limit(1)
)
_SELECT_LAST_ID = Statement(select(func.max(audit.c.id).label("last")))
_SELECT_ANY_CALL = Statement(
    select(audit.c.id)
    .where(
        audit.c.id > parameter("seen"),
        audit.c.id <= parameter("last"),
        audit.c.operation.not_in([constant(operation.value) for operation in sorted(BATCH_OPERATIONS)]),
    )
    .limit(1)
)


def _build_select_accesses() -> Query[_AccessRow]:
    """Return the statement that counts accesses and reads one page.

    One statement gives both, even if the page is empty. It gathers all accesses by the index of ULNs first. For one
    page only, PostgreSQL would read the trail of all learners, newest first.
    """
    call = [audit.c[name] for name in ("call", "at", "operation", "code", "organisation_id", "user_name")]
    accesses = (
        select(func.max(audit.c.id).label("id"), *call)
        .where(
            among(audit.c.uln, words("ulns")),
            audit.c.operation.not_in([constant(str(one)) for one in sorted(SHOWS_NOTHING)]),
        )
        .group_by(*call)
        .cte("accesses")
    )
    page = (
        select(accesses, organisation.c.name)
        .join(organisation, organisation.c.id == accesses.c.organisation_id, isouter=True)
        .order_by(accesses.c.id.desc())
        .limit(parameter("size", Integer()))
        .offset(parameter("skipped", Integer()))
        .subquery("page")
    )
    total = select(func.count().label("total")).select_from(accesses).subquery("all_of_them")
    return Query(
        select(total.c.total, page).select_from(total.join(page, true(), isouter=True)).order_by(page.c.id.desc()),
        _AccessRow,
    )


_SELECT_ACCESSES = _build_select_accesses()


class Audit:
    """The audit trail, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def record(
        self,
        cause: Cause,
        *,
        code: Code | None,
        ulns: Sequence[str],
        reason: str | None = None,
        misses: int = 0,
    ) -> None:
        """Write what was asked, by whom, and the result.

        An operator has no organisation, but gives reasons. An operator's action has no code: if it is refused, it
        leaves no row. The misses stand in the first row of the call only, so that those of many calls can be summed.
        """
        row: dict[str, object] = {
            "at": self._at,
            "call": cause.call,
            "organisation_id": cause.organisation_id,
            "user_name": cause.user,
            "operation": str(cause.operation or "unknown"),
            "code": "" if code is None else str(code),
            "reason": reason,
            "misses": None,
        }
        rows = [row | {"uln": uln} for uln in ulns or (None,)]
        rows[0]["misses"] = misses or None
        self._session.add(_INSERT, rows)

    def has_row(self, organisation_id: int, ulns: Collection[str], outcomes: Collection[tuple[str, str]]) -> bool:
        """Return whether the organisation made one of these calls.

        The call must have touched the learner of these ULNs. `outcomes` are pairs of operation and code.
        """
        rows = self._session.rows(_SELECT_OUTCOMES, {"ulns": ulns, "organisation_id_": organisation_id})
        return any((row.operation, row.code) in outcomes for row in rows)

    def has_shown(self, uln: str, organisation_id: int, since: datetime) -> bool:
        """Return whether a search has shown the organisation this learner.

        Only searches by names and birth date after `since` count.
        """
        asked = {"uln_": uln, "organisation_id_": organisation_id, "since": since}
        return self._session.row(_SELECT_SHOWN_TO_ORGANISATION, asked) is not None

    def has_shown_operator(self, uln: str, since: datetime) -> bool:
        """Return whether an operator has seen this candidate.

        Only times after `since` count.
        """
        return self._session.row(_SELECT_SHOWN_TO_OPERATOR, {"uln_": uln, "since": since}) is not None

    def last(self) -> int:
        """Return the number of the latest row, or 0."""
        return self._session.number(_SELECT_LAST_ID) or 0

    def has_calls(self, after: int, last: int) -> bool:
        """Return whether any row is of a call without batches.

        Looks at the rows after number `after`, up to and including `last`.
        """
        return self._session.row(_SELECT_ANY_CALL, {"seen": after, "last": last}) is not None

    def accesses(self, ulns: Collection[str], *, page: int, size: int) -> tuple[int, list[Access]]:
        """Count the accesses to a learner, and return one page.

        Pages count from 0; the newest access comes first. A call is one access, however many of the ULNs it touched.
        Count and page are of the same moment.
        """
        rows = self._session.rows(_SELECT_ACCESSES, {"ulns": ulns, "size": size, "skipped": page * size})
        return rows[0].total, [
            Access(
                operation=row.operation,
                code=row.code,
                at=row.at,
                organisation=choices.OPERATOR if row.name is None else row.name,
                user=row.user_name,
            )
            for row in rows
            if row.id is not None
        ]
