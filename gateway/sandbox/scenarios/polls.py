"""How often the output of a batch was asked for."""

import threading
from contextvars import ContextVar


class Polls:
    """The polls of a space's batches. Threads may share them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._polls: dict[int, tuple[int, str]] = {}

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
            return polls

    def clear(self) -> None:
        """Forget all polls."""
        with self._lock:
            self._polls.clear()


POLLS: ContextVar[Polls] = ContextVar("polls")
"""The polls of the present call's space."""
