"""Watch the memory of the workers under mixed load."""

import itertools
import time
from typing import Any

import psutil

from tests.bench import load
from tests.bench.comparison import Register
from tests.bench.operations import Operation
from tests.bench.serving import gateway_on

_SECONDS = 5.0


def watch(register: Register, operations: list[Operation], minutes: float) -> list[dict[str, Any]]:
    """Send operations in turn; return what each worker held.

    Memory is the resident set in MB. The slope is that of the straight line through the second half, when caches are
    full.
    """
    sizes: dict[int, list[tuple[float, float]]] = {}
    with gateway_on(register.url) as (base, pid):
        begun = time.perf_counter()
        for operation in itertools.cycle(operations):
            body = operation.bodies("gateway")
            load.run(base + operation.path, body, operation.code, {}, connections=32, seconds=_SECONDS)
            now = (time.perf_counter() - begun) / 60
            for child in psutil.Process(pid).children(recursive=True):
                sizes.setdefault(child.pid, []).append((now, child.memory_info().rss / 1e6))
            if now >= minutes:
                break
    return [
        {
            "database": register.database,
            "first": held[0][1],
            "last": held[-1][1],
            "most": max(size for _, size in held),
            "mb_per_minute": slope(held[len(held) // 2 :]),
        }
        for held in sizes.values()
    ]


def slope(points: list[tuple[float, float]]) -> float:
    """Return the slope of the line nearest to the points."""
    count = len(points)
    x_mean, y_mean = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    across = sum((x - x_mean) ** 2 for x, _ in points)
    return sum((x - x_mean) * (y - y_mean) for x, y in points) / across if across else 0.0
