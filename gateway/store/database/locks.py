"""The lock that lets one process load learning events."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from gateway.store.database.deadline import Deadline, Work, pooled
from gateway.store.database.files_beside import open_beside
from gateway.store.errors import LoadRunning, Unavailable

_LOCK = 0x4C52_5345  # any number that no other advisory lock has


_SECONDS_TO_NOTICE, _SECONDS_BETWEEN_TRIES = 2.0, 0.05


_SECONDS_TO_LOCK = 10.0


_WAIT_WITHOUT_END = """
    SELECT set_config(name, '0', true) FROM pg_settings
    WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')
"""
"""Statement that removes time limits of the transaction.

The transaction that holds the lock stays open for as long as a load takes. Older servers have one of the two settings.
"""


@contextmanager
def loading_alone(engine: Engine) -> Iterator[None]:
    """Keep other processes from loading events meanwhile.

    The lock ends with the process, however that ends. Raises LoadRunning if another process has the lock.
    """
    with (_lock_of_postgresql if engine.dialect.name == "postgresql" else _lock_of_sqlite)(engine):
        yield


@contextmanager
def _lock_of_postgresql(engine: Engine) -> Iterator[None]:
    """Keep a lock in a transaction that stays open.

    The transaction is empty. If the process is killed, the server knows a moment later and ends it. A lock of the
    connection would not do: behind a pooling proxy, it stays with a process of the server that the next transaction may
    not get.
    """
    with Work(Deadline(_SECONDS_TO_LOCK), engine) as work:
        try:
            holding = pooled(engine, work)
        except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
            raise Unavailable("the database cannot be reached") from error
        try:
            driver: Any = holding.driver_connection
            work.driver = driver
            _wait_for_lock(driver, engine.dialect.loaded_dbapi.Error)
            work.end()
            yield
        finally:
            holding.invalidate()  # the transaction ends with the connection, whatever state that is in


def _wait_for_lock(driver: Any, failure: type[Exception]) -> None:
    until = time.monotonic() + _SECONDS_TO_NOTICE
    try:
        driver.execute(_WAIT_WITHOUT_END)
        while not driver.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK]).fetchone()[0]:
            if time.monotonic() > until:
                raise LoadRunning("somebody else is loading learning events")
            time.sleep(_SECONDS_BETWEEN_TRIES)
    except failure as error:
        raise Unavailable(f"the database failed ({type(error).__name__})") from error


@contextmanager
def _lock_of_sqlite(engine: Engine) -> Iterator[None]:
    """Keep a lock on a file beside the database."""
    file = engine.url.database or ""
    place = open_beside(file, "-load")
    try:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LoadRunning("somebody else is loading learning events") from None
        yield
    finally:
        os.close(place)
