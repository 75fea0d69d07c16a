"""How often the output of a batch was asked for."""

import threading
from contextvars import ContextVar


class Polls:
    """The polls of a space's batches. Threads may share them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._polls: dict[int, tuple[int, str]] = {}
        self._has_news = False

    def begin(self, job: int) -> None:
        """Count the polls of a job from the beginning."""
        with self._lock:
            self._polls.pop(job, None)

    def count(self, job: int, call: str) -> int:
        """Count a poll, and return the number so far.

        A call that is attempted again is one poll; `call` is its reference.
        """
        with self._lock:
            polls, last = self._polls.get(job, (0, ""))
            if call != last:
                polls += 1
                self._polls[job] = polls, call
                self._has_news = True
            return polls

    def so_far(self, job: int) -> int:
        """Return the number of polls of a job."""
        with self._lock:
            return self._polls.get(job, (0, ""))[0]

    def take_news(self) -> bool:
        """Return whether there were polls since the last time."""
        with self._lock:
            had, self._has_news = self._has_news, False
            return had

    def clear(self) -> None:
        """Forget all polls."""
        with self._lock:
            self._polls.clear()


POLLS: ContextVar[Polls] = ContextVar("polls")
"""The polls of the present call's space."""
