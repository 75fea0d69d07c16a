"""Try again what the database could not do just now."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from gateway.store.database.deadline import Deadline
from gateway.store.errors import Overdue, Unavailable

_T = TypeVar("_T")
_WAITS = (0.02, 0.1, 0.5)
"""Seconds before the second try and those after it.

Half of each is random, so that not all come at once.
"""


def retry(work: Callable[[], _T], deadline: Deadline) -> _T:
    """Do work, and try again if it was not done.

    The work must commit at its end. It is tried a few times, within the deadline.
    """
    for wait in _WAITS:
        try:
            return work()
        except Overdue:
            raise
        except Unavailable:
            if deadline.left < wait:
                raise
        time.sleep(random.uniform(wait / 2, wait))  # noqa: S311  (no secret)
    return work()
