"""What is counted. With PROMETHEUS_MULTIPROC_DIR set, as `serve` sets it, the counts are those of all workers."""

import os
from contextlib import suppress
from functools import lru_cache

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

CONTENT_TYPE = CONTENT_TYPE_LATEST

_CALLS = Counter("gateway_calls_total", "Calls answered or refused, by operation and code.", ["operation", "code"])
_SECONDS = Histogram(
    "gateway_call_seconds",
    "Seconds from the first look at the store to the commit, by operation.",
    ["operation"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
_ROWS = Counter("gateway_batch_rows_total", "Rows of batches that were done, by kind and code.", ["kind", "code"])
_LIFTED = Counter(
    "gateway_opt_outs_lifted_total", "Opt-outs that a fresh privacy notice has lifted, by operation.", ["operation"]
)
_REFUSED = Counter(
    "gateway_messages_refused_total", "Messages refused before any handler saw them, by reason.", ["reason"]
)


def observe_call(operation: str, code: str, seconds: float) -> None:
    """Count a call that reached a handler."""
    calls, durations = _measures(operation, code)
    calls.inc()
    durations.observe(seconds)


@lru_cache(maxsize=1024)
def _measures(operation: str, code: str) -> tuple[Counter, Histogram]:
    return _CALLS.labels(operation, code), _SECONDS.labels(operation)


def observe_row(kind: str, code: str) -> None:
    """Count a row of a batch."""
    _ROWS.labels(kind, code).inc()


def observe_lifted(operation: str) -> None:
    """Count an opt-out that was lifted; it stays so, whatever becomes of that."""
    with suppress(OSError, ValueError):
        _LIFTED.labels(operation or "unknown").inc()


def observe_refused(reason: str) -> None:
    """Count a message that was refused before any handler saw it."""
    _REFUSED.labels(reason).inc()


def exposition() -> bytes:
    """Give all counts in the Prometheus text format."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def forget_process(pid: int) -> None:
    """Drop the gauges of a worker that has ended."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        mark_process_dead(pid)  # type: ignore[no-untyped-call]
