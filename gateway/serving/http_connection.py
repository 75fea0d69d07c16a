"""A caller's connection, in the event loop.

It hands over whole requests and writes the answers. It ends after a request that is refused unread, and
after a second request that comes before the answer to the first: no SOAP client pipelines, and a client that does may
be hiding the second request from a server in front of us. It ends in a way that lets the answer arrive. If a connection
is closed with bytes unread, the system resets it, and the caller sees the reset and no answer.
"""

import asyncio
from enum import Enum, auto
from typing import Protocol, cast
from wsgiref.types import WSGIEnvironment

from gateway.serving.http_request import PLAIN_STATUSES, BadHttp, environ_of_connection
from gateway.serving.limits import Limits
from gateway.serving.request_reader import RequestReader

_LINGER_SECONDS = 10.0
_LINGER_BYTES = 64 * 1024 * 1024
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class State(Enum):
    """What a connection waits for."""

    IDLE = auto()
    """The first byte of a request."""
    HEADERS = auto()
    BODY = auto()
    ANSWER = auto()
    """The application."""
    SENT = auto()
    """The caller, who has not taken all of the answer."""
    LINGER = auto()
    """The end of what the caller sends, which is dropped."""


class Receiver(Protocol):
    """The receiver of requests from connections."""

    limits: Limits
    is_stopping: bool
    connections: set["HttpConnection"]
    date: bytes

    def take(self, connection: "HttpConnection", environ: WSGIEnvironment, *, awaited: bool) -> None:
        """Have a request answered.

        With `awaited`, the body has not arrived, and the application may refuse the request without it.
        """

    def note_refused(self, reason: str) -> None:
        """Count a connection or a request that is refused."""


class HttpConnection(asyncio.Protocol):
    """The connection of one caller."""

    __slots__ = (
        "_base",
        "_dropped",
        "_is_paused",
        "_loop",
        "_reader",
        "_receiver",
        "_transport",
        "_until",
        "is_closing",
        "state",
    )

    def __init__(self, receiver: Receiver, loop: asyncio.AbstractEventLoop) -> None:
        self._receiver = receiver
        self._loop = loop
        self._transport: asyncio.Transport = None  # type: ignore[assignment]  # set when the connection is made
        self._reader = RequestReader(receiver.limits)
        self._base: WSGIEnvironment = {}
        self._dropped = 0
        self._until = 0.0
        self._is_paused = False
        self.state = State.IDLE
        self.is_closing = False

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection, or refuse it beyond the limit."""
        self._transport = cast("asyncio.Transport", transport)
        receiver = self._receiver
        peer, server = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        self._base = environ_of_connection(peer[0] if peer else "", server[:2] if server else ("", 0))
        self._wait(State.IDLE, receiver.limits.header_seconds)
        receiver.connections.add(self)
        if len(receiver.connections) > receiver.limits.connections:
            self.refuse(503, reason="connections")

    def connection_lost(self, _error: Exception | None) -> None:
        """Forget the connection."""
        self._receiver.connections.discard(self)

    def pause_writing(self) -> None:
        """Note that the caller does not take the answer."""
        self._is_paused = True

    def resume_writing(self) -> None:
        """Go on once the caller has taken it."""
        self._is_paused = False
        if self.state is State.SENT and not self.is_closing:
            self._become_idle()

    def eof_received(self) -> bool:
        """Answer a request that ended early.

        The connection stays open for the answer.
        """
        match self.state:
            case State.BODY:
                self._reader.request.is_broken = True
                self.is_closing = True
                self._hand_on()
            case State.ANSWER | State.SENT:
                self.is_closing = True
            case State.HEADERS:
                self.refuse(400)
            case _:
                return False
        return True

    def data_received(self, data: bytes) -> None:
        """Read what the caller has sent."""
        if self.state is State.LINGER:
            self._dropped += len(data)
            if self._dropped > _LINGER_BYTES:
                self._transport.abort()
            return
        if self.state in (State.ANSWER, State.SENT):
            self._reader.has_surplus = self.is_closing = True  # a second request before the answer to the first
            self._transport.pause_reading()
            return
        if self.state is State.IDLE:
            self._wait(State.HEADERS, self._receiver.limits.header_seconds)
        try:
            self._reader.read(data)
        except BadHttp as error:
            self.refuse(error.status)
        else:
            self._go_on()

    # What the worker calls.

    def answer(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        """Write an answer, then wait for a request or end."""
        if self._transport.is_closing():
            return
        stays = not self.is_closing and self._reader.request.is_whole and not self._receiver.is_stopping
        lines = [f"HTTP/1.1 {status}", "Connection: keep-alive" if stays else "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers]
        head = "\r\n".join(lines).encode("latin-1")
        self.state = State.SENT
        self._transport.write(b"".join((head, b"\r\n", self._receiver.date, b"\r\n\r\n", body)))
        if not stays:
            self.is_closing = True
            self._end()
        elif self._is_paused:
            self._wait(State.SENT, self._receiver.limits.send_seconds)
        else:
            self._become_idle()

    def ask_for_body(self) -> None:
        """Ask for the body, unless it has arrived meanwhile.

        If it has arrived, or is too large, hand over the request.
        """
        self._transport.resume_reading()
        if self._reader.request.is_whole or self._reader.request.is_too_large:
            self._hand_on()
            return
        self._transport.write(_CONTINUE)
        self._wait(State.BODY, self._receiver.limits.body_seconds)

    def refuse(self, status: int, *, reason: str = "http") -> None:
        """Answer what no application sees, and end.

        The answer has words of ours only, none of the caller's.
        """
        self._receiver.note_refused(reason)
        self.is_closing = True
        text = f"{PLAIN_STATUSES[status][4:]}.\n"
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(text))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if status == 503:
            headers.append(("Retry-After", "1"))
        self.answer(PLAIN_STATUSES[status], headers, text.encode())

    def end_if_late(self, now: float) -> None:
        """End the connection if it has waited too long."""
        if now < self._until or self.state is State.ANSWER:
            return
        match self.state:
            case State.HEADERS:
                self.refuse(408)
            case State.BODY:
                self._reader.request.is_broken = True
                self.is_closing = True
                self._hand_on()
            case State.IDLE if not self._transport.is_closing():
                self._transport.close()
                self._until = now + _LINGER_SECONDS
            case _:
                self._transport.abort()

    def end_if_idle(self) -> None:
        """End the connection if no request is in progress."""
        if self.state is State.IDLE:
            self._transport.close()

    # The rest.

    def _wait(self, state: State, seconds: float) -> None:
        self.state = state
        self._until = self._loop.time() + seconds

    def _become_idle(self) -> None:
        self._reader.begin()
        self._wait(State.IDLE, self._receiver.limits.idle_seconds)
        if self._receiver.is_stopping:
            self._transport.close()

    def _go_on(self) -> None:
        """Hand over the request if it is whole.

        Hand it over early if it will be refused whatever follows.
        """
        request = self._reader.request
        if self.state is State.HEADERS and request.has_headers:
            self._wait(State.BODY, self._receiver.limits.body_seconds)
        if self.state is not State.BODY:
            return
        self.is_closing |= request.is_last or self._reader.has_surplus
        if request.is_whole or request.is_too_large:
            self._hand_on()
        elif request.is_asked_for or request.length > self._receiver.limits.body_bytes:
            self.state = State.ANSWER
            self._transport.pause_reading()
            self._receiver.take(self, request.environ(self._base, awaited=True), awaited=True)

    def _hand_on(self) -> None:
        self.state = State.ANSWER
        self._receiver.take(self, self._reader.request.environ(self._base), awaited=False)

    def _end(self) -> None:
        """End the connection so that the answer arrives.

        Read what is still being sent, for a while.
        """
        if self._reader.request.is_whole and not self._reader.has_surplus:
            self._wait(State.SENT, self._receiver.limits.send_seconds)
            self._transport.close()
            return
        self._wait(State.LINGER, _LINGER_SECONDS)
        if self._transport.can_write_eof():
            self._transport.write_eof()
        self._transport.resume_reading()
