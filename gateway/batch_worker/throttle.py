"""The speed at which a worker processes rows.

Single calls go first. While they come in, a transaction has few rows, since calls wait for its end: on SQLite for its
lock, on PostgreSQL until all that it wrote is on the disk. The worker also rests for as long as it works. While no
calls come in, it processes more and more rows at once.
"""

import time

from gateway.store.unit import Unit

FEWEST = {"sqlite": 2, "postgresql": 20}
MOST = {"sqlite": 128, "postgresql": 200}
_LONGEST_REST = 0.1


class Throttle:
    """The number of `rows` that a worker processes per transaction.

    It notices calls by their audit rows.
    """

    def __init__(self, dialect: str) -> None:
        self._fewest, self._most = FEWEST[dialect], MOST[dialect]
        self._seen: int | None = None
        self._calls = True
        self._began = 0.0
        self.rows = self._fewest

    def begin(self) -> None:
        """Begin a chunk."""
        self._began = time.monotonic()

    def look(self, unit: Unit) -> None:
        """Check whether there were calls since the last chunk.

        Call it while a chunk is written.
        """
        last = unit.audit.last()
        self._calls = self._seen is None or unit.audit.has_calls(self._seen, last)
        self._seen = last
        self.rows = self._fewest if self._calls else min(2 * self.rows, self._most)

    def rest(self) -> None:
        """Rest after a chunk, if there were calls."""
        if self._calls:
            time.sleep(min(time.monotonic() - self._began, _LONGEST_REST))
