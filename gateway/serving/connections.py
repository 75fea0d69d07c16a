"""Connections to callers: gunicorn's worker with threads, where it would lose an answer, hang, or say too much.

A connection is ended in the thread that answered. gunicorn ends it in its main thread, which accepts nobody else
for two seconds where the caller does not end it too.
"""

import logging
import os
import socket
import threading
import time
from contextlib import suppress
from typing import Any, Final

from gunicorn.http.body import Body, ChunkedReader, LengthReader
from gunicorn.http.errors import (
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.workers.gthread import ThreadWorker

from gateway import logs

_log = logging.getLogger(__name__)

_SECONDS_TO_SEND = 10.0  # a caller that stalls in its body must not hold a thread
_SECONDS_TO_END = 10.0
_SECONDS_OF_QUIET = 2.0
_BYTES_TO_TAKE = 64 * 1024 * 1024
_BYTES_AT_ONCE = 256 * 1024

_STATUSES: Final = (
    (LimitRequestLine, "414 URI Too Long"),
    (LimitRequestHeaders, "431 Request Header Fields Too Large"),
    (ExpectationFailed, "417 Expectation Failed"),
    (UnsupportedTransferCoding, "501 Not Implemented"),
    (ParseException, "400 Bad Request"),
)


class CallWorker(ThreadWorker):
    """A worker that answers a call in each of its threads.

    A subclass says for how long one may at most.
    """

    most_seconds: float

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._busy_since: dict[int, float] = {}

    def notify(self) -> None:
        """Show that the worker lives, unless every thread has hung in one call for longer than it may."""
        started = list(self._busy_since.values())
        if len(started) < self.cfg.threads or time.monotonic() - max(started) < self.most_seconds:
            super().notify()

    def handle(self, conn: Any) -> Any:
        """Answer one request.

        Where the connection ends with it, end it.
        """
        thread = threading.get_ident()
        self._busy_since[thread] = time.monotonic()
        try:
            goes_on = super().handle(conn)
            if not goes_on:
                _end(conn)
        finally:
            del self._busy_since[thread]
        return goes_on

    def handle_abort(self, _sign: int, _frame: Any) -> None:
        """End at once: threads that hang would keep a process that ends in order."""
        os._exit(1)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:  # noqa: ARG002
        """Answer what is no request of HTTP, in words that are ours alone, and log none of the caller's."""
        status = next((status for kind, status in _STATUSES if isinstance(exc, kind)), "500 Internal Server Error")
        if status.startswith("500"):
            logs.failure(_log, "request failed")
        text = f"{status[4:]}.\n"
        lines = (
            f"HTTP/1.1 {status}",
            "Connection: close",
            "Content-Type: text/plain; charset=utf-8",
            f"Content-Length: {len(text)}",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
        )
        with suppress(OSError):
            client.sendall("\r\n".join((*lines, "", text)).encode())


class _AwaitedBody(Body):
    """A body whose sender waits to be asked for it: asked when it is read, and so not where it is refused unread.

    A connection on which it was not asked for ends: nobody knows whether the body follows.
    """

    def __init__(self, request: Any) -> None:
        super().__init__(request.body.reader)
        self._request = request
        self._is_closing = request.must_close
        self._is_asked = False
        request.force_close()

    def read(self, size: int | None = None) -> bytes:
        """Ask for the body where nobody has, and read."""
        if not self._is_asked:
            self._is_asked = True
            self._request.must_close = self._is_closing
            self._request.unreader.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        body: bytes = super().read(size)
        return body


def receive(_worker: Any, request: Any) -> None:
    """Prepare to read a request, before anybody has looked at it."""
    request.unreader.sock.settimeout(_SECONDS_TO_SEND)
    _refuse_pipelining(request)
    if request._expected_100_continue:  # noqa: SLF001  (gunicorn would answer it before anybody has looked)
        request._expected_100_continue = False  # noqa: SLF001
        request.body = _AwaitedBody(request)


def _refuse_pipelining(request: Any) -> None:
    """Close the connection behind a request that has another one hard on its heels.

    No SOAP client pipelines; who does may be hiding the second request from a server in front of us.
    """
    length = getattr(request.body.reader, "length", None)
    if length is not None and request.unreader.buf.getbuffer().nbytes > length:
        request.force_close()


def _end(conn: Any) -> None:
    """End a connection so that the answer arrives: take what is still being sent, for a while.

    Closed with bytes unread, the system resets the connection, and the caller sees that and not the answer.
    """
    with suppress(OSError):
        conn.sock.shutdown(socket.SHUT_WR)
        if not _is_read(conn):
            _take_the_rest(conn.sock)
    with suppress(OSError):
        conn.sock.shutdown(socket.SHUT_RDWR)


def _is_read(conn: Any) -> bool:
    """Return whether the request was read to its end."""
    request = getattr(conn.parser, "mesg", None)
    match getattr(getattr(request, "body", None), "reader", None):
        case LengthReader() as reader:
            return reader.length == 0  # type: ignore[no-any-return]
        case ChunkedReader() as reader:
            return reader.parser is None
    return False


def _take_the_rest(sock: socket.socket) -> None:
    until, taken = time.monotonic() + _SECONDS_TO_END, 0
    while taken < _BYTES_TO_TAKE and (left := until - time.monotonic()) > 0:
        sock.settimeout(min(left, _SECONDS_OF_QUIET))
        part = sock.recv(_BYTES_AT_ONCE)
        if not part:
            return
        taken += len(part)
