"""A worker process for gunicorn.

An event loop reads and writes; threads answer. Slow and idle connections take no thread. A call beyond the limits is
answered at once: the service is busy.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import formatdate
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any
from wsgiref.types import WSGIEnvironment

import uvloop
from gunicorn.workers.base import Worker

from gateway import logs, metrics
from gateway.serving.connection_counts import ConnectionCounts
from gateway.serving.http_connection import HttpConnection, State
from gateway.serving.http_request import BodyAwaited
from gateway.serving.limits import Limits
from gateway.store.database.group import MOST_OF_GROUP
from gateway.wire.http.responses import ARRIVED, Application

_log = logging.getLogger(__name__)

_FAILED = ("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "13")])
_FAILED_BODY = b"This failed.\n"
_SECONDS_BETWEEN_LAST_LOOKS = 0.1
_IDLE_SECONDS_AT_REPLACEMENT = 2.0
_SECONDS_FOR_OTHERS = 0.01
"""Seconds for which a connection is left to other workers."""
_SECONDS_OF_A_THREAD = 0.02
"""Seconds for which a thread may keep Python to itself.

Python's own 5 ms would stop a group of calls several times, for each request that arrives meanwhile.
"""
_LARGEST_SHARED = 64 * 1024
"""Most bytes of a message that shares work.

A longer message would delay the others.
"""


class _Answer:
    """What an application answers to one request."""

    __slots__ = ("body", "headers", "status")

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self.body = b""

    def start_response(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        self.status, self.headers = status, headers


class _Job:
    """A request on its way through a thread."""

    __slots__ = ("answer", "awaited", "connection", "environ", "wants_body")

    def __init__(self, connection: HttpConnection, environ: WSGIEnvironment, *, awaited: bool) -> None:
        self.connection = connection
        self.environ = environ
        self.awaited = awaited
        self.wants_body = False
        self.answer = _Answer()

    @property
    def is_message(self) -> bool:
        """Whether this message is short enough to share work."""
        length = int(self.environ.get("CONTENT_LENGTH", "0"))
        return not self.awaited and self.environ["REQUEST_METHOD"] == "POST" and 0 < length <= _LARGEST_SHARED

    def anew(self) -> "_Job":
        """Return the job as it was before it was run."""
        self.environ["wsgi.input"].seek(0)
        return _Job(self.connection, self.environ, awaited=self.awaited)

    def run(self, application: Application) -> bool:
        """Have the application answer."""
        answer = self.answer
        try:
            answer.body = b"".join(application(self.environ, answer.start_response))
        except BodyAwaited:
            self.wants_body = True
        except Exception:
            logs.failure(_log, "request failed")
            answer.status, answer.headers = _FAILED
            answer.body = _FAILED_BODY
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRules:
    """Rules of a worker beside gunicorn's configuration."""

    limits: Limits
    answer_busy: Application
    """Answers calls beyond the limit."""
    most_seconds: float
    """Seconds for which one call may take a thread."""
    groups: int
    """Groups of messages that are answered at once."""
    run_together: Callable[[Sequence[Callable[[], bool]]], list[bool | None]]
    """Function that runs calls that may share their work.

    It returns None for each call that must be run on its own.
    """
    counts: ConnectionCounts
    """Connections of all workers."""
    after_answer: Callable[[WSGIEnvironment], None]
    """Function that a call's thread calls after the answer.

    It gets the environment of the call.
    """


class CallWorker(Worker):  # type: ignore[misc]  # gunicorn has no types
    """A worker that answers calls; a subclass has the rules."""

    rules: WorkerRules

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.limits = self.rules.limits
        self.connections: set[HttpConnection] = set()
        self.is_stopping = False
        self.date = b""
        self._in_hand = 0
        self._messages: SimpleQueue[_Job] = SimpleQueue()
        self._others: SimpleQueue[_Job] = SimpleQueue()
        self._groups_since: dict[int, float] = {}
        self._others_since: dict[int, float] = {}
        self._loop: asyncio.AbstractEventLoop = None  # type: ignore[assignment]  # made in the worker's process
        self._stopped_at = self._idle_until = 0.0

    # What gunicorn calls.

    def init_signals(self) -> None:
        """Leave signals to the event loop, except SIGABRT.

        SIGABRT ends a worker that hangs.
        """
        for number in self.SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGABRT, lambda *_: os._exit(1))
        signal.signal(signal.SIGWINCH, signal.SIG_IGN)
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)

    def run(self) -> None:
        """Serve until a signal, or until the worker is replaced.

        It is replaced after a number of requests.
        """
        for work, threads in ((self._answer_messages, self.rules.groups), (self._answer_others, self.cfg.threads)):
            for _ in range(threads):
                threading.Thread(target=work, name="calls", daemon=True).start()
        sys.setswitchinterval(_SECONDS_OF_A_THREAD)
        self._loop = uvloop.new_event_loop()
        self._loop.set_exception_handler(_log_failure)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            self._loop.add_signal_handler(number, self._stop)
        for listener in self.sockets:
            listener.sock.setblocking(False)  # noqa: FBT003
            self._loop.add_reader(listener.fileno(), self._accept_or_wait, listener.sock)
        self._tick()
        self._loop.run_forever()
        os._exit(0) if self._in_hand else self._loop.close()

    # What connections call.

    def take(self, connection: HttpConnection, environ: WSGIEnvironment, *, awaited: bool) -> None:
        """Hand a request to a thread, or answer "busy"."""
        job = _Job(connection, environ, awaited=awaited)
        if self._in_hand >= self.limits.calls:
            metrics.observe_refused("busy")
            connection.is_closing |= awaited
            job.run(self.rules.answer_busy)
            connection.answer(job.answer.status, job.answer.headers, job.answer.body)
            return
        self._in_hand += 1
        environ[ARRIVED] = time.monotonic()
        (self._messages if job.is_message else self._others).put(job)

    def note_refused(self, reason: str) -> None:
        """Count a connection or a request that is refused."""
        metrics.observe_refused(reason)

    # The threads.

    def _answer_messages(self) -> None:
        """Answer messages, all that wait as one group.

        The next group begins when the event loop has written the answers and read what has arrived. If this thread
        went on at once, it would keep Python from the loop: answers would wait, and groups would be half as large.
        """
        has_read = threading.Event()
        while True:
            jobs = [self._messages.get()]
            with suppress(Empty):
                while len(jobs) < MOST_OF_GROUP:
                    jobs.append(self._messages.get_nowait())
            with _busy(self._groups_since):
                are_done = self.rules.run_together([partial(job.run, self.wsgi) for job in jobs])
            done = [job for job, is_done in zip(jobs, are_done, strict=True) if is_done]
            self._loop.call_soon_threadsafe(self._deliver_group, done, has_read)
            for job in (job for job, is_done in zip(jobs, are_done, strict=True) if not is_done):
                self._others.put(job.anew())
            has_read.wait()
            has_read.clear()

    def _answer_others(self) -> None:
        """Answer what shares no work, one by one."""
        while True:
            job = self._others.get()
            with _busy(self._others_since):
                job.run(self.wsgi)
            self._loop.call_soon_threadsafe(self._deliver, [job])
            self.rules.after_answer(job.environ)

    def _deliver_group(self, jobs: Sequence[_Job], has_read: threading.Event) -> None:
        """Write the answers of a group; then set `has_read`.

        It is set once the loop has read the requests that have arrived.
        """
        try:
            self._deliver(jobs)
        finally:
            self._loop.call_soon(has_read.set)

    def _deliver(self, jobs: Sequence[_Job]) -> None:
        """Write the answers of jobs that are done."""
        for job in jobs:
            self._in_hand -= 1
            self.nr += 1
            if job.wants_body:
                job.connection.ask_for_body()
            else:
                job.connection.answer(job.answer.status, job.answer.headers, job.answer.body)
        if self.nr >= self.max_requests and not self.is_stopping:
            self._stop(idle_seconds=_IDLE_SECONDS_AT_REPLACEMENT)

    # The loop.

    def _accept_or_wait(self, listener: socket.socket) -> None:
        """Accept one connection, or leave it to other workers first."""
        if self.rules.counts.is_ahead(self.age, len(self.connections)):
            self._loop.remove_reader(listener.fileno())
            self._loop.call_later(_SECONDS_FOR_OTHERS, self._accept_after_others, listener)
        else:
            self._accept(listener)

    def _accept_after_others(self, listener: socket.socket) -> None:
        """Accept a connection that no other worker took."""
        if not self.is_stopping:
            self._accept(listener)
            self._loop.add_reader(listener.fileno(), self._accept_or_wait, listener)

    def _accept(self, listener: socket.socket) -> None:
        try:
            accepted, _ = listener.accept()
        except (BlockingIOError, ConnectionError, InterruptedError):
            return
        except OSError:  # no descriptor is left; the caller waits until one is
            return
        self.rules.counts.note(self.age, len(self.connections) + 1)
        task = self._loop.connect_accepted_socket(lambda: HttpConnection(self, self._loop), accepted)
        self._loop.create_task(task)

    def _tick(self) -> None:
        """Show that the worker lives, and end late connections.

        It runs once a second.
        """
        if not (
            self._all_hang(self._groups_since, self.rules.groups)
            or self._all_hang(self._others_since, self.cfg.threads)
        ):
            self.notify()
        if os.getppid() != self.ppid:
            self._stop()
        self.date = b"Date: " + formatdate(usegmt=True).encode()
        now = self._loop.time()
        for connection in list(self.connections):
            connection.end_if_late(now)
        if self.is_stopping:
            self._end_if_done()
        else:
            self.rules.counts.note(self.age, len(self.connections))
        self._loop.call_later(_SECONDS_BETWEEN_LAST_LOOKS if self.is_stopping else 1.0, self._tick)

    def _all_hang(self, since: Mapping[int, float], threads: int) -> bool:
        """Return whether all threads of a kind hang.

        A thread hangs if it has been busy for longer than one call may take.
        """
        started = list(since.values())
        return len(started) == threads and time.monotonic() - max(started) > self.rules.most_seconds

    def _stop(self, *, idle_seconds: float = 0.0) -> None:
        """Accept no more connections, and end after the open calls.

        A connection that is idle ends after `idle_seconds`. Until then it gets one more answer: its next request may be
        on its way.
        """
        if self.is_stopping:
            return
        self.is_stopping = True
        self.rules.counts.forget(self.age)
        self._stopped_at = self._loop.time()
        self._idle_until = self._stopped_at + idle_seconds
        for listener in self.sockets:
            self._loop.remove_reader(listener.fileno())
        self._end_if_done()
        self._loop.call_later(_SECONDS_BETWEEN_LAST_LOOKS, self._tick)

    def _end_if_done(self) -> None:
        now = self._loop.time()
        if now >= self._idle_until:
            for connection in list(self.connections):
                connection.end_if_idle()
        waiting = [one for one in self.connections if one.state is not State.LINGER]
        if not waiting or now - self._stopped_at > self.cfg.graceful_timeout:
            self._loop.stop()


@contextmanager
def _busy(since: dict[int, float]) -> Iterator[None]:
    """Note since when this thread is busy."""
    thread = threading.get_ident()
    since[thread] = time.monotonic()
    yield
    del since[thread]


def _log_failure(_loop: asyncio.AbstractEventLoop, context: Mapping[str, object]) -> None:
    """Log the type of an error in the event loop.

    Nothing that the caller sent is logged.
    """
    error = context.get("exception")
    logs.event(_log, "connection failed", level=logging.ERROR, error=type(error).__name__)
