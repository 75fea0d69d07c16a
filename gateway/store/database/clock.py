"""The time that processes on different machines share."""

from datetime import datetime

from sqlalchemy import DateTime, func, select

from gateway.store.database.session import Session
from gateway.store.database.statement import Statement

_SELECT_NOW = Statement(
    select(func.timezone("UTC", func.clock_timestamp(), type_=DateTime()).label("at")), only="postgresql"
)


def database_time(session: Session, at: datetime) -> datetime:
    """Return PostgreSQL's time in UTC without a zone.

    On SQLite, return `at`, the time of this process. If its clock is far ahead or behind, this costs at most one lease:
    a lease that ends later than any may does not count.
    """
    if session.dialect.name == "sqlite":
        return at
    now: datetime = session.scalar(_SELECT_NOW)
    return now
