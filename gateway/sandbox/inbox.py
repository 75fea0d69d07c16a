"""E-mails that the product would send.

The contract has addresses to notify at the end of a batch. A sandbox sends nothing: it keeps what would be sent.
"""

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gateway.domain.batch import Job, JobStatus

MOST: Final = 500

_ENDINGS: Final = {JobStatus.FINISHED: "finished", JobStatus.FAILED: "failed", JobStatus.CANCELLED: "was cancelled"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """An e-mail that would be sent.

    `at` is the time in the space. `job` is the number of the job that it is about.
    """

    number: int
    at: datetime
    to: str
    subject: str
    text: str
    job: int


class Inbox:
    """The e-mails of a space. Threads may share it."""

    def __init__(self) -> None:
        self._kept: deque[Email] = deque(maxlen=MOST)
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()
        self._is_closed = False

    def add_job(self, job: Job, at: datetime) -> None:
        """Keep the e-mail about a job that ended.

        There is none if nobody is to be notified.
        """
        if not job.email:
            return
        with self._changed:
            self._kept.append(
                Email(
                    number=next(self._numbers),
                    at=at,
                    to=job.email,
                    subject=f"Batch {job.number} {_ENDINGS[job.status]}",
                    text=f"Batch {job.number} {_ENDINGS[job.status]}. Of {job.size} rows, {job.done} are done. "
                    "Get the output with the job number.",
                    job=job.number,
                )
            )
            self._changed.notify_all()

    def clear(self) -> None:
        """Forget all e-mails. Numbers go on."""
        with self._changed:
            self._kept.clear()

    def close(self) -> None:
        """End all waits."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def newest_first(self, *, where: Callable[[Email], bool] = lambda _: True) -> list[Email]:
        """Return the e-mails."""
        with self._changed:
            return [one for one in reversed(self._kept) if where(one)]

    def wait_for(self, where: Callable[[Email], bool], *, after: int = 0, seconds: float = 10.0) -> Email | None:
        """Wait for an e-mail, and return the first that fits.

        Those up to number `after` do not count. Return None if none comes in time.
        """
        until = time.monotonic() + seconds
        with self._changed:
            while True:
                found = next((one for one in self._kept if one.number > after and where(one)), None)
                left = until - time.monotonic()
                if found is not None or left <= 0 or self._is_closed:
                    return found
                self._changed.wait(left)
