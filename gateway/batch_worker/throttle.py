"""How fast the rows of batches are done.

While single calls come in, they go first: there are few rows in a transaction, whose end they wait for (on SQLite for
its lock, on PostgreSQL for all that it has written to reach the disk), and the worker rests as long as it works. While
there are none, it does more and more at once.
"""

import time

from gateway.store.unit import Unit

FEWEST = {"sqlite": 2, "postgresql": 20}
MOST = {"sqlite": 128, "postgresql": 200}
_LONGEST_REST = 0.1


class Throttle:
    """How many `rows` one worker does in a transaction.

    It sees calls by the audit rows that they leave.
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
        """Look, as a chunk is written, whether there were calls since the last one."""
        last = unit.audit.last()
        self._calls = self._seen is None or unit.audit.has_calls(self._seen, last)
        self._seen = last
        self.rows = self._fewest if self._calls else min(2 * self.rows, self._most)

    def rest(self) -> None:
        """Rest after a chunk, where calls want the machine too."""
        if self._calls:
            time.sleep(min(time.monotonic() - self._began, _LONGEST_REST))
