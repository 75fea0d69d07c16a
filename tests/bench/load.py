"""Put load on a server over many connections.

It is a closed loop over connections that stay open, on raw sockets, so that it costs little itself.
"""

import asyncio
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import psutil


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Results of a run.

    Latencies are in milliseconds. CPU is in microseconds per request, for each of the watched processes.
    """

    requests: int
    seconds: float
    p50: float
    p99: float
    cpu: dict[str, float]

    @property
    def rate(self) -> float:
        """Return the requests answered in a second."""
        return self.requests / self.seconds


def post(url: str, body: bytes) -> bytes:
    """Return a whole HTTP request."""
    parts = urlsplit(url)
    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: text/xml; charset=utf-8\r\n"
        f'SOAPAction: ""\r\nContent-Length: {len(body)}\r\n\r\n'
    )
    return head.encode() + body


class _Connection(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes], expected: bytes, until: float, latencies: list[float]) -> None:
        self._requests, self._expected, self._until, self._latencies = requests, expected, until, latencies
        self._buffer = bytearray()
        self._sent = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._sent = time.perf_counter()
        if self._sent > self._until:
            self._transport.close()
            self.done.set_result(None)
        else:
            self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head = self._buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        at = self._buffer.lower().find(b"content-length:", 0, head)
        length = int(self._buffer[at + 15 : self._buffer.index(b"\r", at)])
        if len(self._buffer) < head + 4 + length:
            return
        self._latencies.append(time.perf_counter() - self._sent)
        if self._expected not in self._buffer:
            self.done.set_exception(AssertionError(f"a wrong answer: {bytes(self._buffer[:2000])!r}"))
            return
        self._buffer.clear()
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        if not self.done.done():
            self.done.set_exception(ConnectionError("the server closed a connection"))


def run(
    url: str,
    bodies: Sequence[bytes],
    expected: bytes,
    watched: dict[str, int],
    *,
    connections: int = 32,
    seconds: float = 5,
) -> Load:
    """Send the bodies in turn for this many seconds.

    Every answer must contain `expected`. `watched` names trees of processes by the id of their root.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 80
    requests = itertools.cycle([post(url, body) for body in bodies])
    latencies: list[float] = []

    async def all_connections() -> None:
        loop = asyncio.get_running_loop()
        until = time.perf_counter() + seconds
        opened = [
            await loop.create_connection(lambda: _Connection(requests, expected, until, latencies), host, port)
            for _ in range(connections)
        ]
        await asyncio.gather(*(protocol.done for _, protocol in opened))

    before = {name: _cpu_seconds(pid) for name, pid in watched.items()}
    started = time.perf_counter()
    asyncio.run(all_connections())
    took = time.perf_counter() - started
    latencies.sort()
    return Load(
        requests=len(latencies),
        seconds=took,
        p50=latencies[len(latencies) // 2] * 1e3,
        p99=latencies[len(latencies) * 99 // 100] * 1e3,
        cpu={name: (_cpu_seconds(pid) - before[name]) * 1e6 / len(latencies) for name, pid in watched.items()},
    )


def _cpu_seconds(pid: int) -> float:
    root = psutil.Process(pid)
    total = 0.0
    for process in (root, *root.children(recursive=True)):
        times = process.cpu_times()
        total += times.user + times.system
    return total
