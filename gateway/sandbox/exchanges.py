"""The last exchanges of a space: requests and answers.

They are in memory only. The oldest go first, by number, by size and by age.
"""

import itertools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

MOST = 1000
MOST_BYTES = 64 * 1024 * 1024
MOST_SECONDS = 24 * 3600.0
_LONGEST_BODY = 256 * 1024


@dataclass(slots=True, kw_only=True)
class Exchange:
    """A request and its answer.

    `at` is the time in the space, `seconds` the time until the answer was ready. `scenario` is the one that decided
    the answer, or "". `fault` says what the transport did to the answer, or "".
    """

    number: int = 0
    at: datetime
    peer: str
    method: str
    path: str
    request_headers: tuple[tuple[str, str], ...]
    request: bytes
    status: str = ""
    answer_headers: tuple[tuple[str, str], ...] = ()
    answer: bytes = b""
    seconds: float = 0.0
    reference: str = ""
    operation: str = ""
    """The contract's name of the operation."""
    code: str = ""
    organisation: str = ""
    scenario: str = ""
    fault: str = ""
    request_length: int = 0
    answer_length: int = 0
    noted: float = field(default_factory=time.monotonic)

    @property
    def size(self) -> int:
        """Bytes that the exchange takes, roughly."""
        return 1024 + len(self.request) + len(self.answer)


class Exchanges:
    """The exchanges of a space. Threads may share them."""

    def __init__(self, *, most: int = MOST, most_bytes: int = MOST_BYTES, most_seconds: float = MOST_SECONDS) -> None:
        self._most, self._most_bytes, self._most_seconds = most, most_bytes, most_seconds
        self._kept: OrderedDict[int, Exchange] = OrderedDict()
        self._bytes = 0
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()
        self._listeners: list[Callable[[Exchange], None]] = []
        self._is_closed = False

    def add(self, exchange: Exchange) -> None:
        """Keep an exchange, and tell those who listen.

        Of a long message only the beginning is kept.
        """
        exchange.request_length, exchange.answer_length = len(exchange.request), len(exchange.answer)
        exchange.request = exchange.request[:_LONGEST_BODY]
        exchange.answer = exchange.answer[:_LONGEST_BODY]
        with self._changed:
            exchange.number = next(self._numbers)
            self._kept[exchange.number] = exchange
            self._bytes += exchange.size
            self._forget_old()
            listeners = tuple(self._listeners)
            self._changed.notify_all()
        for listener in listeners:
            listener(exchange)

    def _forget_old(self) -> None:
        oldest_noted = time.monotonic() - self._most_seconds
        while self._kept:
            oldest = next(iter(self._kept.values()))
            if len(self._kept) <= self._most and self._bytes <= self._most_bytes and oldest.noted >= oldest_noted:
                return
            self._kept.popitem(last=False)
            self._bytes -= oldest.size

    def clear(self) -> None:
        """Forget all exchanges. Numbers go on."""
        with self._changed:
            self._kept.clear()
            self._bytes = 0

    def close(self) -> None:
        """End all waits."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def by_number(self, number: int) -> Exchange | None:
        """Return an exchange, or None if it is gone."""
        with self._changed:
            return self._kept.get(number)

    def newest_first(self, *, after: int = 0, where: Callable[[Exchange], bool] = lambda _: True) -> list[Exchange]:
        """Return exchanges later than number `after`."""
        with self._changed:
            self._forget_old()
            return [one for number, one in reversed(self._kept.items()) if number > after and where(one)]

    def wait_for(self, where: Callable[[Exchange], bool], *, after: int = 0, seconds: float = 10.0) -> Exchange | None:
        """Wait for an exchange, and return the first that fits.

        Exchanges up to number `after` do not count. Return None if none comes in time.
        """
        until = time.monotonic() + seconds
        with self._changed:
            while True:
                found = next((one for one in self._later_than(after) if where(one)), None)
                left = until - time.monotonic()
                if found is not None or left <= 0 or self._is_closed:
                    return found
                after = max(after, next(reversed(self._kept), 0))  # none is read twice
                self._changed.wait(left)

    def _later_than(self, after: int) -> list[Exchange]:
        """Return the exchanges later than a number, oldest first."""
        later = itertools.takewhile(lambda kept: kept[0] > after, reversed(self._kept.items()))
        return [one for _, one in later][::-1]

    def listen(self, listener: Callable[[Exchange], None]) -> Callable[[], None]:
        """Call a function with each exchange, until stopped.

        Return the function that stops it. The listener must not block.
        """
        with self._changed:
            self._listeners.append(listener)

        def stop() -> None:
            with self._changed:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return stop
