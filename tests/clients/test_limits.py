"""The limits of a server: slow callers and many callers."""

import fcntl
import http.client
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from gateway import demo
from tests.builders import FINDMSG, LEARNER_SERVICE, miap
from tests.clients.served import Served, serving

_FIND = miap(
    FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="CHK"
).encode()
_XML = {"Content-Type": "text/xml"}
_ONE_WORKER: dict[str, Any] = {"GATEWAY_WORKERS": "1", "GATEWAY_EMBEDDED_WORKER": "off"}


def find(served: Served) -> httpx.Response:
    return httpx.post(f"{served.url}{LEARNER_SERVICE}", content=_FIND, headers=_XML, timeout=20)


def opened(served: Served, sent: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", served.port), timeout=15)
    client.sendall(sent)
    return client


def request(path: str = LEARNER_SERVICE, length: int = len(_FIND)) -> bytes:
    lines = (f"POST {path} HTTP/1.1", "Host: gateway", "Content-Type: text/xml", f"Content-Length: {length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def all_of(client: socket.socket) -> bytes:
    received = bytearray()
    while part := client.recv(65536):
        received += part
    return bytes(received)


def metrics_of(served: Served) -> str:
    return httpx.get(f"{served.admin_url}/metrics").text


@contextmanager
def register_in_use(url: str) -> Iterator[None]:
    """Keep units of the gateway from starting.

    Another process that writes has this effect.
    """
    with open(f"{url.removeprefix('sqlite:///')}-turn", "w") as place:  # noqa: PTH123
        fcntl.flock(place, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="module")
def impatient(served_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a server with one thread and twenty connections.

    It waits a second for headers and bodies.
    """
    limits: dict[str, Any] = {"GATEWAY_HEADER_SECONDS": "1", "GATEWAY_BODY_SECONDS": "1", "GATEWAY_CONNECTIONS": "20"}
    folder = tmp_path_factory.mktemp("impatient")
    with serving(folder, served_database_url, GATEWAY_THREADS="1", **_ONE_WORKER, **limits) as served:
        yield served


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        (b"POST / HTTP/1.1\r\nHost: gate", b"408 Request Timeout", b"Request Timeout."),
        (request() + _FIND[:20], b"400 Bad Request", b"The request ended early."),
    ],
)
def test_a_request_that_does_not_go_on_is_answered_and_ended(
    impatient: Served, sent: bytes, status: bytes, said: bytes
) -> None:
    with opened(impatient, sent) as client:
        started = time.monotonic()
        answer = all_of(client)
    assert answer.startswith(b"HTTP/1.1 " + status), answer
    assert said in answer
    assert b"\r\nConnection: close\r\n" in answer
    assert 0.9 < time.monotonic() - started < 5


def test_slow_connections_hold_no_thread_and_nobody_up(impatient: Served) -> None:
    slow = [opened(impatient, request() + _FIND[:20]) for _ in range(10)]
    started = time.monotonic()
    assert find(impatient).status_code == 200
    assert time.monotonic() - started < 0.9, "the one thread waits for a slow caller"
    for client in slow:
        client.close()


def test_a_connection_beyond_the_limit_is_told_so(impatient: Served) -> None:
    kept = [opened(impatient, b"") for _ in range(20)]
    try:
        time.sleep(0.1)
        with opened(impatient, b"") as one_more:
            answer = all_of(one_more)
        assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\n"), answer
        assert b"\r\nRetry-After: 1\r\n" in answer
        assert re.search(r'gateway_messages_refused_total{reason="connections"} [1-9]', metrics_of(impatient))
    finally:
        for client in kept:
            client.close()
    time.sleep(0.1)
    assert find(impatient).status_code == 200


@pytest.mark.parametrize(("calls", "busy"), [(1, True), (2, False)])
def test_a_call_beyond_those_in_hand_is_told_at_once(
    tmp_path: Path, served_database_url: str, calls: int, busy: bool
) -> None:
    with serving(tmp_path, served_database_url, GATEWAY_CALLS_IN_HAND=str(calls), **_ONE_WORKER) as served:
        with register_in_use(served_database_url), opened(served, request() + _FIND) as waiting:
            time.sleep(0.2)
            with opened(served, request() + _FIND) as one_more:
                one_more.settimeout(1)
                try:
                    answer = one_more.recv(65536)
                except TimeoutError:
                    answer = b""
            assert bool(answer) is busy
            if busy:
                assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\n"), answer
                assert b"\r\nRetry-After: 1\r\n" in answer
                assert b"WSEC0999" in answer
                assert b"The service is busy. Try again." in answer
                assert 'gateway_messages_refused_total{reason="busy"} 1.0' in metrics_of(served)
            waiting.settimeout(0.2)
            with pytest.raises(TimeoutError):
                waiting.recv(1)
            released = waiting.dup()
        with released:
            released.settimeout(10)
            assert released.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")


def test_sigterm_finishes_what_was_read(tmp_path: Path, served_database_url: str) -> None:
    with serving(tmp_path, served_database_url, **_ONE_WORKER) as served:
        with register_in_use(served_database_url), opened(served, request() + _FIND) as waiting:
            idle = opened(served, b"")
            time.sleep(0.2)
            stopping = threading.Thread(target=served.stop)
            stopping.start()
            assert idle.recv(1) == b"", "a connection without a request is ended at once"
            idle.close()
            released = waiting.dup()
        answer = all_of(released)
        stopping.join()
        released.close()
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n"), answer
    assert b"\r\nConnection: close\r\n" in answer
    assert b"WSRC0004" in answer


def test_a_second_request_before_the_answer_is_not_answered(served: Served) -> None:
    with opened(served, request() + _FIND + request() + _FIND) as client:
        answer = all_of(client)
    assert answer.count(b"HTTP/1.1 ") == 1, answer


def test_an_offer_of_another_protocol_is_ignored(served: Served) -> None:
    sent = request().replace(b"\r\n\r\n", b"\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n")
    with opened(served, sent + _FIND) as client:
        assert client.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")
        client.sendall(request() + _FIND)
        assert client.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")


def test_no_request_is_lost_when_workers_are_replaced(tmp_path: Path, served_database_url: str) -> None:
    with (
        serving(tmp_path, served_database_url, GATEWAY_MAX_REQUESTS="40", GATEWAY_EMBEDDED_WORKER="off") as served,
        ThreadPoolExecutor(8) as clients,
    ):
        before = {one.pid for one in psutil.Process(served.process.pid).children()}
        answered = sum(clients.map(lambda _: call_often(served, 60), range(8)))
        assert answered == 8 * 60
        assert not before & {one.pid for one in psutil.Process(served.process.pid).children()}


def call_often(served: Served, times: int) -> int:
    """Return how many calls over kept connections are answered."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    answered = 0
    for _ in range(times):
        connection.request("POST", LEARNER_SERVICE, _FIND, _XML)
        response = connection.getresponse()
        response.read()
        answered += response.status == 200
    connection.close()
    return answered
