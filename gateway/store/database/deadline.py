"""End work on the database that takes too long.

A frozen database still acknowledges what is sent to it, so no network time-out ends such a wait. One thread of each
process therefore watches all open work. If work is overdue, it shuts down the connection, or interrupts it on SQLite,
and the work ends with an error.

Work that takes long may have no deadline. So if work takes longer than usual, the thread asks PostgreSQL for another
connection. If it gets no answer twice, all work on that database is ended, and none begins until the database answers.
"""

import logging
import os
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import inf
from typing import Any, Self

from sqlalchemy import Connection, Engine, PoolProxiedConnection

from gateway import logs
from gateway.store.errors import Overdue

_SECONDS_BETWEEN_POLLS = 0.25
_SECONDS_UNTIL_ASKED = 1.5
_SECONDS_UNTIL_ASKED_AGAIN = 5.0
_SECONDS_FOR_A_WORD, _SECONDS_BETWEEN_TRIES = 1.0, 0.02
_SECONDS_TO_ANSWER = (2, 3)
_log = logging.getLogger(__name__)


class Deadline:
    """The moment by which something must have ended.

    It is so many seconds from now, or from `since`, a time of the monotonic clock.
    """

    __slots__ = ("until",)

    def __init__(self, seconds: float | None = None, since: float | None = None) -> None:
        self.until = inf if seconds is None else seconds + (time.monotonic() if since is None else since)

    @property
    def left(self) -> float:
        """Seconds that are left, at least 0.

        Infinity if there is no end.
        """
        return max(0.0, self.until - time.monotonic())

    @property
    def timeout(self) -> float | None:
        """Seconds that are left, for waits of the standard library.

        None if there is no end.
        """
        return None if self.until == inf else min(self.left, threading.TIMEOUT_MAX)

    def within(self, seconds: float) -> float:
        """Return the shorter of `seconds` and the time left."""
        return min(self.left, seconds)


class Work:
    """Work on one connection of a driver.

    `overdue` is True once the deadline has passed.
    """

    __slots__ = ("ask_at", "driver", "engine", "overdue", "until")

    def __init__(self, deadline: Deadline, engine: Engine) -> None:
        self.until = deadline.until
        self.engine = engine
        self.ask_at = inf
        self.driver: Any = None
        self.overdue = False

    def begin(self) -> None:
        """Watch the work, and end it when it is overdue."""
        self.ask_at = time.monotonic() + _SECONDS_UNTIL_ASKED
        _WATCH.add(self)

    def end(self) -> None:
        """Stop watching the work.

        A connection whose work was overdue may not be used again.
        """
        _WATCH.remove(self)

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def interrupt(self) -> None:
        """Make a wait for the database end with an error."""
        driver = self.driver
        if isinstance(driver, sqlite3.Connection):
            with suppress(sqlite3.Error):
                driver.interrupt()
        elif driver is not None:
            with (
                suppress(self.engine.dialect.loaded_dbapi.Error, OSError),
                socket.socket(fileno=os.dup(driver.pgconn.socket)) as same,
            ):
                same.shutdown(socket.SHUT_RDWR)


class _Watch:
    """All open work of this process.

    It is safe for threads, and works in a child process.
    """

    def __init__(self) -> None:
        self._open: dict[int, Work] = {}
        self._acting = threading.Lock()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._asked: set[Engine] = set()
        self.silent: set[Engine] = set()

    def add(self, work: Work) -> None:
        if self._thread is None or not self._thread.is_alive():  # a child process has none of its parent's threads
            self._start()
        self._open[id(work)] = work

    def remove(self, work: Work) -> None:
        self._open.pop(id(work), None)
        if work.overdue:
            with self._acting:  # wait while it is being shut down: another connection must not get its descriptor yet
                pass

    def _start(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._open.clear()
                self._asked.clear()
                self.silent.clear()
                self._thread = threading.Thread(target=self._look, name="deadlines", daemon=True)
                self._thread.start()

    def _look(self) -> None:
        while True:
            time.sleep(_SECONDS_BETWEEN_POLLS)
            now = time.monotonic()
            for work in list(self._open.values()):
                if work.until < now:
                    self._interrupt(work)
                elif work.ask_at < now and work.driver is not None and work.engine.dialect.name == "postgresql":
                    self.ask(work.engine)

    def ask(self, engine: Engine) -> None:
        """Ask in a thread whether a database answers.

        Only one thread asks at a time.
        """
        if engine not in self._asked:
            self._asked.add(engine)
            try:
                threading.Thread(target=self._end_if_silent, args=(engine,), name="asking", daemon=True).start()
            except RuntimeError:  # no thread can be started now; deadlines must still work
                self._asked.discard(engine)

    def _end_if_silent(self, engine: Engine) -> None:
        began = time.monotonic()
        try:
            if all(_is_silent(engine, seconds) for seconds in _SECONDS_TO_ANSWER):
                self.silent.add(engine)
                for work in self._of(engine, began):
                    self._interrupt(work)
                while _is_silent(engine, _SECONDS_TO_ANSWER[-1]):
                    pass
        finally:
            self.silent.discard(engine)
            for work in self._of(engine, began):
                work.ask_at = time.monotonic() + _SECONDS_UNTIL_ASKED_AGAIN
            self._asked.discard(engine)

    def _of(self, engine: Engine, began: float) -> list[Work]:
        """Return the work of a database that was due then.

        Work is due when the database must be asked about it.
        """
        return [work for work in list(self._open.values()) if work.engine is engine and work.ask_at < began]

    def _interrupt(self, work: Work) -> None:
        with self._acting:
            work.overdue = True
            if id(work) in self._open:
                work.interrupt()


def _is_silent(engine: Engine, seconds: int) -> bool:
    """Return whether a server takes a connection and stays silent.

    Any answer counts, also a refusal.
    """
    arguments, parameters = engine.dialect.create_connect_args(engine.url)
    driver: Any = engine.dialect.loaded_dbapi
    try:
        driver.connect(*arguments, **{**parameters, "connect_timeout": seconds}).close()
    except driver.errors.ConnectionTimeout:
        logs.event(_log, "waiting for the database", level=logging.WARNING, at=address(engine))
        return True
    except (driver.Error, OSError):
        return False
    return False


def address(engine: Engine) -> str:
    """Return the address of a database, without user and password."""
    url = engine.url
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    hosts = url.query.get("host") or url.host or "localhost"
    where = hosts if isinstance(hosts, str) else ", ".join(hosts)
    return f"{where}:{url.port or 5432}" if isinstance(hosts, str) and url.host else where


_WATCH = _Watch()
_MINE = threading.local()


def pooled(engine: Engine, work: Work) -> PoolProxiedConnection:
    """Return a connection of the pool.

    If the pool opens a new connection, the work watches it from its first statement. Raises Overdue if the database was
    silent when it was last asked.
    """
    _require_word(engine, work)
    _MINE.work = work
    try:
        return engine.raw_connection()
    finally:
        _MINE.work = None


def _require_word(engine: Engine, work: Work) -> None:
    """Raise Overdue if the database stays silent for a moment.

    It waits up to a second, as the database may just have begun to answer.
    """
    if engine not in _WATCH.silent:
        return
    until = min(work.until, time.monotonic() + _SECONDS_FOR_A_WORD)
    while engine in _WATCH.silent:
        if time.monotonic() > until:
            raise Overdue("the database does not answer")
        time.sleep(_SECONDS_BETWEEN_TRIES)


def report_silence(engine: Engine) -> None:
    """Ask whether a database answers, before others wait in vain."""
    _WATCH.ask(engine)


def connecting_work() -> Work | None:
    """Return the work for which this thread opens a connection."""
    work: Work | None = getattr(_MINE, "work", None)
    return work


@contextmanager
def connected(engine: Engine, deadline: Deadline) -> Iterator[Connection]:
    """Open a connection of SQLAlchemy.

    A wait beyond the deadline ends with a DBAPIError.
    """
    with Work(deadline, engine) as work:
        _require_word(engine, work)
        _MINE.work = work
        try:
            connection = engine.connect()
        finally:
            _MINE.work = None
        work.driver = connection.connection.driver_connection
        try:
            yield connection
        finally:
            if work.overdue:
                connection.invalidate()
            connection.close()
