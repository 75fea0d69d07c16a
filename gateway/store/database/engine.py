"""Open the database.

SQLite runs in WAL mode with synchronous=FULL, so that a commit survives a loss of power. On PostgreSQL, a statement
waits for a lock for some seconds only.
"""

import re
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from math import ceil, inf
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from gateway.store.database.deadline import connecting_work
from gateway.store.database.direct_cursor import DirectCursor
from gateway.store.database.sqlite_file import SqliteFile
from gateway.store.errors import UnusableDatabase

if TYPE_CHECKING:
    import psycopg

BUSY_SECONDS = 15
_RUNS_BEFORE_PREPARING = 5
_HIGHEST_PORT = 65535
_MALFORMED = (
    "the database URL is malformed: @, : and / in a password are written %40, %3A and %2F,"
    f" a port is a number up to {_HIGHEST_PORT}"
)
_NO_POSTGRESQL = "PostgreSQL needs a driver that is not installed: run pip install 'lrs-gateway[postgresql]'"
_LOCK_SECONDS = 15
_POOL_SECONDS = 15
_WAIT_FOR_NETWORK = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""Time-outs of libpq, where the URL states none.

The last one is in milliseconds, the others in seconds.
"""
_PAGES_BETWEEN_CHECKPOINTS = 4000
"""Pages written ahead before a commit makes a checkpoint.

Such a commit is slow. Workers make checkpoints between their commits (Store.step_aside).
"""

_BYTES_AHEAD = 16 * 1024 * 1024
"""Size that the -wal file keeps after a checkpoint.

It is enough for what is written between two checkpoints.
"""

_SEVERAL_HOSTS = re.compile(
    r"(?P<start>postgres[a-z+]*://(?:[^@/]*@)?)(?P<hosts>[^/?@]+,[^/?@]+)/(?P<database>[^?]*)(?:\?(?P<query>.*))?"
)

_CACHE_KIB = 16_384
"""Page cache of a connection to SQLite, in KiB.

The default of 2 MiB does not hold the inner pages of a large register.
"""


def open_engine(
    url: str, *, connections: int = 8, statement_seconds: float | None = None, interruptible: bool = True
) -> Engine:
    """Open an engine for a SQLAlchemy URL.

    At most `connections` are kept. PostgreSQL ends a statement that takes longer than `statement_seconds`, even if
    nobody waits for it any more. Statements on PostgreSQL that need not be `interruptible` from the keyboard take less
    CPU. Raises UnusableDatabase for a URL that is malformed, or is not for SQLite or PostgreSQL.
    """
    parsed = _parsed(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise UnusableDatabase("a register in memory would be gone with the process: name a file")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise UnusableDatabase(f"{parsed.get_backend_name()} is not supported: use sqlite or postgresql")
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(query={**_WAIT_FOR_NETWORK, **parsed.query, "client_encoding": "utf8"})
    try:
        engine = create_engine(
            parsed,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=_POOL_SECONDS,
            pool_reset_on_return=None,
            hide_parameters=True,
        )
    except (NoSuchModuleError, ImportError) as error:
        is_ours = parsed.drivername == "postgresql+psycopg"
        raise UnusableDatabase(_NO_POSTGRESQL if is_ours else f"no driver for {parsed.drivername}") from error
    if engine.dialect.name == "sqlite":
        file = SqliteFile(parsed.database or "")
        engine.update_execution_options(file=file)
        event.listen(engine, "connect", _closing_on_failure(partial(_prepare_sqlite, file)))
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "connect", _closing_on_failure(partial(_prepare_postgresql, statement_seconds)))
        if not interruptible:
            event.listen(engine, "connect", partial(_note_cursor, engine.dialect.loaded_dbapi))
        event.listen(engine, "do_connect", _connect_in_time)
        event.listen(engine, "begin", _set_locally)
        plans = Plans()
        engine.update_execution_options(plans=plans)
        event.listen(engine, "connect", plans.note)
        event.listen(engine, "checkout", plans.require_fresh)
    event.listen(engine, "connect", _note_connection, insert=True)  # before SQLAlchemy's own first statements
    return engine


class Plans:
    """The time from which connections know the tables of today.

    Older connections may have prepared statements for tables that have changed. It is safe for threads.
    """

    def __init__(self) -> None:
        self._since = -inf

    def begin_anew(self) -> None:
        """Use no connection any more that was opened before now.

        Its prepared statements are for tables that have changed.
        """
        self._since = time.monotonic()

    def note(self, _connection: Any, entry: ConnectionPoolEntry) -> None:
        """Note when a connection was opened."""
        entry.info["opened_at"] = time.monotonic()

    def require_fresh(self, _connection: Any, entry: ConnectionPoolEntry, _proxy: Any) -> None:
        """Let the pool replace a connection that is too old."""
        if entry.info["opened_at"] < self._since:
            raise DisconnectionError("a table changed since the connection was opened")


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(_in_one_form(url))
    except (ArgumentError, ValueError):  # what they say quotes the URL, and the password in it
        raise UnusableDatabase(_MALFORMED) from None
    if parsed.port is not None and not 0 < parsed.port <= _HIGHEST_PORT:
        raise UnusableDatabase(_MALFORMED)
    if parsed.get_backend_name() == "sqlite" and "?" in url and not parsed.query:
        raise UnusableDatabase("the database URL is malformed: the path of a file in it cannot hold a ?")
    for name, value in parsed.query.items():
        if not isinstance(value, str) and name not in ("host", "port"):
            raise UnusableDatabase(f"the database URL is malformed: it states {name} more than once")
    if re.fullmatch("-?[0-9]{1,9}", str(parsed.query.get("connect_timeout", "0")), re.ASCII) is None:
        raise UnusableDatabase("the database URL is malformed: connect_timeout is a number of seconds")
    return parsed


def _in_one_form(url: str) -> str:
    """Return a URL with several hosts in SQLAlchemy's form.

    libpq writes host1:1,host2:2; SQLAlchemy wants a parameter for each host.
    """
    found = _SEVERAL_HOSTS.fullmatch(url)
    if found is None:
        return url
    hosts = "&".join(f"host={host}" for host in found["hosts"].split(","))
    return f"{found['start']}/{found['database']}?{hosts}" + (f"&{found['query']}" if found["query"] else "")


def _note_connection(connection: Any, _entry: ConnectionPoolEntry) -> None:
    work = connecting_work()
    if work is not None:
        work.driver = connection


def _connect_in_time(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
    """Limit the wait for a connection to the work's time.

    libpq takes whole seconds, at least 2.
    """
    work = connecting_work()
    if work is not None:
        configured = int(parameters.get("connect_timeout") or 0) or inf
        seconds = min(configured, max(2, ceil(work.until - time.monotonic())) if work.until < inf else inf)
        if seconds < inf:
            parameters["connect_timeout"] = int(seconds)


def _closing_on_failure(prepare: Callable[[Any, ConnectionPoolEntry], None]) -> Callable[..., None]:
    """Return a function that prepares a connection, or closes it.

    If the preparation fails, nobody else would close the connection.
    """

    def prepare_or_close(connection: Any, entry: ConnectionPoolEntry) -> None:
        try:
            prepare(connection, entry)
        except BaseException:
            connection.close()
            raise

    return prepare_or_close


def _prepare_sqlite(file: SqliteFile, connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_BETWEEN_CHECKPOINTS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute(f"PRAGMA journal_size_limit = {_BYTES_AHEAD}")
    entry.info["file"] = file.identity()


def _begin(connection: Connection) -> None:
    """Begin a transaction of SQLAlchemy's own (migrations, health).

    SQLite takes the write lock at the first write.
    """
    connection.exec_driver_sql("BEGIN")


def _note_cursor(psycopg: Any, connection: "psycopg.Connection[Any]", entry: ConnectionPoolEntry) -> None:
    entry.info["cursor"] = DirectCursor(connection, psycopg)


def _is_straight(connection: "psycopg.Connection[Any]") -> bool:
    """Return whether a connection goes to the server itself.

    A proxy that pools by transaction gives the prepared statements of one client to another. Such a proxy answers for
    the server when a client connects. So the process number that it states is not that of the process that does the
    work.
    """
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    return row is not None and row[0] == connection.info.backend_pid


def _set_locally(connection: Connection) -> None:
    """Make the settings in a transaction of SQLAlchemy's own.

    These are settings that the connection cannot keep.
    """
    settings = connection.info.get("local_settings")
    if settings:
        connection.exec_driver_sql(settings)


def _settings_of_postgresql(statement_seconds: float | None) -> dict[str, str]:
    """Return our settings for PostgreSQL.

    Our statements look up keys: one plan is right for all values. By itself, the planner would make a new plan at each
    run of a long statement, which takes longer than the run. It must not compile them to machine code either, since it
    expects far more rows than they find.
    """
    settings = {"lock_timeout": f"'{_LOCK_SECONDS}s'", "plan_cache_mode": "force_generic_plan", "jit": "off"}
    if statement_seconds is not None:
        settings["statement_timeout"] = str(round(statement_seconds * 1000))
    return settings


def _prepare_postgresql(
    statement_seconds: float | None, connection: "psycopg.Connection[Any]", entry: ConnectionPoolEntry
) -> None:
    """Make the settings of a connection, and note its warnings.

    Settings made through a pooling proxy would stay with the server's process, which others use too. So there, each
    transaction makes the settings for itself, and no statement is prepared.

    If the wait for a synchronous standby is cancelled, PostgreSQL commits locally. It says so in a warning, and still
    answers that the statement succeeded.
    """
    settings = _settings_of_postgresql(statement_seconds)
    if _is_straight(connection):
        settings["default_transaction_isolation"] = "'read committed'"  # a site may have set another
        connection.prepare_threshold = _RUNS_BEFORE_PREPARING
        connection.execute("; ".join(f"SET {name} = {value}" for name, value in settings.items()).encode())
    else:
        connection.prepare_threshold = None
        entry.info["local_settings"] = "; ".join(f"SET LOCAL {name} = {value}" for name, value in settings.items())
    connection.commit()
    warnings: list[str] = []
    entry.info["warnings"] = warnings

    def note(diagnostic: "psycopg.errors.Diagnostic") -> None:
        if diagnostic.severity_nonlocalized == "WARNING":
            warnings.append(diagnostic.sqlstate or "")

    connection.add_notice_handler(note)
