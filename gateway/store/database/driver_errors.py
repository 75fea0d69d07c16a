"""What a driver's error means for the transaction."""

import sqlite3
from types import ModuleType
from typing import Any

_TRANSIENT_CLASSES = {
    "08",  # the connection is broken
    "40",  # serialization failure, deadlock
    "53",  # too many connections, no memory, no room on the disk
    "55",  # the lock did not come in time
    "57",  # the server stops or starts, an operator cancelled the statement, it took too long
    "58",  # the disk failed
}
_STALE_PLANS = {
    "0A000",  # cached plan must not change result type
    "26000",  # the prepared statement is gone
}
_TRANSIENT = {
    *_STALE_PLANS,
    "25006",  # read-only: a standby that is not promoted yet
}
_SQLITE_TRANSIENT = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
_SQLITE_UNDONE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL}
_ENDS_THE_CONNECTION = ("FATAL", "PANIC")


def is_transient(error: Exception, driver: ModuleType) -> bool:
    """Return whether another try may succeed in a moment."""
    if isinstance(error, sqlite3.Error):
        return _primary_code(error) in _SQLITE_TRANSIENT
    state = getattr(error, "sqlstate", None)
    if state is None:  # the driver's own: the connection is broken or was closed
        return isinstance(error, driver.OperationalError | driver.InterfaceError)
    return state[:2] in _TRANSIENT_CLASSES or state in _TRANSIENT


def is_connection_timeout(error: Exception, driver: ModuleType) -> bool:
    """Return whether a server took a connection and said nothing."""
    return not isinstance(error, sqlite3.Error | OSError) and isinstance(error, driver.errors.ConnectionTimeout)


def is_stale_plan(error: Exception) -> bool:
    """Return whether a statement must be prepared anew.

    A table has changed, or the statement is gone. Every connection that is kept may have such statements.
    """
    return getattr(error, "sqlstate", None) in _STALE_PLANS


def is_of_configuration(error: Exception) -> bool:
    """Return whether a table, column or right is missing.

    Every statement of its kind would then fail.
    """
    return not isinstance(error, sqlite3.Error) and (getattr(error, "sqlstate", None) or "").startswith("42")


def is_undone(error: Exception) -> bool:
    """Return whether the error means that a COMMIT failed.

    For any other error, the commit may have succeeded.
    """
    if isinstance(error, sqlite3.Error):
        return _primary_code(error) in _SQLITE_UNDONE
    diagnostic: Any = getattr(error, "diag", None)
    return getattr(error, "sqlstate", None) is not None and diagnostic.severity_nonlocalized not in _ENDS_THE_CONNECTION


def is_locked(error: Exception) -> bool:
    """Return whether another process kept the lock on SQLite."""
    return isinstance(error, sqlite3.Error) and _primary_code(error) == sqlite3.SQLITE_BUSY


def _primary_code(error: sqlite3.Error) -> int | None:
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
