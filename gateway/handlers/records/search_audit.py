"""Reads the audit trail for an operator, which is in the audit trail itself before anything is shown."""

from collections.abc import Iterator

from gateway.domain.access_log import OperatorLook
from gateway.domain.audit_trail import TrailDay, TrailQuery, TrailRow
from gateway.handlers.execution.operator import look
from gateway.store.unit import Store

_PAGE = 1000


def search_audit(store: Store, query: TrailQuery, *, most: int | None, by: str) -> Iterator[TrailRow]:
    """Return the rows, newest first, as they are read: a page at a time, so that nobody waits for a long search."""
    _audit(store, query, by)
    before, left = None, most
    while left is None or left > 0:
        size = _PAGE if left is None else min(_PAGE, left)
        with store.reading() as unit:
            rows = unit.audit_search.page(query, before=before, size=size)
        yield from rows
        if len(rows) < size:
            return
        before, left = rows[-1].id, None if left is None else left - size


def summarise_audit(store: Store, query: TrailQuery, *, by: str) -> list[TrailDay]:
    """Return what each organisation did on each day."""
    _audit(store, query, by)
    with store.reading() as unit:
        return unit.audit_search.days(query)


def _audit(store: Store, query: TrailQuery, by: str) -> None:
    with store.unit() as unit:
        look(OperatorLook.AUDIT, [query.uln] if query.uln else [], by, unit)
