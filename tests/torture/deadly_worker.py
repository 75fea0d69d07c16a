"""A worker that kills itself with SIGKILL.

It does so when it reaches a named point for the n-th time, or at random points.
"""

import os
import random
import signal
import threading
from collections.abc import Callable
from datetime import timedelta

from gateway.batch_worker.worker import Worker
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store

_ODDS = 0.02


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def at_point(point: str, count: int) -> Callable[[str], None]:
    """Kill the process at the `count`-th visit to the point."""
    left = [count]

    def reach(where: str) -> None:
        if where == point:
            left[0] -= 1
            if not left[0]:
                _die()

    return reach


def at_random(seed: int) -> Callable[[str], None]:
    """Kill the process at random points."""
    dice = random.Random(seed)

    def reach(_where: str) -> None:
        if dice.random() < _ODDS:
            _die()

    return reach


def work(url: str, lease: float, point: str, number: int) -> None:
    """Work until killed, at a named point or at random.

    `number` counts how often the point is reached, or is the seed of the random points.
    """
    reach = at_random(number) if point == "random" else at_point(point, number)
    Worker(Store(open_engine(url, connections=1)), lease=timedelta(seconds=lease), reach=reach).run(threading.Event())
