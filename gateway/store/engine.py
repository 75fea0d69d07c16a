"""Opens the database.

SQLite runs in WAL mode with synchronous=FULL, so that a commit survives a loss of power. On PostgreSQL a
statement waits for a lock for a while and not for ever.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from gateway.store.errors import UnusableDatabase

_BUSY_SECONDS = 15
_LOCK_SECONDS = 15
_PAGES_BETWEEN_CHECKPOINTS = 4000
"""A commit that makes a checkpoint is slow; workers make theirs between their commits (Store.step_aside)."""

_CACHE_KIB = 16_384
"""What a connection to SQLite may keep of the file; its own 2 MiB are not the inner pages of a large register."""


def open_engine(url: str, *, connections: int = 8) -> Engine:
    """Open an engine for a SQLAlchemy URL; at most `connections` are kept.

    Raises UnusableDatabase for a URL that is malformed or names a database other than SQLite and PostgreSQL.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UnusableDatabase("the database URL is malformed") from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise UnusableDatabase("a register in memory would be gone with the process: name a file")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise UnusableDatabase(f"{parsed.get_backend_name()} is not supported: use sqlite or postgresql")
    try:
        engine = create_engine(
            parsed,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=30,
            pool_reset_on_return=None,
            hide_parameters=True,
        )
    except (NoSuchModuleError, ImportError) as error:
        raise UnusableDatabase(f"no driver for {parsed.drivername}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _closing_on_failure(_prepare_sqlite))
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "connect", _closing_on_failure(_prepare_postgresql))
    return engine


def _closing_on_failure(prepare: Callable[[Any, ConnectionPoolEntry], None]) -> Callable[..., None]:
    """Return what prepares a new connection, and closes one that cannot be prepared: nobody else would."""

    def prepare_or_close(connection: Any, entry: ConnectionPoolEntry) -> None:
        try:
            prepare(connection, entry)
        except BaseException:
            connection.close()
            raise

    return prepare_or_close


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_BETWEEN_CHECKPOINTS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")


def _begin(connection: Connection) -> None:
    """Begin a transaction of SQLAlchemy's own (migrations, health): SQLite takes the write lock when it writes."""
    connection.exec_driver_sql("BEGIN")


def _prepare_postgresql(connection: psycopg.Connection[Any], entry: ConnectionPoolEntry) -> None:
    """Let statements be planned once, and note the warnings of a connection.

    Our statements look up keys, for which one plan is right whatever the values; the planner, left to itself, makes a
    new one at each run of a long statement, which takes longer than the run. Nor may it compile them to machine code:
    it thinks that they find far more than they do.

    When the wait for a synchronous standby is cancelled, PostgreSQL commits locally, says so in a
    warning, and still answers that the statement succeeded.
    """
    connection.execute("SET default_transaction_isolation = 'read committed'")  # a site may have set another
    connection.execute(f"SET lock_timeout = '{_LOCK_SECONDS}s'")
    connection.execute("SET plan_cache_mode = force_generic_plan")
    connection.execute("SET jit = off")
    connection.commit()
    warnings: list[str] = []
    entry.info["warnings"] = warnings

    def note(diagnostic: psycopg.errors.Diagnostic) -> None:
        if diagnostic.severity_nonlocalized == "WARNING":
            warnings.append(diagnostic.sqlstate or "")

    connection.add_notice_handler(note)
