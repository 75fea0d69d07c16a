"""A worker process: groups in turn, and hanging threads."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest

from tests.clients.served import free_port


@pytest.fixture
def hanging() -> Iterator[tuple[psutil.Process, str]]:
    """Yield a server (one worker, two threads), and its address."""
    address = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen([sys.executable, "-m", "tests.serving.hanging_server", address])
    try:
        wait_for_an_answer(address)
        yield psutil.Process(process.pid), address
    finally:
        process.kill()
        process.wait()


def wait_for_an_answer(address: str) -> None:
    until = time.monotonic() + 15
    while True:
        try:
            assert httpx.get(f"http://{address}/", timeout=1).status_code == 200
        except httpx.TransportError:
            assert time.monotonic() < until, "nobody answers"
            time.sleep(0.05)
        else:
            return


def hang(address: str, times: int) -> list[socket.socket]:
    host, _, port = address.partition(":")
    clients = [socket.create_connection((host, int(port))) for _ in range(times)]
    for client in clients:
        client.sendall(b"GET /hang HTTP/1.1\r\nHost: a\r\n\r\n")
    return clients


@pytest.mark.parametrize(("calls", "replaced"), [(2, True), (1, False)])
def test_a_worker_is_replaced_once_all_its_threads_hang(
    hanging: tuple[psutil.Process, str], calls: int, replaced: bool
) -> None:
    server, address = hanging
    before = {child.pid for child in server.children()}
    clients = hang(address, calls)
    until = time.monotonic() + 12
    while time.monotonic() < (until if replaced else until - 6) and before & {one.pid for one in server.children()}:
        time.sleep(0.1)
    wait_for_an_answer(address)
    assert (not before & {one.pid for one in server.children()}) is replaced
    for client in clients:
        client.close()


def test_a_group_is_answered_before_the_next_begins(hanging: tuple[psutil.Process, str]) -> None:
    _, address = hanging
    with ThreadPoolExecutor(2) as threads:
        for _ in range(2):
            threads.submit(httpx.post, f"http://{address}/", content=b"a message")
            time.sleep(0.1)
    events = httpx.get(f"http://{address}/events").text.split()
    assert events[events.index("group") :] == ["group", "answer", "group", "answer"]
