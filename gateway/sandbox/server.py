"""The server of the sandbox.

It has one process, one event loop and some threads. It runs in the foreground for the command, and in a thread for
tests. HTTP is read as `serve` reads it.
"""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from wsgiref.types import WSGIEnvironment

import uvloop

from gateway import logs
from gateway.sandbox.connection import SandboxConnection
from gateway.sandbox.transport import SandboxAnswer
from gateway.serving.http_connection import HttpConnection
from gateway.serving.http_request import BodyAwaited
from gateway.serving.limits import Limits

_log = logging.getLogger(__name__)

_SECONDS_TO_STOP = 2.0
_FAILED = b"This failed.\n"
STREAM = "sandbox.stream"
"""Member of the environment that holds a stream of events."""

Stream = Callable[[Callable[[bytes], None]], Callable[[], None]]
"""A function that begins to send parts by another function.

It returns a function that stops it.
"""


class SandboxServer:
    """A server for an application that returns SandboxAnswers.

    `tick` is called in a thread, some times a second. Requests under `aside` have threads of their own, because they
    may wait for long.
    """

    def __init__(
        self,
        application: Callable[[WSGIEnvironment], SandboxAnswer],
        listener: socket.socket,
        limits: Limits,
        *,
        threads: int,
        tick: Callable[[], object],
        aside: tuple[str, ...] = (),
    ) -> None:
        self.limits = limits
        self.is_stopping = False
        self.connections: set[HttpConnection] = set()
        self.date = b""
        self._application = application
        self._listener = listener
        self._tick = tick
        self._threads = ThreadPoolExecutor(threads, "sandbox")
        self._aside = aside
        self._threads_aside = ThreadPoolExecutor(_THREADS_ASIDE, "sandbox-aside")
        self._loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
        self._ended = threading.Event()

    def run(self) -> None:
        """Serve until stopped."""
        self._loop.run_until_complete(self._serve())
        self._loop.close()
        for threads in (self._threads, self._threads_aside):
            threads.shutdown(wait=False, cancel_futures=True)
        self._listener.close()

    def stop(self) -> None:
        """Stop, from any thread or signal handler."""
        self._ended.set()
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._begin_to_stop)

    # What connections call.

    def take(self, connection: HttpConnection, environ: WSGIEnvironment, *, awaited: bool) -> None:
        """Hand a request to a thread."""
        assert isinstance(connection, SandboxConnection)
        is_aside = str(environ["PATH_INFO"]).startswith(self._aside)
        (self._threads_aside if is_aside else self._threads).submit(self._answer, connection, environ, awaited)

    def note_refused(self, reason: str) -> None:
        """Log a connection or a request that is refused."""
        logs.event(_log, "refused", reason=reason)

    # The threads.

    def _answer(self, connection: SandboxConnection, environ: WSGIEnvironment, awaited: bool) -> None:  # noqa: FBT001
        try:
            answer = self._application(environ)
        except BodyAwaited:
            if awaited:
                self._loop.call_soon_threadsafe(connection.ask_for_body)
            return
        except Exception:
            logs.failure(_log, "request failed")
            answer = SandboxAnswer("500 Internal Server Error", [("Content-Type", "text/plain")])
            answer.replace_body(_FAILED)
        stream: Stream | None = environ.get(STREAM)
        if stream is not None:
            self._loop.call_soon_threadsafe(self._begin_stream, connection, answer, stream)
        elif answer.seconds > 0:
            self._loop.call_soon_threadsafe(self._loop.call_later, answer.seconds, self._deliver, connection, answer)
        else:
            self._loop.call_soon_threadsafe(self._deliver, connection, answer)

    def _keep_ticking(self) -> None:
        while not self._ended.wait(_SECONDS_BETWEEN_TICKS):
            try:
                self._tick()
            except Exception:
                logs.failure(_log, "tick failed")

    # The loop.

    async def _serve(self) -> None:
        self._stopped = asyncio.Event()
        self._each_second()
        server = await self._loop.create_server(lambda: SandboxConnection(self, self._loop), sock=self._listener)
        ticking = threading.Thread(target=self._keep_ticking, name="sandbox-tick", daemon=True)
        ticking.start()
        await self._stopped.wait()
        server.close()
        ends = self._loop.time() + _SECONDS_TO_STOP
        while self.connections and self._loop.time() < ends:
            for connection in list(self.connections):
                connection.end_if_idle()
            await asyncio.sleep(_SECONDS_BETWEEN_CHECKS)
        for connection in list(self.connections):
            assert isinstance(connection, SandboxConnection)
            connection.abort()
        await asyncio.sleep(_SECONDS_BETWEEN_CHECKS)

    def _begin_to_stop(self) -> None:
        self.is_stopping = True
        self._stopped.set()

    def _each_second(self) -> None:
        self.date = b"Date: " + formatdate(usegmt=True).encode()
        for connection in list(self.connections):
            connection.end_if_late(self._loop.time())
        self._loop.call_later(1.0, self._each_second)

    def _deliver(self, connection: SandboxConnection, answer: SandboxAnswer) -> None:
        if answer.breaks is not None:
            connection.break_off(answer.breaks, answer.status, answer.headers, answer.body)
        else:
            connection.answer(answer.status, answer.headers, answer.body)

    def _begin_stream(self, connection: SandboxConnection, answer: SandboxAnswer, stream: Stream) -> None:
        def send(part: bytes) -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(connection.send, part)

        connection.begin_stream(answer.headers, stream(send))


_THREADS_ASIDE = 64
_SECONDS_BETWEEN_TICKS = 0.1
_SECONDS_BETWEEN_CHECKS = 0.02
