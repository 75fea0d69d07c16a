"""Connections are spread over the worker processes."""

import os
import signal
import socket
import time
from pathlib import Path

import psutil
import pytest

from gateway.serving.connection_counts import ConnectionCounts
from tests.clients.served import Served, serving

_CONNECTIONS = 40


def taken(served: Served, process: psutil.Process) -> int:
    return sum(
        one.status == psutil.CONN_ESTABLISHED and one.laddr.port == served.port
        for one in process.net_connections("tcp")
    )


def both_workers(served: Served) -> list[psutil.Process]:
    until = time.monotonic() + 10
    while len(workers := psutil.Process(served.process.pid).children()) < 2:
        assert time.monotonic() < until
        time.sleep(0.02)
    time.sleep(0.5)  # the second worker begins to listen
    return workers


def spread(served: Served, workers: list[psutil.Process]) -> list[int]:
    """Open connections, and return how many each worker has taken."""
    clients = [socket.create_connection(("127.0.0.1", served.port), timeout=15) for _ in range(_CONNECTIONS)]
    until = time.monotonic() + 10
    while sum(counts := [taken(served, one) for one in workers]) < _CONNECTIONS and time.monotonic() < until:
        time.sleep(0.02)
    for client in clients:
        client.close()
    while sum(taken(served, one) for one in workers) and time.monotonic() < until:
        time.sleep(0.02)
    return counts


def test_no_worker_takes_many_more_connections_than_another(sqlite_url: str, tmp_path: Path) -> None:
    with serving(tmp_path, sqlite_url, GATEWAY_WORKERS="2", GATEWAY_EMBEDDED_WORKER="off") as served:
        workers = both_workers(served)
        assert min(spread(served, workers)) >= _CONNECTIONS // 2 - 4
        os.kill(workers[0].pid, signal.SIGSTOP)  # a worker that does not accept keeps nobody waiting for long
        began = time.monotonic()
        assert spread(served, workers) == [0, _CONNECTIONS]
        assert time.monotonic() - began < 5
        os.kill(workers[0].pid, signal.SIGCONT)


@pytest.mark.parametrize(("own", "other", "is_ahead"), [(0, 0, False), (1, 0, False), (2, 0, True), (90, 80, False)])
def test_a_worker_is_ahead_by_more_than_one_in_eight(own: int, other: int, *, is_ahead: bool) -> None:
    counts = ConnectionCounts()
    assert not counts.is_ahead(1, own)
    counts.note(2, other)
    assert counts.is_ahead(1, own) is is_ahead
    assert counts.is_ahead(1, 2 * own + 100)
    counts.forget(2)
    assert not counts.is_ahead(1, 2 * own + 100)
