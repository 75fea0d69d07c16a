"""The audit trail: one row for every call, or one for every learner that its answer touches."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from gateway.domain.access import BATCH_OPERATIONS, Operation
from gateway.domain.codes import Code
from gateway.store.session import Session
from gateway.store.statement import Insertion, Statement, constant, parameter
from gateway.store.tables import audit, organisation

_INSERT = Insertion(audit, but=["id"])
_LAST = Statement(select(func.max(audit.c.id).label("last")))
_CALL = Statement(
    select(audit.c.id)
    .where(
        audit.c.id > parameter("seen"),
        audit.c.id <= parameter("last"),
        audit.c.operation.not_in([constant(one.value) for one in sorted(BATCH_OPERATIONS)]),
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One reading of a learner's record."""

    operation: Operation
    at: datetime
    organisation: str
    user: str


class Audit:
    """The audit trail, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def record(
        self,
        *,
        call: str,
        organisation_id: int | None,
        user: str,
        operation: str | None,
        code: Code,
        ulns: Sequence[str],
    ) -> None:
        """Write what was asked, by whom, and what came of it; an operator has no organisation."""
        row: dict[str, Any] = {
            "at": self._at,
            "call": call,
            "organisation_id": organisation_id,
            "user_name": user,
            "operation": str(operation or "unknown"),
            "code": str(code),
        }
        self._session.insert(_INSERT, [row | {"uln": uln} for uln in ulns or (None,)])

    def last(self) -> int:
        """Give the number of the latest row, 0 where there is none."""
        return self._session.scalar(_LAST) or 0

    def has_calls(self, after: int, last: int) -> bool:
        """Tell whether any of the rows after one, up to another, is of a call that is not about batches."""
        return self._session.row(_CALL, {"seen": after, "last": last}) is not None

    def of(self, ulns: Collection[str], operation: Operation, *, page: int, size: int) -> tuple[int, list[Access]]:
        """Give how often the operation touched the learner of these ULNs, and one page of it, newest first, from 0."""
        where = (audit.c.uln.in_(ulns), audit.c.operation == operation)
        total = self._session.scalar(select(func.count()).select_from(audit).where(*where))
        rows = self._session.rows(
            select(audit.c.operation, audit.c.at, audit.c.user_name, organisation.c.name)
            .join(organisation, organisation.c.id == audit.c.organisation_id)
            .where(*where)
            .order_by(audit.c.id.desc())
            .limit(size)
            .offset(page * size)
        )
        accesses = [
            Access(operation=Operation(row.operation), at=row.at, organisation=row.name, user=row.user_name)
            for row in rows
        ]
        return total, accesses
