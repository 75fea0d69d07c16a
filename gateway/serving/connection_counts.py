"""How many connections each worker process has.

The workers listen at one socket, and whichever is awake takes a connection. By chance one takes nearly all of them: the
calls of the others then have nobody to share a transaction with, and its own wait for each other.
"""

import mmap
import time

_PLACES = 64
_SECONDS_UNTIL_FORGOTTEN = 3.0
"""Seconds after which a worker that was killed is forgotten.

Workers note their connections once a second.
"""


class ConnectionCounts:
    """The counts of all workers, in shared memory.

    Make it before they fork. Workers are numbered as they are started. One that runs while 64 others are started shares
    its place with another.
    """

    def __init__(self) -> None:
        self._counts = memoryview(mmap.mmap(-1, 2 * 8 * _PLACES)).cast("d")

    def note(self, worker: int, connections: int) -> None:
        """Note how many connections a worker has now."""
        place = 2 * (worker % _PLACES)
        self._counts[place], self._counts[place + 1] = connections, time.monotonic()

    def forget(self, worker: int) -> None:
        """Forget a worker that accepts no more connections."""
        self._counts[2 * (worker % _PLACES) + 1] = 0.0

    def is_ahead(self, worker: int, connections: int) -> bool:
        """Return whether another worker should take the next one.

        Another has fewer connections, by more than one in eight.
        """
        since = time.monotonic() - _SECONDS_UNTIL_FORGOTTEN
        own = 2 * (worker % _PLACES)
        counts = self._counts
        least = min(
            (counts[at] for at in range(0, 2 * _PLACES, 2) if counts[at + 1] > since and at != own), default=None
        )
        return least is not None and connections > least + 1 + least // 8
