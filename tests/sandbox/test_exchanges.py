"""What is kept of the calls of a space."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from gateway.sandbox.exchanges import MOST, Exchange, Exchanges


def exchange(request: bytes = b"", *, code: str = "", noted: float | None = None) -> Exchange:
    return Exchange(
        at=datetime(2026, 8, 20),
        peer="127.0.0.1",
        method="POST",
        path="/LearnerService.svc",
        request_headers=(),
        request=request,
        code=code,
        noted=time.monotonic() if noted is None else noted,
    )


def numbers(kept: Exchanges) -> list[int]:
    return [one.number for one in kept.newest_first()]


def test_the_oldest_go_first_by_number() -> None:
    kept = Exchanges()
    for _ in range(MOST + 500):
        kept.add(exchange())
    assert numbers(kept) == list(range(MOST + 500, 500, -1))
    assert kept.by_number(500) is None


def test_the_oldest_go_first_by_size() -> None:
    kept = Exchanges(most_bytes=100_000)
    for _ in range(50):
        kept.add(exchange(b"x" * 20_000))
    assert numbers(kept) == [50, 49, 48, 47]


def test_the_oldest_go_first_by_age() -> None:
    kept = Exchanges(most_seconds=60.0)
    kept.add(exchange(noted=time.monotonic() - 61))
    kept.add(exchange())
    assert numbers(kept) == [2]


def test_of_a_long_message_only_the_beginning_is_kept() -> None:
    kept = Exchanges()
    kept.add(exchange(b"x" * 1_000_000))
    (one,) = kept.newest_first()
    assert (len(one.request), one.request_length) == (256 * 1024, 1_000_000)


def test_who_waits_looks_at_each_exchange_once() -> None:
    kept, looked = Exchanges(), list[int]()

    def wanted(code: str) -> Callable[[Exchange], bool]:
        def is_wanted(one: Exchange) -> bool:
            looked.append(one.number)
            return one.code == code

        return is_wanted

    for _ in range(10):
        kept.add(exchange())
    with ThreadPoolExecutor(1) as waiting:
        found = waiting.submit(kept.wait_for, wanted("WSRC0004"), seconds=10)
        for number in range(11, 31):
            kept.add(exchange(code="WSRC0004" if number == 30 else ""))
        waited = found.result()
    assert waited is not None
    assert waited.number == 30
    assert looked == list(range(1, 31))
