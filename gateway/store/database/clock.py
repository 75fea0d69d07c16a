"""The time that processes on different machines share."""

from datetime import datetime

from sqlalchemy import DateTime, func, select

from gateway.store.database.session import Session, only_row
from gateway.store.database.statement import Query


class _NowRow:
    at: datetime


_SELECT_NOW = Query(
    select(func.timezone("UTC", func.clock_timestamp(), type_=DateTime()).label("at")), _NowRow, only="postgresql"
)


def database_time(session: Session, at: datetime) -> datetime:
    """Return PostgreSQL's time in UTC without a zone.

    On SQLite, return `at`, the time of this process. If its clock is far ahead or behind, this costs at most one lease:
    a lease that ends later than any may does not count.
    """
    if session.dialect.name == "sqlite":
        return at
    return only_row(session, _SELECT_NOW).at
