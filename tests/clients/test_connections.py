"""Callers get answers and do not delay each other."""

import http.client
import os
import signal
import socket
import time
from pathlib import Path

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
_LIMIT = 2 * 1024 * 1024


def head(method: str = "POST", path: str = LEARNER_SERVICE, **headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: gateway"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in ({"Content_Type": "text/xml"} | headers).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def opened(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), timeout=15)


def wait_for_an_answer(served: Served, seconds: float) -> None:
    """Call until there is an answer.

    What a killed worker had accepted is lost with it.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            answer = httpx.get(f"{served.url}{LEARNER_SERVICE}?wsdl", timeout=seconds)
        except httpx.TransportError:
            assert time.monotonic() < until, "nobody replaces the worker"
        else:
            assert answer.status_code == 200
            return


def all_of(client: socket.socket) -> bytes:
    received = bytearray()
    while part := client.recv(65536):
        received += part
    return bytes(received)


@pytest.mark.parametrize("size", [_LIMIT + 1, 6_000_000, 30_000_000])
def test_a_message_over_the_limit_that_is_sent_at_once_is_answered(served: Served, size: int) -> None:
    for _ in range(3):
        client = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
        client.request("POST", LEARNER_SERVICE, b"x" * size, _XML)
        answer = client.getresponse()
        assert answer.status == 413
        assert b"The message is larger than 2097152 bytes." in answer.read()
        client.close()


def test_a_chunked_message_over_the_limit_that_is_sent_at_once_is_answered(served: Served) -> None:
    client = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    chunks = (b"x" * 100_000 for _ in range(60))
    client.request("POST", LEARNER_SERVICE, chunks, _XML, encode_chunked=True)
    assert client.getresponse().status == 413
    client.close()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (head(Content_Length=str(_LIMIT + 1), Expect="100-continue"), b"413"),
        (head(Content_Length="10", Expect="100-continue", Content_Type="application/json"), b"415"),
        (head("PUT", Content_Length="10", Expect="100-continue"), b"405"),
        (head(path="/nothing", Content_Length="10", Expect="100-continue"), b"404"),
        (head(path="/health", Content_Length="10", Expect="100-continue"), b"405"),
        (head(Content_Length="10", Expect="100-continue", Content_Encoding="gzip"), b"415"),
    ],
)
def test_nobody_is_asked_for_a_message_that_is_refused_unread(served: Served, request_: bytes, status: bytes) -> None:
    with opened(served) as client:
        client.sendall(request_)
        started = time.monotonic()
        answer = all_of(client)
    assert answer.startswith(b"HTTP/1.1 " + status), answer
    assert b"100 Continue" not in answer
    assert b"\r\nConnection: close\r\n" in answer
    assert time.monotonic() - started < 2


def test_a_connection_on_which_a_message_was_asked_for_is_kept(served: Served) -> None:
    with opened(served) as client:
        for _ in range(2):
            client.sendall(head(Content_Length=str(len(_FIND)), Expect="100-continue"))
            assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
            client.sendall(_FIND)
            answer = b""
            while not answer.endswith(b"Envelope>"):
                answer += client.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200 ")
            assert b"\r\nConnection: keep-alive\r\n" in answer


@pytest.mark.parametrize(
    ("bytes_", "status"),
    [
        (b"secret-word\r\n\r\n", b"400 Bad Request"),
        (b"GET /secret-word HTTP/9\r\n\r\n", b"400 Bad Request"),
        (b"GET / HTTP/1.1\r\nsecret word: x\r\n\r\n", b"400 Bad Request"),
        (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n", b"414 URI Too Long"),
        (head(X="x" * 9000), b"431 Request Header Fields Too Large"),
        (head(Expect="secret-word"), b"417 Expectation Failed"),
        (head(Transfer_Encoding="secret-word"), b"501 Not Implemented"),
    ],
)
def test_what_is_no_request_is_answered_and_logged_without_a_word_of_it(
    served: Served, bytes_: bytes, status: bytes
) -> None:
    before = served.log.stat().st_size
    with opened(served) as client:
        client.sendall(bytes_)
        client.shutdown(socket.SHUT_WR)
        answer = all_of(client)
    assert answer.startswith(b"HTTP/1.1 " + status), answer
    assert b"\r\nX-Content-Type-Options: nosniff\r\n" in answer
    assert b"secret" not in answer
    assert b"secret" not in served.log.read_bytes()[before:]


def test_callers_that_do_not_close_hold_nobody_else_up(tmp_path: Path, served_database_url: str) -> None:
    with serving(tmp_path, served_database_url, GATEWAY_WORKERS="1", GATEWAY_EMBEDDED_WORKER="off") as served:
        kept = []
        for _ in range(3):
            client = opened(served)
            client.sendall(head("GET", "/health", Connection="close"))
            kept.append(client)
            assert client.recv(9) == b"HTTP/1.1 "
            started = time.monotonic()
            assert httpx.get(f"{served.url}/health").status_code == 200
            assert time.monotonic() - started < 1, "the worker waits for somebody else to close"
        for client in kept:
            client.close()


def test_a_worker_that_is_stopped_is_replaced(tmp_path: Path, served_database_url: str) -> None:
    with serving(
        tmp_path, served_database_url, GATEWAY_WORKERS="1", GATEWAY_EMBEDDED_WORKER="off", GATEWAY_TIMEOUT="1"
    ) as served:
        (worker,) = [
            child for child in psutil.Process(served.process.pid).children() if "gateway.cli" not in child.cmdline()
        ]
        os.kill(worker.pid, signal.SIGSTOP)
        wait_for_an_answer(served, 12)
