"""A worker that kills itself with SIGKILL: at the n-th time it reaches a named point, or at random points.

Run as `python -m tests.torture.deadly_worker URL LEASE_SECONDS POINT N` or `... URL LEASE_SECONDS random SEED`.
"""

import os
import random
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

from gateway.store.engine import open_engine
from gateway.store.unit import Store
from gateway.worker import Worker

_ODDS = 0.02


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def at_point(point: str, count: int) -> Callable[[str], None]:
    """Die when the point is reached for the count-th time."""
    left = [count]

    def reach(where: str) -> None:
        if where == point:
            left[0] -= 1
            if not left[0]:
                _die()

    return reach


def at_random(seed: int) -> Callable[[str], None]:
    """Die at any point, now and then."""
    dice = random.Random(seed)

    def reach(_where: str) -> None:
        if dice.random() < _ODDS:
            _die()

    return reach


def main(url: str, lease: str, point: str, number: str) -> None:
    """Work until killed."""
    reach = at_random(int(number)) if point == "random" else at_point(point, int(number))
    Worker(Store(open_engine(url, connections=1)), lease=timedelta(seconds=float(lease)), reach=reach).run(
        threading.Event()
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
