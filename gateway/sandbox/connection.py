"""A connection that fails as networks do."""

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import cast

from gateway.sandbox.transport import Break
from gateway.serving.http_connection import HttpConnection

_AT_ONCE = struct.pack("ii", 1, 0)
"""Linger option: close by a reset."""


class SandboxConnection(HttpConnection):
    """A connection that can be broken off.

    It can be a stream of events too.
    """

    __slots__ = ("_on_end", "_open")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection."""
        self._open = cast("asyncio.Transport", transport)
        self._on_end: Callable[[], None] | None = None
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the connection, and end its stream."""
        if self._on_end is not None:
            self._on_end()
            self._on_end = None
        super().connection_lost(error)

    def break_off(self, how: Break, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        """Reset the connection, before the answer or inside it."""
        if self._open.is_closing():
            return
        if how is Break.INSIDE:
            lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
            self._open.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body[: len(body) // 2])
        raw = self._open.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self._open.abort()

    def begin_stream(self, headers: list[tuple[str, str]], on_end: Callable[[], None]) -> None:
        """Begin an answer that goes on until the client leaves."""
        if self._open.is_closing():  # it has left already, and nobody would call `on_end`
            on_end()
            return
        lines = ["HTTP/1.1 200 OK", "Connection: close", *(f"{name}: {value}" for name, value in headers)]
        self.is_closing = True
        self._on_end = on_end
        self._open.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n")

    def end_if_idle(self) -> None:
        """End the connection if no request is in progress.

        A stream ends too.
        """
        if self._on_end is not None:
            self._open.close()
        super().end_if_idle()

    def abort(self) -> None:
        """End the connection, whatever it waits for."""
        self._open.abort()

    def send(self, part: bytes) -> None:
        """Send a part of a stream.

        It is dropped if the client has left or is far behind.
        """
        if not self._open.is_closing() and self._open.get_write_buffer_size() < _MOST_BEHIND:
            self._open.write(part)


_MOST_BEHIND = 1024 * 1024
