"""Read stored values without the code that stores them."""

from typing import Any

from sqlalchemy import Row, Select, select

from gateway.store.tables.audit import audit
from gateway.store.unit import Store


def rows(store: Store, query: Select[Any]) -> list[Row[Any]]:
    """Return the rows that are committed."""
    with store.engine.connect() as connection:
        return list(connection.execute(query).all())


def audited(store: Store, *columns: str) -> list[tuple[Any, ...]]:
    """Return these columns of the audit trail, oldest first."""
    return [tuple(row) for row in rows(store, select(*(audit.c[name] for name in columns)).order_by(audit.c.id))]
