"""Wake a worker when a job may be waiting.

PostgreSQL notifies it at once. On SQLite it looks often.
"""

import threading
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Engine

from gateway.store.database.deadline import Deadline, Work

if TYPE_CHECKING:
    import psycopg

_SECONDS_BETWEEN_POLLS_ON_SQLITE = 0.2
_SECONDS_BETWEEN_POLLS_AT_STOP = 0.5
_SECONDS_TO_LISTEN = 10.0


class JobListener:
    """Something to wait on between jobs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._listener: psycopg.Connection[Any] | None = None
        self._driver: Any = engine.dialect.loaded_dbapi

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Wait until a job is announced, or told to stop.

        At most `seconds`.
        """
        if self._engine.dialect.name == "sqlite":
            stop.wait(_SECONDS_BETWEEN_POLLS_ON_SQLITE)
            return
        try:
            listener = self._listen()
            waited = 0.0
            while waited < seconds and not stop.is_set():
                if list(listener.notifies(timeout=_SECONDS_BETWEEN_POLLS_AT_STOP, stop_after=1)):
                    return
                waited += _SECONDS_BETWEEN_POLLS_AT_STOP
        except self._driver.Error:
            self._hang_up()
            stop.wait(1)

    def _listen(self) -> "psycopg.Connection[Any]":
        if self._listener is None:
            arguments, parameters = self._engine.dialect.create_connect_args(self._engine.url)
            with Work(Deadline(_SECONDS_TO_LISTEN), self._engine) as work:
                self._listener = self._driver.connect(*arguments, **parameters, autocommit=True)
                work.driver = self._listener
                self._listener.execute(f"LISTEN {CHANNEL}")
        return self._listener

    def _hang_up(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None


CHANNEL = "gateway_batch"
"""PostgreSQL channel that announces new jobs."""
