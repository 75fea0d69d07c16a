"""The version of the database, and its clock."""

import time
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from gateway.store.database.causes import explain
from gateway.store.database.deadline import Deadline, connected
from gateway.store.errors import UnusableDatabase

_OF_POSTGRESQL = (
    "SELECT 'PostgreSQL ' || current_setting('server_version'), extract(epoch FROM clock_timestamp())::float8"
)
_OF_SQLITE = "SELECT 'SQLite ' || sqlite_version(), NULL"


@dataclass(frozen=True, slots=True)
class Vitals:
    """The version of the database, in words, and its clock.

    `seconds_ahead` is how far its clock is ahead of this computer's; None if it has none of its own.
    """

    version: str
    seconds_ahead: float | None


def take_vitals(engine: Engine, deadline: Deadline) -> Vitals:
    """Return the vitals. Raises UnusableDatabase."""
    asked = _OF_SQLITE if engine.dialect.name == "sqlite" else _OF_POSTGRESQL
    try:
        with connected(engine, deadline) as connection:
            before = time.time()
            version, seconds = connection.exec_driver_sql(asked).one()
            now = (before + time.time()) / 2
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        raise UnusableDatabase(f"the database cannot be asked: {explain(error)}") from error
    return Vitals(version, None if seconds is None else seconds - now)
