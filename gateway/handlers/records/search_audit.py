"""Search the audit trail, for an operator.

The search itself is in the audit trail before it shows anything.
"""

from collections.abc import Iterator

from gateway.domain.access_log import OperatorLook
from gateway.domain.audit_trail import TrailDay, TrailQuery, TrailRow
from gateway.handlers.execution.operator import look
from gateway.store.unit import Store

_PAGE = 1000


def search_audit(store: Store, query: TrailQuery, *, most: int | None, by: str) -> Iterator[TrailRow]:
    """Yield at most `most` rows, newest first.

    They are read in pages, so that a long search delays no call.
    """
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
