"""The time by which processes on different machines judge one another."""

from datetime import datetime

from sqlalchemy import DateTime, func, select

from gateway.store.database.session import Session
from gateway.store.database.statement import Statement

_SELECT_NOW = Statement(
    select(func.timezone("UTC", func.clock_timestamp(), type_=DateTime()).label("at")), only="postgresql"
)


def database_time(session: Session, at: datetime) -> datetime:
    """Return PostgreSQL's time in UTC without a zone.

    SQLite has none but that of the process that asks, `at`.

    There a clock that is far ahead or behind costs at most one lease, since one that ends later than it may does not
    count.
    """
    if session.dialect.name == "sqlite":
        return at
    now: datetime = session.scalar(_SELECT_NOW)
    return now
