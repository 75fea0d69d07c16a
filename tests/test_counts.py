"""Counts that processes share: nothing is lost, and nothing raises."""

import fcntl
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable

import pytest

from gateway import metrics, prometheus
from gateway.counts import LOST, Counts, shared_file

_CALL = ("calls", "find", "WSRC0004")


def in_child(work: Callable[[], None]) -> int:
    """Do something in a child process, then kill it."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    return pid


@pytest.fixture
def counts() -> Counts:
    return Counts(shared_file(3))


def test_what_killed_processes_have_counted_is_kept_in_the_same_memory(counts: Counts) -> None:
    assert counts.file is not None
    size = os.fstat(counts.file).st_blocks

    def work() -> None:
        counts.begin()
        counts.add((_CALL, 1), (("calls", "find", "WSRC0001"), 0.5))

    for _ in range(40):  # many more than there are places for counts
        os.waitpid(in_child(work), 0)
    assert counts.totals() == {LOST: 0.0, _CALL: 40.0, ("calls", "find", "WSRC0001"): 20.0}
    assert os.fstat(counts.file).st_blocks == size, "all of it was there from the beginning"


def test_processes_that_count_at_once_lose_nothing(counts: Counts) -> None:
    go = multiprocessing.Event()

    def work() -> None:
        counts.begin()
        go.wait()

        def count() -> None:
            for number in range(2000):
                counts.add(((f"n{number % 200}",), 1), (_CALL, 1))

        threads = [threading.Thread(target=count) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    children = [in_child(work) for _ in range(3)]
    go.set()
    for child in children:
        os.waitpid(child, 0)
    totals = counts.totals()
    assert totals.pop(_CALL) == 3 * 2 * 2000
    assert totals.pop(LOST) == 0
    assert totals == {(f"n{number}",): 60.0 for number in range(200)}


def test_two_processes_that_count_at_one_moment_lose_nothing(counts: Counts) -> None:
    def count() -> None:
        counts.begin()
        counts.add((_CALL, 1))

    class Slow(float):
        """An amount during whose addition another process counts."""

        def __radd__(self, counted: float) -> float:
            os.waitpid(in_child(count), 0)
            return counted + 1.0

    counts.begin()
    counts.add((_CALL, Slow()))
    assert counts.totals()[_CALL] == 2


def test_a_process_without_a_lane_counts_for_nobody_and_goes_on(counts: Counts) -> None:
    def work() -> None:
        counts.begin()
        counts.add((_CALL, 1))
        signal.pause()

    children = [in_child(work) for _ in range(4)]
    while counts.totals().get(_CALL, 0) < 3:
        pass
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert counts.totals()[_CALL] == 3


def test_what_there_is_no_room_for_is_counted_as_lost(counts: Counts) -> None:
    counts.begin()
    counts.add(((("x" * 500),), 2))
    for number in range(9000):
        counts.add(((f"name {number}",), 1))
    totals = counts.totals()
    assert len(totals) == 8192
    assert sum(totals.values()) == 9002
    assert totals[LOST] == 2 + 9000 - 8191


def test_who_is_killed_holding_the_names_holds_nobody_up(counts: Counts) -> None:
    def work() -> None:
        counts.begin()
        fcntl.lockf(counts.file or -1, fcntl.LOCK_EX, 1, 0)  # the names

    os.waitpid(in_child(work), 0)
    counts.begin()
    counts.add((_CALL, 1))
    assert counts.totals()[_CALL] == 1


def test_counts_are_told_before_anything_is_counted_and_after() -> None:
    metrics.observe_call("test_counts", "WSRC0004", 0.003)
    metrics.observe_call("test_counts", "WSRC0004", 7.0)
    lines = prometheus.render_metrics().decode().splitlines()
    assert 'gateway_calls_total{code="WSRC0004",operation="test_counts"} 2.0' in lines
    buckets = [line.rpartition(" ")[2] for line in lines if "_seconds_bucket" in line and "test_counts" in line]
    assert buckets == ["0.0", "0.0", *["1.0"] * 8, "2.0"]
    assert 'gateway_call_seconds_sum{operation="test_counts"} 7.003' in lines
    assert "# TYPE gateway_batch_rows_total counter" in lines
