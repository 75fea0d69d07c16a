"""Ends work on the database that takes too long, whatever it waits for.

A database that is frozen still acknowledges what is sent to it, so no time-out of the network ends such a wait. One
thread of each process looks at all work that is open: of what is overdue it shuts the connection down, or
interrupts it on SQLite, and whoever waits gets an error.

Work that takes long may have no deadline. So where some takes longer than usual, PostgreSQL is asked for another
connection; where it gives none, twice, nothing of it is waited for any longer, and nothing is begun until it answers.
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
    """The moment by which something must have ended."""

    __slots__ = ("until",)

    def __init__(self, seconds: float | None = None) -> None:
        self.until = inf if seconds is None else time.monotonic() + seconds

    @property
    def left(self) -> float:
        """The seconds that are left, never less than 0.

        Inf where there is no end.
        """
        return max(0.0, self.until - time.monotonic())

    @property
    def timeout(self) -> float | None:
        """The seconds that are left, as the waits of the standard library take them: None where there is no end."""
        return None if self.until == inf else min(self.left, threading.TIMEOUT_MAX)

    def within(self, seconds: float) -> float:
        """Return how long a wait may last that should take so many seconds at most."""
        return min(self.left, seconds)


class Work:
    """Work on one connection of a driver.

    `overdue` once it should have ended.
    """

    __slots__ = ("ask_at", "driver", "engine", "overdue", "until")

    def __init__(self, deadline: Deadline, engine: Engine) -> None:
        self.until = deadline.until
        self.engine = engine
        self.ask_at = inf
        self.driver: Any = None
        self.overdue = False

    def begin(self) -> None:
        """Have the work ended when it is overdue."""
        self.ask_at = time.monotonic() + _SECONDS_UNTIL_ASKED
        _WATCH.add(self)

    def end(self) -> None:
        """Have it ended no more.

        A connection whose work was overdue may not be used again.
        """
        _WATCH.remove(self)

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def interrupt(self) -> None:
        """Make whoever waits for the database return with an error."""
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
    """All work that is open in this process.

    Safe for threads, and in a child process.
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
            with self._acting:  # it may be shut down at this moment, and its descriptor must not be another's yet
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
        """Ask, once at a time and without a wait for it, whether a database answers at all."""
        if engine not in self._asked:
            self._asked.add(engine)
            try:
                threading.Thread(target=self._end_if_silent, args=(engine,), name="asking", daemon=True).start()
            except RuntimeError:  # the machine has no thread to give; deadlines must go on
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
        """Return the work on a database about which it had to be asked by then."""
        return [work for work in list(self._open.values()) if work.engine is engine and work.ask_at < began]

    def _interrupt(self, work: Work) -> None:
        with self._acting:
            work.overdue = True
            if id(work) in self._open:
                work.interrupt()


def _is_silent(engine: Engine, seconds: int) -> bool:
    """Return whether a server takes a connection and says nothing.

    Any word of it will do.
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
    """Return where a database is, without a name or a password."""
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

    One that is opened for it is the work's from its first statement.

    Raises Overdue where the database was silent when it was last asked.
    """
    _require_word(engine, work)
    _MINE.work = work
    try:
        return engine.raw_connection()
    finally:
        _MINE.work = None


def _require_word(engine: Engine, work: Work) -> None:
    """Raise Overdue where the database is silent, and stays so for a moment: it may have begun to answer just now."""
    if engine not in _WATCH.silent:
        return
    until = min(work.until, time.monotonic() + _SECONDS_FOR_A_WORD)
    while engine in _WATCH.silent:
        if time.monotonic() > until:
            raise Overdue("the database does not answer")
        time.sleep(_SECONDS_BETWEEN_TRIES)


def report_silence(engine: Engine) -> None:
    """Have a database asked whether it answers, before others wait for it in vain."""
    _WATCH.ask(engine)


def connecting_work() -> Work | None:
    """Return the work for which this thread opens a connection, if any."""
    work: Work | None = getattr(_MINE, "work", None)
    return work


@contextmanager
def connected(engine: Engine, deadline: Deadline) -> Iterator[Connection]:
    """Open a connection of SQLAlchemy.

    Whatever waits for the database beyond the deadline ends with a DBAPIError.
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
