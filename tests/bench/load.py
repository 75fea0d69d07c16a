"""Put load on a server over many connections.

It is a closed loop over connections that stay open, on raw sockets, so that it costs little itself.
"""

import asyncio
import itertools
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import psutil
import uvloop


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Results of a run.

    Latencies are in milliseconds. CPU is in microseconds per request, for each of the watched processes and
    for this one, the client.
    """

    requests: int
    seconds: float
    p50: float
    p99: float
    cpu: dict[str, float]
    client: float

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
    def __init__(self, requests: Iterator[bytes], expected: bytes, latencies: list[float]) -> None:
        self._requests, self._expected, self._latencies = requests, expected, latencies
        self._buffer = bytearray()
        self._sent = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop has a class of its own

    def begin(self, until: float) -> None:
        """Send the first request.

        Others follow until this time, or until there are no more.
        """
        self._until = until
        self._send()

    def _send(self) -> None:
        self._sent = time.perf_counter()
        request = next(self._requests, None) if self._sent <= self._until else None
        if request is None:
            self._transport.close()
            self.done.set_result(None)
        else:
            self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not _is_whole(self._buffer):
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


def _is_whole(answer: bytearray) -> bool:
    head = answer.find(b"\r\n\r\n")
    if head < 0:
        return False
    fields = bytes(answer[:head]).lower()
    at = fields.find(b"content-length:")
    if at < 0:  # chunked
        return answer.endswith(b"0\r\n\r\n")
    return len(answer) >= head + 4 + int(fields[at + 15 :].split(b"\r", 1)[0])


def run(
    url: str,
    bodies: Sequence[bytes] | Iterator[bytes],
    expected: bytes,
    watched: dict[str, int],
    *,
    connections: int = 32,
    seconds: float = 5,
) -> Load:
    """Send the bodies for this many seconds.

    A sequence is sent again from its beginning, an iterator only once. All connections are open before the first
    request. Every answer must contain `expected`. `watched` names trees of processes by the id of their root.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 80
    sent = itertools.cycle(bodies) if isinstance(bodies, Sequence) else bodies
    requests = (post(url, body) for body in sent)
    latencies: list[float] = []

    async def all_connections() -> None:
        loop = asyncio.get_running_loop()
        opened = []
        for _ in range(connections):
            _, protocol = await loop.create_connection(lambda: _Connection(requests, expected, latencies), host, port)
            opened.append(protocol)
        begun.append(time.perf_counter())
        for protocol in opened:
            protocol.begin(begun[0] + seconds)
        await asyncio.gather(*(protocol.done for protocol in opened))
        begun.append(time.perf_counter())

    begun: list[float] = []
    before = {name: cpu_seconds(pid) for name, pid in watched.items()}
    own = time.process_time()
    uvloop.run(all_connections())
    own = time.process_time() - own
    latencies.sort()
    if not latencies:
        sys.exit("Nothing was sent: the messages are used up. Make more people, as with --new.")
    return Load(
        requests=len(latencies),
        seconds=begun[1] - begun[0],
        p50=latencies[len(latencies) // 2] * 1e3,
        p99=latencies[len(latencies) * 99 // 100] * 1e3,
        cpu={name: (cpu_seconds(pid) - before[name]) * 1e6 / len(latencies) for name, pid in watched.items()},
        client=own * 1e6 / len(latencies),
    )


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a tree of processes.

    Processes that ended meanwhile count too: the parent that waited for them has their time.
    """
    root = psutil.Process(pid)
    total = 0.0
    for process in (root, *root.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total
